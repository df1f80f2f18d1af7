"""The memory the decoding kernel writes to: zeroed at first, grown when a row does not fit."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bridges.avro.columns import ROWS, Column, Layout
from bridges.avro.program import Program
from bridges.kernels.memory import SLACK

_Bytes = npt.NDArray[np.uint8]
_Integers = npt.NDArray[np.int64]
#: Room for items or bytes per row at first; later batches begin with what the last one took.
_FIRST_GUESS: Final = 4
_FIRST_GUESS_BYTES: Final = 16
#: Values that are skipped are counted, and take no room.
_UNLIMITED: Final = 1 << 62


class Buffers:
    """One batch's buffers and counters, and the addresses the kernel takes."""

    def __init__(self, program: Program, rows: int) -> None:
        self.program = program
        columns = program.tree.every
        self._by_level: dict[int, list[Column]] = {}
        for column in columns:
            self._by_level.setdefault(column.level, []).append(column)
        self._byte_columns = {c.counter: c for c in columns if c.layout is Layout.BYTES}
        self._levels = {ROWS, *(c.counter for c in columns if c.layout is Layout.LIST)}
        self._wanted = dict.fromkeys(self._levels, rows * _FIRST_GUESS)
        self._wanted |= dict.fromkeys(self._byte_columns, rows * _FIRST_GUESS_BYTES)
        self._wanted[ROWS] = rows
        self.reset()

    def reset(self) -> None:
        """Forget the batch (its arrays live on in Arrow) and begin with fresh memory."""
        columns, counters = len(self.program.tree.every), self.program.counters
        self.values: dict[int, _Bytes] = {}
        self.lengths: dict[int, npt.NDArray[np.int32]] = {}
        self.valid: dict[int, _Bytes] = {}
        self.bytes: dict[int, _Bytes] = {}
        # One more than there are columns: skipped values go to address 0, which is never used.
        self.value_at, self.length_at, self.valid_at = np.zeros((3, columns + 1), np.int64)
        self.bytes_at = np.zeros(counters, np.int64)
        self.used = np.zeros(counters, np.int64)
        self.saved = np.zeros(counters, np.int64)
        self.room = np.full(counters, _UNLIMITED, np.int64)
        self.lists = np.zeros((counters, 3), np.int64)
        for counter, wanted in self._wanted.items():
            self._provide(counter, wanted)

    def remember(self) -> None:
        """Let the next batch begin with the room that this one took, and some more."""
        for counter in self._wanted:
            if counter != ROWS:
                self._wanted[counter] = int(self.used[counter]) * 9 // 8 + 64

    def grow(self, counter: int, need: int) -> None:
        """Make room for ``need`` values or bytes, at least twice what there was."""
        self._provide(counter, max(need, 2 * int(self.room[counter])))

    def _provide(self, counter: int, size: int) -> None:
        self.room[counter] = size
        if counter in self._levels:
            for column in self._by_level.get(counter, ()):
                self._provide_values(column, size)
        else:
            grown = np.empty(size + SLACK, np.uint8)
            self._keep(self.bytes, counter, grown, self.bytes_at, counter)

    def _provide_values(self, column: Column, size: int) -> None:
        index = column.index
        if column.layout is Layout.VALUES:
            wide = np.zeros(size * column.width, np.uint8)
            self._keep(self.values, index, wide, self.value_at, index)
        elif column.layout is not Layout.NOTHING:
            lengths = np.zeros(size + 1, np.int32)
            self._keep(self.lengths, index, lengths, self.length_at, index)
        if column.nullable:
            self._keep(self.valid, index, np.zeros(size, np.uint8), self.valid_at, index)

    @staticmethod
    def _keep(
        arrays: dict[int, Any], key: int, grown: Any, addresses: _Integers, place: int
    ) -> None:
        """Put ``grown`` in the place of the smaller array, with what that one held."""
        smaller = arrays.get(key)
        if smaller is not None:
            grown[: len(smaller)] = smaller
        arrays[key] = grown
        addresses[place] = grown.ctypes.data
