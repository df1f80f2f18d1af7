"""Scala text as a syntax tree, by tree-sitter; comments are seen nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import tree_sitter

from migrate.findings import Location

Node: TypeAlias = tree_sitter.Node
_COMMENTS = frozenset({"comment", "block_comment"})


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One file: its path as findings show it, and the root of its tree."""

    path: str
    root: Node

    def place(self, node: Node) -> Location:
        """Where ``node`` stands."""
        start, end = node.start_point, node.end_point
        return Location(self.path, start.row + 1, start.column + 1, end.row + 1, end.column + 1)


@cache
def _parser() -> tree_sitter.Parser:
    import tree_sitter_scala

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_scala.language()))


def parse(text: str, path: str) -> Source:
    """The tree of ``text``; it may contain errors, see :func:`broken`."""
    return Source(path, _parser().parse(text.encode("utf-8", "surrogatepass")).root_node)


def kids(node: Node) -> list[Node]:
    """The named children without comments."""
    return [c for c in node.named_children if c.type not in _COMMENTS]


def part(node: Node, name: str) -> Node | None:
    """The named child under the field ``name``; brackets around it may bear the field too."""
    return next((c for c in node.children_by_field_name(name) if c.is_named), None)


def need(node: Node, name: str) -> Node:
    """The child under the field ``name``, which the grammar promises."""
    found = part(node, name)
    if found is None:
        raise LookupError(f"{node.type} without {name}")
    return found


def parts(node: Node, name: str) -> list[Node]:
    """All named children under the field ``name``, without comments."""
    return [c for c in node.children_by_field_name(name) if c.is_named and c.type not in _COMMENTS]


def text(node: Node) -> str:
    """The source text of ``node``."""
    return (node.text or b"").decode("utf-8", "surrogatepass")


def brief(node: Node, limit: int = 80) -> str:
    """The source text on one line, shortened for messages."""
    return _shortened(text(node), limit)


def brief_from(node: Node, start: Node, limit: int = 80) -> str:
    """The source text of ``node`` from ``start`` on: one link of a chain."""
    whole = node.text or b""
    return _shortened(whole[start.start_byte - node.start_byte :].decode("utf-8", "replace"), limit)


def _shortened(source: str, limit: int) -> str:
    line = " ".join(source.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def walk(node: Node) -> Iterator[Node]:
    """``node`` and all named nodes below it, in source order, without comments."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(kids(current)))


def broken(node: Node) -> Node | None:
    """The first place at or below ``node`` that the grammar could not read, if any."""
    if not node.has_error:
        return None
    stack = [node]
    while stack:
        current = stack.pop()
        if current.is_error or current.is_missing:
            return current
        stack.extend(c for c in reversed(current.children) if c.has_error or c.is_missing)
    return node
