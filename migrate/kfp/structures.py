"""Structures of ``requires()``, walked: the lists and dicts of tasks of several graphs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from migrate.kfp.plan import StructPath

Ids = tuple[str, ...]


class NotFolded(Exception):
    """Why the graphs have no common loops; the message is for the report."""


def together(
    structs: Sequence[Any],
    family: str,
    fans_out: Callable[[Sequence[Any]], bool] | None = None,
    path: StructPath = (),
) -> Iterator[tuple[StructPath, list[Any]]]:
    """``(path, structure of each graph)`` of every task, and of every list that fans out."""
    found = [s for s in structs if s is not None]
    if not found:
        return
    kinds = {next(iter(s)) for s in found}
    if len(found) < len(structs) or len(kinds) > 1:
        raise NotFolded(f"requires() of {family} has another structure at another value")
    if kinds == {"task"} or (fans_out and fans_out(found)):
        yield path, found
        return
    below = [children(s) for s in found]
    if len({tuple(b) for b in below}) > 1:
        fewest, most = min(map(len, below)), max(map(len, below))
        raise NotFolded(f"{family} requires {fewest} tasks at one value and {most} at another")
    for key in below[0]:
        yield from together([b[key] for b in below], family, fans_out, (*path, key))


def children(struct: Any) -> dict[str | int, Any]:
    if "list" in struct:
        return dict(enumerate(struct["list"]))
    return dict(struct.get("dict", ()))


def members(struct: Any) -> Ids:
    """The tasks of a list, each once."""
    return tuple(dict.fromkeys(child["task"] for child in children(struct).values()))


def with_firsts(struct: Any, firsts: Mapping[StructPath, str], path: StructPath = ()) -> Any:
    """The structure with one task in each list that was folded."""
    if struct is None or "task" in struct or not firsts:
        return struct
    if path in firsts:
        return {"list": [{"task": firsts[path]}]}
    if "list" in struct:
        children = enumerate(struct["list"])
        return {"list": [with_firsts(s, firsts, (*path, i)) for i, s in children]}
    return {"dict": [[k, with_firsts(s, firsts, (*path, k))] for k, s in struct["dict"]]}


def at(struct: Any, path: StructPath) -> Any:
    for key in path:
        struct = children(struct)[key]
    return struct
