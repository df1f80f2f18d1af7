"""Decoded feature columns to record batches: the walk of :mod:`flatten`, backwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bridges.errors import DataError
from bridges.features.buffers import (
    cumulative,
    list_array,
    map_array,
    nulls_between,
    spread,
    spread_numbers,
    struct_array,
)
from bridges.features.columns import Array, Column, FeatureColumns
from bridges.features.exact import merged
from bridges.features.leaves import leaf_array
from bridges.features.occupancy import agreed, begins_of, counts_of, slots_of_mask, valid_counts
from bridges.features.plan import (
    Choice,
    Feature,
    Group,
    Leaf,
    Node,
    Nothing,
    Plan,
    Sequence,
    Slot,
    presence_child,
    tells_length,
)
from bridges.schema.arrow_out import arrow_type, make_batch


def unflatten(columns: FeatureColumns, plan: Plan) -> pa.RecordBatch:
    """Return the batch that :func:`flatten` was given, from its decoded columns."""
    walk = _Unflatten(columns.rows, {c.feature.name: c for c in columns.columns})
    arrays = [walk.single(slot, np.ones(columns.rows, np.bool_)) for slot in plan.slots]
    return make_batch(arrays, plan.arrow, columns.rows)


@dataclass(frozen=True, slots=True)
class _Unflatten:
    count: int
    columns: dict[str, Column]

    def single(self, slot: Slot, alive: Array) -> pa.Array:
        """Return one value per row; rows outside ``alive`` are null."""
        present = alive & self._presence(slot)
        if not slot.nullable and bool((alive & ~present).any()):
            row = int(np.flatnonzero(alive & ~present)[0])
            raise DataError(
                f"row {row}: the feature is missing, and the schema allows no null",
                where=slot.path,
                next_step="make the field nullable in the schema",
            )
        match slot.node:
            case Leaf():
                return self._single_leaf(slot.node, present)
            case Group(kind, children):
                arrays = [self.single(child, present) for child in children]
                return struct_array(arrow_type(kind), self.count, arrays, present)
            case Choice(kind, branch, children):
                tags = self._single_leaf(branch, present)
                taken = np.where(present, np.asarray(tags.fill_null(0)), -1)
                _check_branches(taken[present], len(children), branch.values)
                arrays = [self.single(c, taken == k) for k, c in enumerate(children)]
                tags = _without_nulls(tags)
                return struct_array(arrow_type(kind), self.count, [tags, *arrays], present)
            case Sequence():
                return self._outer(slot.node, present)
            case Nothing():
                return pa.nulls(self.count)

    def _presence(self, slot: Slot) -> Array:
        """Return the rows whose features tell that the slot is not null."""
        if slot.mask is not None:
            return self._present(slot.mask)
        match slot.node:
            case Leaf(_, values) | Choice(_, Leaf(_, values)):
                return self._present(values)
            case Sequence():
                return self._present(_carrier(slot.node))
            case Group() if (child := presence_child(slot.node)) is not None:
                return self._presence(child)
        return np.ones(self.count, np.bool_)

    def _present(self, feature: Feature) -> Array:
        bits = self.columns[feature.name].present
        return np.ones(self.count, np.bool_) if bits is None else bits.unpack(self.count)

    def _single_leaf(self, leaf: Leaf, present: Array) -> pa.Array:
        column = merged(leaf, self.columns, self.count)
        counts = counts_of(column, self.count)
        wrong = present & (counts != 1) | ~present & (counts != 0)
        if bool(wrong.any()):
            row = int(np.flatnonzero(wrong)[0])
            raise DataError(
                f"row {row}: {counts[row]} values where the schema has one",
                where=leaf.values.name,
                next_step="declare the field as a list in the schema",
            )
        return leaf_array(leaf.type, column, present)

    def _outer(self, node: Sequence, present: Array) -> pa.Array:
        counts = None
        if node.lengths is not None:
            column = self.columns[node.lengths.name]
            counts = np.zeros(self.count, np.int64)
            counts[present] = column.values
        return self._list(node, counts, present, None)

    def _list(
        self, node: Sequence, counts: Array | None, valid: Array | None, spans: Array | None
    ) -> pa.Array:
        """Return a list array of ``counts`` items per row, cut into ``spans`` (rows if None)."""
        kind, keys = arrow_type(node.type), None
        if node.keys is not None:
            keys, counts = self.repeated(_key_slot(node.keys), counts)
        items, counts = self.repeated(node.item, counts)
        begins = cumulative(counts if spans is None else spans)
        if keys is None:
            return list_array(kind, begins, items, valid)
        return map_array(kind, begins, [keys, items], valid)

    def repeated(self, slot: Slot, known: Array | None) -> tuple[pa.Array, Array]:
        """Return all slots of a place inside lists, and how many each row has.

        ``known`` is what other features say of that number; this slot's have to agree.
        """
        mask = None if slot.mask is None else self.columns[slot.mask.name]
        own = self._told(slot.node)
        if own is None:
            assert known is not None, "the plan gives a length to items that tell none"
            own = known if mask is None else valid_counts(mask, known, self.count)
        valid, total = (None, own) if mask is None else slots_of_mask(mask, own, self.count)
        return self._slots(slot.node, own, valid), agreed(total, known, slot.path)

    def _told(self, node: Node) -> Array | None:
        """Return the values per row, nulls left out, if the features of the node tell."""
        match node:
            case Leaf(_, values) | Choice(_, Leaf(_, values)):
                return counts_of(self.columns[values.name], self.count)
            case Sequence(_, _, Feature() as lengths):
                return counts_of(self.columns[lengths.name], self.count)
            case Group(_, children):
                teller = next((c for c in children if tells_length(c)), None)
                return None if teller is None else self._with_nulls(teller)
        return None

    def _with_nulls(self, slot: Slot) -> Array | None:
        told = self._told(slot.node)
        if slot.mask is None or told is None:
            return told
        masked = counts_of(self.columns[slot.mask.name], self.count)
        return np.where(masked > 0, masked, told)

    def _slots(self, node: Node, own: Array, valid: Array | None) -> pa.Array:
        """Return the slots of a node; ``valid`` says where among all slots the values belong."""
        size = int(own.sum()) if valid is None else len(valid)
        match node:
            case Leaf(kind):
                return leaf_array(kind, merged(node, self.columns, self.count), valid)
            case Group(kind, children):
                arrays = [spread(self.repeated(c, own)[0], valid) for c in children]
                return struct_array(arrow_type(kind), size, arrays, valid)
            case Choice():
                return self._choice(node, own, valid, size)
            case Sequence(_, _, Feature() as lengths):
                column = self.columns[lengths.name]
                counts = np.diff(cumulative(column.values)[begins_of(column)])
                return self._list(node, counts, valid, spread_numbers(column.values, valid))
        return pa.nulls(size)

    def _choice(self, node: Choice, own: Array, valid: Array | None, size: int) -> pa.Array:
        tags = leaf_array(node.branch.type, merged(node.branch, self.columns, self.count), None)
        taken = np.asarray(tags)
        _check_branches(taken, len(node.children), node.branch.values)
        begins = cumulative(own)
        arrays = [spread(tags, valid)]
        for k, child in enumerate(node.children):
            mine = taken == k
            values, _ = self.repeated(child, np.diff(cumulative(mine)[begins]))
            arrays.append(nulls_between(values, spread_numbers(mine, valid)))
        return struct_array(arrow_type(node.type), size, arrays, valid)


def _carrier(node: Sequence) -> Feature:
    """Return a feature that is there exactly when the list is."""
    if node.lengths is not None:
        return node.lengths
    if node.keys is not None:
        return node.keys.values
    return _first(node.item)


def _first(slot: Slot) -> Feature:
    match slot.node:
        case Leaf(_, values) | Choice(_, Leaf(_, values)):
            return values
        case Sequence():
            return _carrier(slot.node)
        case Group(_, children):
            return _first(next(c for c in children if tells_length(c)))
    raise AssertionError("the plan gives a length to items that tell none")


def _key_slot(keys: Leaf) -> Slot:
    return Slot("key", keys.values.name, nullable=False, node=keys)


def _check_branches(taken: Array, count: int, feature: Feature) -> None:
    if len(taken) and not 0 <= int(taken.min()) <= int(taken.max()) < count:
        raise DataError(f"a branch outside 0 to {count - 1}", where=feature.name)


def _without_nulls(array: pa.Array) -> pa.Array:
    return array.fill_null(0) if array.null_count else array
