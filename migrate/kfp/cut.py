"""Cuts a pipeline that is too large for one Kubernetes object into several, where it is narrow.

The parts run one after the other on one volume. What crosses a cut stays at its old path there,
because an artifact has no name that the next pipeline could know beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from migrate.kfp.plan import Kind, Step

# One part is at least this share of its limit, so that the narrowest place in between is free to
# choose and the parts stay few.
SMALLEST_PART = 0.6
IN_EVERY_PART = frozenset({Kind.PREPARE, Kind.PLAN})


@dataclass(frozen=True, slots=True)
class Parts:
    """Step keys of each part in order, and the steps that others in later parts come after."""

    keys: tuple[frozenset[str], ...]
    crossing: frozenset[str]


def cut(steps: Sequence[Step], most: int) -> Parts:
    """Parts of at most ``most`` steps, except where one loop with its consumers has more."""
    groups = _groups([step for step in steps if step.kind not in IN_EVERY_PART])
    upstream = _upstream(groups)
    order = _depth_first(groups, upstream)
    sizes = [len(groups[name]) for name in order]
    pieces = [order[a:b] for a, b in _pieces(sizes, _widths(order, upstream), most)]
    keys = tuple(frozenset(s.key for name in piece for s in groups[name]) for piece in pieces)
    return Parts(keys, _crossing(steps, keys))


def part_of(steps: Sequence[Step], keys: frozenset[str]) -> tuple[Step, ...]:
    """The steps of one part, in their order, with the helpers that it needs."""
    inside = {step.key for step in steps if step.key in keys}
    for step in reversed(steps):
        if step.key in inside:
            inside |= {i.producer for i in step.inputs if "/bundle-" in i.producer}
    inside |= {s.key for s in steps if s.kind is Kind.IMPORTER and inside & set(s.after)}
    wanted = {key for step in steps if step.key in inside for key in _before(step)}
    for helper in (s for s in reversed(steps) if s.kind in IN_EVERY_PART and s.key in wanted):
        wanted |= set(helper.after)
    return tuple(
        s for s in steps if s.key in inside or (s.kind in IN_EVERY_PART and s.key in wanted)
    )


def _groups(steps: Sequence[Step]) -> dict[str, list[Step]]:
    """Steps that stay together: a loop and those that collect from it, a step and its helpers."""
    leader = {step.key: step.key for step in steps}

    def find(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    for step in steps:
        together = [step.loop] if step.loop else []
        together += [i.producer for i in step.inputs if i.many]
        if step.kind is Kind.IMPORTER:
            together += step.after
        together += [i.producer for i in step.inputs if "/bundle-" in i.producer]
        for key in together:
            if key in leader:
                leader[find(key)] = find(step.key)
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(find(step.key), []).append(step)
    return groups


def _before(step: Step) -> set[str]:
    return {*step.after, *(item.producer for item in step.inputs)}


def _upstream(groups: Mapping[str, list[Step]]) -> dict[str, set[str]]:
    group = {step.key: name for name, steps in groups.items() for step in steps}
    return {
        name: {group[key] for step in steps for key in _before(step) if key in group} - {name}
        for name, steps in groups.items()
    }


def _depth_first(groups: Mapping[str, object], upstream: Mapping[str, set[str]]) -> list[str]:
    """Upstream first, and what belongs together side by side, so that cuts are narrow."""
    below = {up for ups in upstream.values() for up in ups}
    order: dict[str, None] = {}
    stack = [(name, False) for name in sorted(groups, reverse=True) if name not in below]
    while stack:
        name, done = stack.pop()
        if done:
            order.setdefault(name)
        elif name not in order:
            stack.append((name, True))
            stack += [(up, False) for up in sorted(upstream[name], reverse=True) if up not in order]
    return list(order)


def _widths(order: Sequence[str], upstream: Mapping[str, set[str]]) -> list[int]:
    """How many groups are still needed by later ones, after each place of the order."""
    last_use: dict[str, int] = {}
    for place, name in enumerate(order):
        for up in upstream[name]:
            last_use[up] = place
    ends = [0] * (len(order) + 1)
    widths, open_ = [], 0
    for place, name in enumerate(order):
        open_ -= ends[place]
        if last_use.get(name, place) > place:
            open_ += 1
            ends[last_use[name]] += 1
        widths.append(open_)
    return widths


def _pieces(sizes: Sequence[int], widths: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """``(first, behind the last)`` of each part, cut at the narrowest place."""
    first, left = 0, sum(sizes)
    while left > most:
        even = ceil(left / ceil(left / most))
        end = _narrowest(first, sizes, widths, SMALLEST_PART * even, most)
        yield first, end
        left -= sum(sizes[first:end])
        first = end
    if first < len(sizes):
        yield first, len(sizes)


def _narrowest(
    first: int, sizes: Sequence[int], widths: Sequence[int], fewest: float, most: int
) -> int:
    """Where the part that starts at ``first`` ends; of equally narrow places the last one."""
    taken = 0
    places: list[tuple[bool, int, int]] = []
    for place in range(first, len(sizes)):
        taken += sizes[place]
        if taken > most and places:
            break
        places.append((taken >= fewest, -widths[place], place))
    return max(places)[2] + 1


def _crossing(steps: Sequence[Step], keys: Sequence[frozenset[str]]) -> frozenset[str]:
    part = {key: number for number, inside in enumerate(keys) for key in inside}
    return frozenset(
        key
        for step in steps
        if step.key in part
        for key in _before(step)
        if key in part and part[key] != part[step.key]
    )
