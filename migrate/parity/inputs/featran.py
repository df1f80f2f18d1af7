"""Featran's extracted records: a line of names, then hex floats with a mask of what was added.

A record is ``{"dense": ["0x1.0p0", …], "added": "101", "rejections": {…}}``, or those three as a
list. A feature that was not added is null: its zero is a placeholder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from bridges.files import DataFile
from migrate.errors import BadInput
from migrate.parity.inputs.detect import feature_names, open_text

#: The column of rejections, one text of sorted JSON.
REJECTIONS: Final = "@rejections"
_ROWS: Final = 4096


def featran_batches(file: DataFile) -> Iterator[pa.RecordBatch]:
    """One double column per feature, and the rejections."""
    with open_text(file.uri) as stream:
        lines = (line for line in _lines(stream) if line.strip())
        names = feature_names(next(lines))
        assert names is not None, "the format was told by this line"
        schema = pa.schema([*((n, pa.float64()) for n in names), (REJECTIONS, pa.string())])
        rows: list[list[Any]] = []
        for number, line in enumerate(lines, 2):
            rows.append(_row(line, len(names), f"{file.uri}:{number}"))
            if len(rows) == _ROWS:
                yield _batch(rows, schema)
                rows = []
        if rows:
            yield _batch(rows, schema)


def _lines(stream: Any) -> Iterator[str]:
    rest = b""
    while block := stream.read(1 << 20):
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
    yield rest.decode("utf-8", "replace")


def _batch(rows: list[list[Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True))
    arrays = [pa.array(c, f.type, from_pandas=False) for c, f in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _row(line: str, count: int, where: str) -> list[Any]:
    try:
        dense, added, rejections = _parts(json.loads(line))
        values = [_number(text) for text in dense]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"is no extracted record: {error}", where=where) from error
    if len(values) != count or (added and len(added) != count):
        raise BadInput(f"has {len(values)} values for {count} names", where=where)
    kept = [v if not added or added[i] == "1" else None for i, v in enumerate(values)]
    return [*kept, json.dumps(rejections, sort_keys=True) if rejections else None]


def _parts(record: Any) -> tuple[list[Any], str, Any]:
    if isinstance(record, dict):
        return record["dense"], record.get("added", ""), record.get("rejections")
    dense, added, *rejections = record
    return dense, added, rejections[0] if rejections else None


def _number(text: Any) -> float:
    """A hex float, ``NaN``, ``Infinity``, or a number of JSON."""
    if isinstance(text, str):
        return float.fromhex(text) if "0x" in text else float(text)
    return float(text)
