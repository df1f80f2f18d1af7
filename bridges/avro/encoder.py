"""Record batches to the bytes of Avro blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bridges.avro.columns import Column, Layout
from bridges.avro.encode_program import EncodeProgram
from bridges.avro.encode_vm import encode
from bridges.avro.errors import AvroError
from bridges.avro.opcodes import MEANING, Status
from bridges.schema import Enum, Float, Int

_SLACK: Final = 1 << 16


class Encoder:
    """Fills one block after the other; a block may span batches."""

    def __init__(self, program: EncodeProgram, block_bytes: int) -> None:
        self._program = program
        self._block_bytes = block_bytes
        self._out = np.empty(block_bytes + _SLACK, np.uint8)
        self._filled = 0
        self._rows = 0
        self._span = np.zeros(6, np.int64)
        self._lists = np.zeros((program.tree.counters, 2), np.int64)

    def blocks(self, arrays: list[pa.Array], rows: int) -> Iterator[tuple[int, bytes]]:
        """Row count and bytes of every block that ``rows`` more rows complete."""
        columns = _Addresses(self._program, arrays)
        row = 0
        while row < rows:
            row = self._run(columns, row, rows)
            if self._filled >= self._block_bytes:
                yield self.take()

    def take(self) -> tuple[int, bytes]:
        """What is encoded and not yet taken."""
        taken = self._rows, self._out[: self._filled].tobytes()
        self._rows = self._filled = 0
        return taken

    def _run(self, columns: _Addresses, row: int, rows: int) -> int:
        start = self._out.ctypes.data
        begin = start + self._filled
        self._span[:5] = begin, start + len(self._out), row, rows, start + self._block_bytes
        program = self._program
        status = encode(
            program.code,
            program.tables,
            columns.values,
            columns.offsets,
            columns.valid,
            columns.base,
            self._lists,
            self._span,
        )
        done = int(self._span[2])
        self._filled = int(self._span[0]) - start
        self._rows += done - row
        if status == Status.NEED_MORE:
            self._grow()
        elif status != Status.OK:
            note = program.notes[int(self._span[5])]
            raise AvroError(MEANING[Status(status)], where=f"row {done} of a batch, {note}")
        return done

    def _grow(self) -> None:
        grown = np.empty(2 * len(self._out), np.uint8)
        grown[: self._filled] = self._out[: self._filled]
        self._out = grown


class _Addresses:
    """Where the kernel finds a batch's buffers; keeps what had to be converted alive."""

    def __init__(self, program: EncodeProgram, arrays: list[pa.Array]) -> None:
        size = len(program.tree.every) + 1
        self.values, self.offsets, self.valid, self.base = np.zeros((4, size), np.int64)
        self._kept: list[pa.Array] = []
        for column, array in zip(program.tree.roots, arrays, strict=True):
            self._add(column, array)

    def _add(self, column: Column, array: pa.Array) -> None:
        array = _as_encoded(column, array)
        self._kept.append(array)
        buffers, index = array.buffers(), column.index
        self.base[index] = array.offset
        if array.null_count and buffers[0] is not None:
            self.valid[index] = buffers[0].address
        match column.layout:
            case Layout.LIST:
                self.offsets[index] = _address(buffers[1])
            case Layout.BYTES:
                self.offsets[index], self.values[index] = map(_address, buffers[1:3])
            case Layout.VALUES:
                self.values[index] = _address(buffers[1])
        for child, inner in zip(column.children, _children(column, array), strict=True):
            self._add(child, inner)
        if column.layout is Layout.NOTHING and _is_union(column):
            # The kernel asks the union itself for its branch.
            branch = self._kept_branch(array)
            self.values[index] = branch.buffers()[1].address + branch.offset - array.offset

    def _kept_branch(self, array: pa.Array) -> pa.Array:
        branch = array.field(0)
        self._kept.append(branch)
        return branch


def _is_union(column: Column) -> bool:
    return bool(column.children) and column.children[0].field.name == "@branch"


def _address(buffer: pa.Buffer | None) -> int:
    return 0 if buffer is None else int(buffer.address)


def _children(column: Column, array: pa.Array) -> list[pa.Array]:
    if pa.types.is_map(array.type):
        return [array.keys, array.items]
    if column.layout is Layout.LIST:
        return [array.values]
    return [array.field(index) for index in range(len(column.children))]


def _as_encoded(column: Column, array: pa.Array) -> Any:
    """The array with values of the width Avro has, and symbols as their index."""
    kind = column.field.type
    if isinstance(kind, Enum):
        return _symbol_indices(kind.symbols, array)
    if isinstance(kind, Int) and kind.bits == 64 and not kind.signed:
        return array.view(pa.int64())
    if isinstance(kind, Int) and kind.bits < 8 * column.width:
        return array.cast(pa.int32() if column.width == 4 else pa.int64())
    if isinstance(kind, Float) and kind.bits < 8 * column.width:
        return _from_half(array)
    return array


def _symbol_indices(symbols: tuple[str, ...], array: pa.Array) -> pa.Array:
    indices = pc.index_in(array, value_set=pa.array(symbols, pa.string()))
    # A text that is no symbol must not look like a null.
    unknown = pa.scalar(-1, pa.int32())
    filled = pc.if_else(pc.and_(array.is_valid(), indices.is_null()), unknown, indices)
    return filled.combine_chunks() if isinstance(filled, pa.ChunkedArray) else filled


def _from_half(array: pa.Array) -> pa.Array:
    """Arrow 10 casts no float16, numpy does."""
    mask = array.is_null().to_numpy(zero_copy_only=False)
    raw = np.frombuffer(array.buffers()[1], np.float16)[array.offset : array.offset + len(array)]
    return pa.array(raw.astype(np.float32), pa.float32(), mask=mask)
