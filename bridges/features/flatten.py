"""Record batches to feature columns: offsets arithmetic on Arrow buffers, no value is boxed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bridges.errors import DataError
from bridges.features.buffers import cumulative, offsets_view, pack, validity
from bridges.features.columns import Array, Bits, Column, FeatureColumns, Physical
from bridges.features.leaves import leaf_column
from bridges.features.plan import (
    Choice,
    Feature,
    Group,
    Leaf,
    Nothing,
    Plan,
    Sequence,
    Slot,
)


def flatten(batch: pa.RecordBatch, plan: Plan) -> FeatureColumns:
    """Return the feature columns of a batch in the Arrow form of the plan's schema."""
    expected = plan.arrow
    if batch.schema.types != expected.types or batch.schema.names != expected.names:
        raise DataError(
            f"the batch has other columns than its schema: {batch.schema.remove_metadata()}",
            next_step="bring it into the form of Schema.to_arrow() first",
        )
    walk = _Flatten(batch.num_rows, {})
    for slot, column in zip(plan.slots, batch.columns, strict=True):
        walk.single(slot, column, None)
    return FeatureColumns(batch.num_rows, tuple(walk.columns[f.name] for f in plan.features))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where each row begins among repeated slots, and the rows that have the list at all."""

    begins: Array
    present: Bits | None

    def over(self, inner: Array) -> _Rows:
        """Return the rows over slots one level down; ``inner`` maps a slot to its first."""
        return _Rows(inner[self.begins], self.present)


@dataclass(frozen=True, slots=True)
class _Flatten:
    count: int
    columns: dict[str, Column]

    def single(self, slot: Slot, array: pa.Array, alive: Array | None) -> None:
        """Write the features of one value per row; rows outside ``alive`` have none."""
        own = validity(array)
        if own is not None and not slot.nullable:
            self._refuse_null(slot, own, alive)
        present = _both(own, alive, self.count)
        match slot.node:
            case Leaf(kind, values, exact):
                for feature in (values,) if exact is None else (values, exact):
                    self._put(leaf_column(feature, kind, array), None, present)
            case Group(_, children):
                self._group(slot, children, array, present)
            case Choice(_, branch, children):
                self._put(leaf_column(branch.values, branch.type, array.field(0)), None, present)
                taken = np.asarray(array.field(0).fill_null(-1))
                for k, child in enumerate(children):
                    mine = taken == k
                    here = mine if present is None else mine & present.unpack(self.count)
                    self.single(child, array.field(k + 1), here)
            case Sequence():
                self._outer(slot.node, array, present)
            case Nothing():
                pass

    def _group(
        self, slot: Slot, children: tuple[Slot, ...], array: pa.Array, present: Bits | None
    ) -> None:
        if slot.mask is not None:
            ones = np.ones(self.count, np.uint8)
            self._put(Column(slot.mask, Physical.U8, ones), None, present)
        alive = None if present is None else present.unpack(self.count)
        for k, child in enumerate(children):
            self.single(child, array.field(k), alive)

    def _outer(self, node: Sequence, array: pa.Array, present: Bits | None) -> None:
        if array.null_count:
            array = without_hidden_items(array)
        begins = offsets_view(array).astype(np.int64)
        rows = _Rows(begins - begins[0], present)
        if node.lengths is not None:
            counts = np.diff(begins)
            self._put(Column(node.lengths, Physical.I64, counts), None, present)
        self._items(node, array, int(begins[0]), int(begins[-1]), rows)

    def _items(self, node: Sequence, array: pa.Array, first: int, last: int, rows: _Rows) -> None:
        """Write the keys and items between two offsets of a list or map array."""
        if node.keys is None:
            self.repeated(node.item, array.values.slice(first, last - first), rows)
            return
        keys = array.keys.slice(first, last - first)
        self._put(leaf_column(node.keys.values, node.keys.type, keys), rows.begins, rows.present)
        self.repeated(node.item, array.items.slice(first, last - first), rows)

    def repeated(self, slot: Slot, array: pa.Array, rows: _Rows) -> None:
        """Write the features of slots inside lists."""
        if isinstance(slot.node, Nothing):
            return
        valid = validity(array)
        if slot.mask is not None:
            self._mask(slot.mask, valid, len(array), rows)
        if valid is not None:
            if not slot.nullable:
                raise DataError("a null where the schema allows none", where=slot.path)
            kept = valid.unpack(len(array))
            array, rows = array.filter(pa.array(kept)), rows.over(cumulative(kept))
        self._repeated_node(slot, array, rows)

    def _repeated_node(self, slot: Slot, array: pa.Array, rows: _Rows) -> None:
        match slot.node:
            case Leaf(kind, values, exact):
                for feature in (values,) if exact is None else (values, exact):
                    self._put(leaf_column(feature, kind, array), rows.begins, rows.present)
            case Group(_, children):
                for k, child in enumerate(children):
                    self.repeated(child, array.field(k), rows)
            case Choice(_, branch, children):
                self._branches(branch, children, array, rows)
            case Sequence(_, _, lengths):
                begins = offsets_view(array).astype(np.int64)
                assert lengths is not None, "the plan gives every inner list its lengths"
                column = Column(lengths, Physical.I64, np.diff(begins))
                self._put(column, rows.begins, rows.present)
                inner = rows.over(begins - begins[0])
                self._items(slot.node, array, int(begins[0]), int(begins[-1]), inner)

    def _branches(
        self, branch: Leaf, children: tuple[Slot, ...], array: pa.Array, rows: _Rows
    ) -> None:
        tags = array.field(0)
        self._put(leaf_column(branch.values, branch.type, tags), rows.begins, rows.present)
        taken = np.asarray(tags)
        for k, child in enumerate(children):
            mine = taken == k
            values = array.field(k + 1).filter(pa.array(mine))
            self.repeated(child, values, rows.over(cumulative(mine)))

    def _mask(self, feature: Feature, valid: Bits | None, count: int, rows: _Rows) -> None:
        """Write the mask of slots, in the rows that have a null and in no other."""
        if valid is None:
            none = pack(np.zeros(self.count, np.bool_))
            empty = Column(feature, Physical.U8, np.zeros(0, np.uint8))
            self._put(empty, np.zeros(self.count + 1, np.int64), none)
            return
        slots = valid.unpack(count)
        nulls = np.diff(cumulative(~slots)[rows.begins]) > 0
        present = _both(rows.present, nulls, self.count)
        self._put(Column(feature, Physical.U8, slots.view(np.uint8)), rows.begins, present)

    def _put(self, column: Column, begins: Array | None, present: Bits | None) -> None:
        self.columns[column.feature.name] = Column(
            column.feature,
            column.physical,
            column.values,
            begins,
            present,
            column.offsets,
            column.bit,
            column.width,
        )

    def _refuse_null(self, slot: Slot, own: Bits, alive: Array | None) -> None:
        nulls = ~own.unpack(self.count)
        if alive is not None:
            nulls &= alive
        if bool(nulls.any()):
            row = int(np.flatnonzero(nulls)[0])
            raise DataError(f"row {row}: a null where the schema allows none", where=slot.path)


def _both(own: Bits | None, alive: Array | None, count: int) -> Bits | None:
    if alive is None:
        return own
    return pack(alive if own is None else alive & own.unpack(count))


def without_hidden_items(array: pa.Array) -> pa.Array:
    """Return the list array with no items under its nulls, where Arrow allows some."""
    valid = validity(array)
    if valid is None:
        return array
    hidden = (np.diff(offsets_view(array)) > 0) & ~valid.unpack(len(array))
    return array.take(pa.array(np.arange(len(array)))) if bool(hidden.any()) else array
