"""Compares what feeds the inputs of the tasks that both graphs have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from migrate.parity.graph.model import NodeResult, Side, Source, Status, Wire, WireResult

Feeds = Mapping[tuple[str, str], tuple[Source, ...]]


def compared_wires(
    sides: tuple[Side, Side], nodes: Iterable[NodeResult], keys: Mapping[str, str]
) -> tuple[WireResult, ...]:
    """Every input that another task or an importer feeds; none where a side does not say.

    ``keys``: what tasks of NEW are called in the comparison.
    """
    old, new = (side.wires for side in sides)
    if old is None or new is None:
        return ()
    paired = {node.key for node in nodes if node.old is not None and node.new is not None}
    before, after = _feeds(old, {}, paired), _feeds(new, keys, paired)
    places = sorted({*before, *after})
    return tuple(_result(place, before.get(place, ()), after.get(place, ())) for place in places)


def without_wired(
    nodes: Iterable[NodeResult], wires: Iterable[WireResult]
) -> tuple[NodeResult, ...]:
    """Parameters that steps make on both sides are compared by what makes them."""
    wired = {(wire.task, wire.input) for wire in wires if wire.old and wire.new}
    return tuple(
        replace(n, unknown=tuple(name for name in n.unknown if (n.key, name) not in wired))
        for n in nodes
    )


def _feeds(wires: Iterable[Wire], keys: Mapping[str, str], of: Collection[str]) -> Feeds:
    found: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for wire in wires:
        task = keys.get(wire.task, wire.task)
        if task in of:
            source = replace(wire.source, task=keys.get(wire.source.task, wire.source.task))
            found[task, wire.input].append(source)
    return {place: tuple(sorted(sources)) for place, sources in found.items()}


def _result(place: tuple[str, str], old: tuple[Source, ...], new: tuple[Source, ...]) -> WireResult:
    status = Status.SAME if old == new else Status.DIFFERENT
    if not old or not new:
        status = Status.MISSING if old else Status.EXTRA
    return WireResult(*place, status, old, new)
