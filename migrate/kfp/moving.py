"""Node parameters whose text changes between graphs, and which root parameter each follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from migrate.kfp.params import Carried, Omitted, transport
from migrate.luigi.graph import Node, Parameter, TaskGraph

Alike = Sequence[tuple[TaskGraph, dict[str, str]]]
"""Graphs of the base's shape, each with ``{base task id: its task id}``."""

Texts = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """One parameter of one task whose text is not the same in all graphs."""

    node: Node
    values: tuple[Parameter, ...]

    @property
    def name(self) -> str:
        return f"{self.node.family}.{self.values[0].name}"


def values_of(task_id: str, name: str, base: TaskGraph, alike: Alike) -> tuple[Parameter, ...]:
    """The parameter in the base graph and in each probe that has its shape."""
    nodes = [base.nodes[task_id], *(probe.nodes[pairs[task_id]] for probe, pairs in alike)]
    return tuple(param for node in nodes if (param := node.param(name)) is not None)


def moving_parameters(base: TaskGraph, alike: Alike) -> Iterator[Moving]:
    for task_id, node in sorted(base.nodes.items()):
        for param in node.params:
            values = values_of(task_id, param.name, base, alike)
            if len(set(_texts(values))) > 1:
                yield Moving(node, values)


def _texts(values: Sequence[Parameter]) -> Texts:
    return tuple(param.text for param in values)


def source_of(
    moving: Moving, is_root: bool, roots: Mapping[str, tuple[Parameter, ...]]
) -> tuple[str, dict[str, str]]:
    """The one root parameter with these texts, or which ones must stay frozen, and why."""
    texts = _texts(moving.values)
    same = [name for name, values in roots.items() if _texts(values) == texts]
    if is_root:
        same = [moving.values[0].name]
    if len(same) > 1:
        why = f"no probe tells {' from '.join(same)}, and {moving.name} follows one of them"
        return "", dict.fromkeys(same, why)
    if not same:
        moved = [name for name, values in roots.items() if _moves_with(values, texts)]
        why = f"{moving.name} changes with it in a way that is not a plain copy"
        return "", dict.fromkeys(moved, why)
    if why := _not_text(moving):
        return "", {same[0]: why}
    return same[0], {}


def _moves_with(root: Sequence[Parameter], texts: Texts) -> bool:
    """Some probe changes both."""
    pairs = zip(_texts(root), texts, strict=True)
    return any(ours != root[0].text and theirs != texts[0] for ours, theirs in pairs)


def _not_text(moving: Moving) -> str:
    """Why a pipeline parameter cannot stand for this one; empty when it travels as Luigi's text."""
    for param in moving.values:
        way = transport(param)
        if isinstance(way, Omitted):
            return f"{way.reason}; give it with --param to make it a parameter of the pipeline"
        if not (isinstance(way, Carried) and way.transport == "text"):
            return f"{moving.name} does not travel as Luigi's own text"
    return ""
