"""tf.train.Example records to feature columns, in batches of bounded size."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from bridges.errors import DataError
from bridges.features.columns import Array, Bits, Column, FeatureColumns, Physical
from bridges.features.plan import Feature, Kind, Plan
from bridges.kernels.decode import decode_records
from bridges.kernels.decode_layout import Slot, State, Status
from bridges.kernels.decode_names import hash_table
from bridges.kernels.memory import SLACK

#: Rows of a batch, and bytes of records after which a batch ends early.
BATCH_ROWS = 8192
BATCH_BYTES = 64 << 20
_PHYSICAL = {Kind.INT64: Physical.I64, Kind.FLOAT: Physical.F32, Kind.BYTES: Physical.VAR}
_DTYPE = {Kind.INT64: np.int64, Kind.FLOAT: np.float32, Kind.BYTES: np.uint8}
_KINDS = {kind.value: kind.name.lower() for kind in Kind}
_STRING_GUESS = 16
_SPARE = 4096


class Decoder:
    """Decodes records of one plan.

    ``unknown`` counts the features it had no place for, ``beside`` fields that are no features.

    ``malformed`` is called with the index of a record, among those fed last, that is no Example;
    it raises, or returns to leave the record out.
    """

    def __init__(
        self, plan: Plan, malformed: Callable[[int], None], batch_rows: int = BATCH_ROWS
    ) -> None:
        self._features = plan.features
        self._malformed = malformed
        self._rows = batch_rows
        names = [f.name.encode() for f in plan.features]
        self._names = [np.frombuffer(n + bytes(SLACK), np.uint8) for n in names]
        self._table = hash_table(names)
        self._state = np.zeros(len(State), np.int64)
        self._state[State.COLUMNS] = len(names)
        self._state[State.TABLE] = self._table.ctypes.data
        self._state[State.TABLE_MASK] = len(self._table) - 1
        self._room = [_first_room(f, batch_rows) for f in plan.features]
        self._bytes = 0
        self._begin()

    @property
    def unknown(self) -> int:
        """How many features the records had that the plan does not know."""
        return int(self._state[State.UNKNOWN])

    @property
    def beside(self) -> int:
        """How many fields the records had that no Example has."""
        return int(self._state[State.BESIDE])

    def feed(self, starts: Array, sizes: Array) -> Iterator[FeatureColumns]:
        """Read records by address, and yield each batch that becomes full.

        ``SLACK`` bytes past the last record must be readable.
        """
        self._state[State.RECORD] = 0
        ends = np.cumsum(sizes)
        while self._state[State.RECORD] < len(starts):
            done = int(self._state[State.RECORD])
            before = int(ends[done - 1]) if done else 0
            fits = int(np.searchsorted(ends, before + BATCH_BYTES - self._bytes, "right"))
            stop = max(fits, done + 1 if self._state[State.ROW] == 0 else done)
            self._read(starts, sizes, stop)
            self._bytes += int(ends[int(self._state[State.RECORD]) - 1]) - before if stop else 0
            if self._state[State.ROW] == self._rows or stop < len(starts):
                yield self._take()

    def finish(self) -> FeatureColumns | None:
        """Return the rows that filled no batch, or None."""
        return self._take() if self._state[State.ROW] else None

    def _read(self, starts: Array, sizes: Array, stop: int) -> None:
        while True:
            status = decode_records(
                self._state.ctypes.data, starts.ctypes.data, sizes.ctypes.data, stop, self._rows
            )
            if status == Status.DONE:
                return
            if status == Status.FULL:
                self._grow(int(sizes[self._state[State.RECORD]]))
            elif status == Status.WRONG_KIND:
                raise self._wrong_kind()
            else:
                self._malformed(int(self._state[State.RECORD]))
                self._state[State.RECORD] += 1

    def _begin(self) -> None:
        """Make room for a batch, as much as the largest one before took."""
        count = len(self._features)
        self._meta = np.zeros((count, len(Slot)), np.int64)
        self._state[State.META] = self._meta.ctypes.data
        self._values: list[Array] = []
        self._offsets: list[Array | None] = []
        self._begins = np.zeros((count, self._rows + 1), np.int64)
        self._present = np.zeros((count, self._rows), np.uint8)
        for j, feature in enumerate(self._features):
            values, data = self._room[j]
            strings = feature.kind is Kind.BYTES
            self._values.append(np.empty(data if strings else values, _DTYPE[feature.kind]))
            self._offsets.append(np.zeros(values + 1, np.int32) if strings else None)
            self._describe(j)

    def _describe(self, j: int) -> None:
        row, offsets = self._meta[j], self._offsets[j]
        row[Slot.NAME] = self._names[j].ctypes.data
        row[Slot.NAME_SIZE] = len(self._names[j]) - SLACK
        row[Slot.TAG] = self._features[j].kind.value
        row[Slot.VALUES] = self._values[j].ctypes.data
        row[Slot.ROWS] = self._begins[j].ctypes.data
        row[Slot.PRESENT] = self._present[j].ctypes.data
        row[Slot.CAPACITY] = len(self._values[j]) if offsets is None else len(offsets) - 1
        if offsets is not None:
            row[Slot.OFFSETS] = offsets.ctypes.data
            row[Slot.DATA_CAPACITY] = len(self._values[j])

    def _grow(self, needed: int) -> None:
        """Make room in the column that has none for another record of ``needed`` bytes."""
        j = int(self._state[State.COLUMN])
        used = int(self._meta[j, Slot.COUNT])
        offsets = self._offsets[j]
        if offsets is None:
            self._values[j] = _grown(self._values[j], used, 2 * used + needed)
        else:
            data = int(offsets[used])
            self._values[j] = _grown(self._values[j], data, 2 * data + needed)
            self._offsets[j] = _grown(offsets, used + 1, 2 * used + needed + 1)
        self._describe(j)

    def _take(self) -> FeatureColumns:
        rows = int(self._state[State.ROW])
        columns = tuple(self._column(j, rows) for j in range(len(self._features)))
        self._state[State.ROW] = 0
        self._bytes = 0
        self._begin()
        return FeatureColumns(rows, columns)

    def _column(self, j: int, rows: int) -> Column:
        feature = self._features[j]
        begins = self._begins[j, : rows + 1]
        count = int(begins[-1])
        values, offsets = self._values[j], self._offsets[j]
        size = count if offsets is None else int(offsets[count])
        self._room[j] = (max(self._room[j][0], _spare(count)), max(self._room[j][1], _spare(size)))
        bits = Bits(np.packbits(self._present[j, :rows], bitorder="little"))
        strings = None if offsets is None else offsets[: count + 1]
        physical = _PHYSICAL[feature.kind]
        return Column(feature, physical, values[:size], begins, bits, strings)

    def _wrong_kind(self) -> DataError:
        feature = self._features[int(self._state[State.COLUMN])]
        found = _KINDS[int(self._state[State.FOUND_TAG])]
        return DataError(
            f"the schema says {feature.kind.name.lower()}, a record has {found} values",
            where=feature.name,
            next_step="give the schema that the records were written with",
        )


def _first_room(feature: Feature, rows: int) -> tuple[int, int]:
    return rows, rows * _STRING_GUESS if feature.kind is Kind.BYTES else 0


def _spare(used: int) -> int:
    """Return room for a batch a little larger, as the kernel wants room for a whole list."""
    return used + used // 8 + _SPARE


def _grown(array: Array, used: int, size: int) -> Array:
    larger = np.zeros(max(size, len(array)), array.dtype)
    larger[:used] = array[:used]
    return larger
