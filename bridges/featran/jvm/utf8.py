"""The bytes that ``String.getBytes("UTF-8")`` gives."""

from __future__ import annotations

import pyarrow as pa

from bridges.featran.texts import I64, Bytes, Texts, raw_bytes


def java_bytes(texts: Texts) -> tuple[I64, Bytes]:
    """Return the dictionary's UTF-8 bytes, with ? for each unpaired surrogate."""
    offsets, data = texts.raw
    if not ((data[:-1] == 0xED) & (data[1:] >= 0xA0)).any():
        return offsets, data
    replaced = [label.encode("utf-8", "replace") for label in texts.labels]
    return raw_bytes(pa.array(replaced, pa.binary()))
