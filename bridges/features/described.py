"""What readers want to know of each feature of a plan: always there, of what type, how nested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bridges.features.plan import Choice, Feature, Group, Leaf, Plan, Sequence, Slot
from bridges.schema import Type


@dataclass(frozen=True, slots=True)
class Description:
    """``required``: every row has the feature. ``partitions``: the row lengths of inner lists,
    the outermost first, when they cut the values exactly.
    """

    feature: Feature
    required: bool
    type: Type | None = None
    partitions: tuple[str, ...] = ()


def describe(plan: Plan) -> Iterator[Description]:
    """Yield the description of every feature, in the order of the plan."""
    for slot in plan.slots:
        yield from _slot(slot, True, ())


def _slot(slot: Slot, sure: bool, cuts: tuple[str, ...] | None) -> Iterator[Description]:
    if slot.mask is not None:
        yield Description(slot.mask, False)
    repeated = slot.mask is not None and not slot.mask.single
    inner = sure and (not slot.nullable or repeated)
    cuts = None if repeated else cuts
    match slot.node:
        case Leaf(kind, values, exact):
            yield Description(values, inner, kind, cuts or ())
            if exact is not None:
                yield Description(exact, False)
        case Sequence():
            yield from _sequence(slot.node, inner, cuts)
        case Group(_, children):
            for child in children:
                yield from _slot(child, inner, None if cuts else cuts)
        case Choice(_, branch, children):
            yield Description(branch.values, inner, branch.type)
            for child in children:
                yield from _slot(child, inner and not _is_single(branch), None)


def _sequence(node: Sequence, sure: bool, cuts: tuple[str, ...] | None) -> Iterator[Description]:
    if node.lengths is not None:
        yield Description(node.lengths, sure)
        cut = not node.lengths.single and cuts is not None
        cuts = (*cuts, node.lengths.name) if cut and cuts is not None else None
    if node.keys is not None:
        yield Description(node.keys.values, sure, node.keys.type, cuts or ())
    yield from _slot(node.item, sure, cuts)


def _is_single(leaf: Leaf) -> bool:
    return leaf.values.single
