"""Blocks to record batches: runs the kernel, makes room, says where a value is malformed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import pyarrow as pa

from bridges.avro.assemble import assemble
from bridges.avro.blocks import Block
from bridges.avro.buffers import Buffers
from bridges.avro.columns import ROWS
from bridges.avro.decode_vm import decode
from bridges.avro.errors import AvroError, CorruptAvro, SchemaMismatch
from bridges.avro.opcodes import MEANING, Status
from bridges.avro.program import Program

BATCH_ROWS: Final = 8192
#: A batch ends early after this many encoded bytes, so that wide rows stay bounded too.
BATCH_BYTES: Final = 16 << 20


class Decoder:
    """Decodes the blocks of one file, or of several of the same schema."""

    def __init__(self, program: Program, schema: pa.Schema, rows: int = BATCH_ROWS) -> None:
        self._program = program
        self._schema = schema
        self._rows = rows
        self._buffers = Buffers(program, rows)
        self._bytes = 0
        self._span = np.zeros(8, np.int64)

    def batches(self, blocks: Iterable[Block], uri: str) -> Iterator[pa.RecordBatch]:
        """Batches of at most ``rows`` rows; a batch may span blocks, and a block batches."""
        for block in blocks:
            yield from self._block(block, uri)
            del block
        if self._buffers.used[ROWS]:
            yield self._flush(uri)

    def _block(self, block: Block, uri: str) -> Iterator[pa.RecordBatch]:
        data = pa.py_buffer(block.data)
        at, end, left = data.address, data.address + data.size, block.rows
        while left:
            before = int(self._buffers.used[ROWS])
            position = self._run(block, data, at, left, uri)
            self._bytes += position - at
            at, left = position, left - (int(self._buffers.used[ROWS]) - before)
            if self._is_full():
                yield self._flush(uri)
        if at != end:
            what = f"{end - at} bytes are left after the block's {block.rows} rows"
            raise CorruptAvro(what, uri=uri, offset=block.offset)

    def _is_full(self) -> bool:
        return bool(self._buffers.used[ROWS] >= self._rows or self._bytes >= BATCH_BYTES)

    def _run(self, block: Block, data: pa.Buffer, at: int, left: int, uri: str) -> int:
        """Decode until the batch is full or the block empty; where it stopped is returned."""
        buffers, span = self._buffers, self._span
        most = min(self._rows, int(buffers.used[ROWS]) + left)
        enough = at + BATCH_BYTES - self._bytes
        while True:
            span[:4] = at, data.address + data.size, most, enough
            status = self._decode()
            at = int(span[0])
            if status == Status.OK:
                return at
            if status != Status.NEED_MORE:
                raise self._failure(Status(status), block, at - data.address, uri)
            buffers.grow(int(span[5]), int(span[6]))

    def _decode(self) -> int:
        program, buffers = self._program, self._buffers
        status: int = decode(
            program.code,
            program.tables,
            buffers.value_at,
            buffers.length_at,
            buffers.valid_at,
            buffers.bytes_at,
            buffers.used,
            buffers.room,
            buffers.saved,
            buffers.lists,
            self._span,
        )
        return status

    def _failure(
        self, status: Status, block: Block, position: int, uri: str
    ) -> CorruptAvro | SchemaMismatch:
        note = self._program.notes[int(self._span[4])]
        if status is Status.UNRESOLVED:
            return SchemaMismatch(note, where=uri, next_step="give a reader schema that has it")
        what = f"{MEANING[status]}, in {note}, {position} bytes into the block's rows"
        return CorruptAvro(what, uri=uri, offset=block.offset)

    def _flush(self, uri: str) -> pa.RecordBatch:
        try:
            batch = assemble(self._buffers, self._schema)
        except AvroError as error:
            raise AvroError(error.what, where=f"{uri}, {error.where}") from error
        self._buffers.remember()
        self._buffers.reset()
        self._bytes = 0
        return batch
