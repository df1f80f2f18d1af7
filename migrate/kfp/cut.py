"""Cuts a pipeline that is too large for one Kubernetes object into several, where it is narrow.

The parts run one after the other on one volume. What crosses a cut stays at its old path there,
because an artifact has no name that the next pipeline could know beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import ceil

from migrate.kfp.plan import Kind, Step

# One part is at least this share of its limit, so that the narrowest place in between is free to
# choose and the parts stay few.
SMALLEST_PART = 0.6
IN_EVERY_PART = frozenset({Kind.PREPARE, Kind.PLAN})


@dataclass(frozen=True, slots=True)
class Parts:
    """Step keys of each part in order, and the steps that others in later parts come after.

    ``shares[n]`` says which part of a loop's items part ``n`` has, as ``2/3``; else it is empty.
    """

    keys: tuple[frozenset[str], ...]
    crossing: frozenset[str]
    shares: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loops:
    """How often the steps of each loop run at most, by key; those ``apart`` are parts alone."""

    rounds: Mapping[str, int] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()

    def weight(self, steps: Iterable[Step]) -> int:
        """How many tasks of the cluster the steps are."""
        return sum(self.rounds.get(step.loop, 1) for step in steps)


def cut(steps: Sequence[Step], most: int, loops: Loops | None = None) -> Parts:
    """Parts of at most ``most`` tasks, except where a short loop with its consumers has more."""
    loops = loops or Loops()
    groups = _groups([step for step in steps if step.kind not in IN_EVERY_PART], loops.apart)
    upstream = _upstream(groups)
    order = _depth_first(groups, upstream)
    widths = _widths(order, upstream)
    keys: list[frozenset[str]] = []
    shares: list[str] = []
    for alone, places in groupby(range(len(order)), lambda n: _is_apart(groups[order[n]], loops)):
        for piece in _in_pieces(list(places), order, groups, widths, most, loops, alone=alone):
            inside = [step for name in piece for step in groups[name]]
            found = _shares(inside, most, loops) if alone else [""]
            keys += [frozenset(step.key for step in inside)] * len(found)
            shares += found
    return Parts(tuple(keys), _crossing(steps, keys), tuple(shares))


def _is_apart(steps: Iterable[Step], loops: Loops) -> bool:
    return any(step.key in loops.apart for step in steps)


def _in_pieces(
    places: Sequence[int],
    order: Sequence[str],
    groups: Mapping[str, list[Step]],
    widths: Sequence[int],
    most: int,
    loops: Loops,
    *,
    alone: bool,
) -> Iterator[Sequence[str]]:
    """The groups at these places in pieces; a loop that is apart is one for itself."""
    if alone:
        yield from ([order[place]] for place in places)
        return
    sizes = [loops.weight(groups[order[place]]) for place in places]
    for first, end in _pieces(sizes, [widths[place] for place in places], most):
        yield [order[place] for place in places[first:end]]


def _shares(steps: Sequence[Step], most: int, loops: Loops) -> list[str]:
    """``1/2``, ``2/2``: in how many parts a loop has to run."""
    rounds = max(loops.rounds.get(step.loop, 1) for step in steps)
    body = sum(bool(step.loop) for step in steps)
    count = ceil(rounds / max(most // max(body, 1), 1))
    return [f"{number}/{count}" for number in range(1, count + 1)]


def part_of(steps: Sequence[Step], keys: frozenset[str], share: str = "") -> tuple[Step, ...]:
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
        replace(s, extras={**s.extras, "share": share}) if share and "share" in s.extras else s
        for s in steps
        if s.key in inside or (s.kind in IN_EVERY_PART and s.key in wanted)
    )


def _groups(steps: Sequence[Step], apart: frozenset[str]) -> dict[str, list[Step]]:
    """Steps that stay together: a loop and those that collect from it, a step and its helpers."""
    loop_of = {step.key: step.loop for step in steps}
    leader = {step.key: step.key for step in steps}

    def find(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    for step in steps:
        together = [step.loop] if step.loop else []
        together += [
            i.producer for i in step.inputs if i.many and loop_of.get(i.producer) not in apart
        ]
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
