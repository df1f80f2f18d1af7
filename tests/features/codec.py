"""Batches to TFRecord bytes and back, for the tests."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from bridges.features import Plan, flatten, unflatten
from bridges.features.decoder import Decoder
from bridges.features.encoder import Encoder
from bridges.kernels.frames import Frame, scan_frames
from bridges.kernels.memory import SLACK


def encode(batch: pa.RecordBatch, plan: Plan, piece: int = 4 << 20) -> bytes:
    pieces = Encoder(plan, piece).encode(flatten(batch, plan))
    return b"".join(bytes(piece) for piece in pieces)


def refuse(index: int) -> None:
    raise AssertionError(f"record {index} is malformed")


def decode(data: bytes, plan: Plan, batch_rows: int = 8192) -> list[pa.RecordBatch]:
    """Decode framed records; every batch has passed Arrow's own full validation."""
    buffer = np.frombuffer(data + bytes(SLACK), np.uint8)
    starts, sizes, found = (np.zeros(n, np.int64) for n in (10_000, 10_000, 2))
    at = buffer.ctypes.data
    assert scan_frames(at, at + len(data), starts, sizes, found) == Frame.COMPLETE
    decoder = Decoder(plan, refuse, batch_rows)
    columns = list(decoder.feed(starts[: found[0]], sizes[: found[0]]))
    rest = decoder.finish()
    batches = [unflatten(c, plan) for c in (*columns, *([rest] if rest else []))]
    for batch in batches:
        batch.validate(full=True)
    return batches


def payloads(data: bytes) -> list[bytes]:
    """The Examples of framed records, without their frames."""
    found, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 8], "little")
        found.append(data[at + 12 : at + 12 + size])
        at += 16 + size
    return found
