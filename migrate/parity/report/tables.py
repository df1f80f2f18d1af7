"""The comparison as Parquet tables: ``keys`` (a row per key), ``fields`` and ``global``.

No statistics of the writing machine are in the files: the same result gives the same bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from migrate.errors import OutputConflict
from migrate.parity.keyrows import key_rows_schema
from migrate.parity.model import FieldResult, ParityResult, RowClass
from migrate.parity.report import words

KEYS: Final = "keys.parquet"
FIELDS: Final = "fields.parquet"
GLOBAL: Final = "global.parquet"
_CODEC: Final = "zstd"

_COUNTS: Final = (
    "compared",
    "same",
    "within_tolerance",
    "different",
    "null_left",
    "null_right",
    "null_to_value",
    "value_to_null",
)
_MOMENTS: Final = ("min", "max", "mean", "variance", "stddev", "skewness", "kurtosis")


def fields_schema() -> pa.Schema:
    """One row per field: counts, the moments of its main delta, its causes, all deltas nested."""
    moments = [pa.field("count", pa.int64()), *(pa.field(m, pa.float64()) for m in _MOMENTS)]
    delta = pa.struct([pa.field("name", pa.string()), *moments, pa.field("not_finite", pa.int64())])
    cause = pa.struct(
        [pa.field(n, pa.string()) for n in ("cause", "title", "detail")]
        + [pa.field("count", pa.int64())]
    )
    return pa.schema(
        [
            pa.field("field", pa.string()),
            pa.field("kind", pa.string()),
            *(pa.field(name, pa.int64()) for name in _COUNTS),
            pa.field("fraction", pa.float64()),
            pa.field("fraction_of_different", pa.float64()),
            pa.field("tolerance", pa.string()),
            pa.field("delta", pa.string()),
            *(pa.field(m, pa.float64()) for m in _MOMENTS),
            pa.field("deltas", pa.list_(delta)),
            pa.field("causes", pa.list_(cause)),
        ]
    )


def global_schema() -> pa.Schema:
    """One row: the verdict, rows by class, and what was compared."""
    classes = [each.value.lower() for each in RowClass]
    return pa.schema(
        [
            pa.field("passed", pa.bool_()),
            pa.field("equal", pa.bool_()),
            pa.field("old", pa.string()),
            pa.field("new", pa.string()),
            *(pa.field(n, pa.int64()) for n in ("left", "right", "joined", *classes)),
            pa.field("fields", pa.int64()),
            pa.field("fields_different", pa.int64()),
            pa.field("explained", pa.int64()),
            pa.field("checks_failed", pa.list_(pa.string())),
        ]
    )


def write_tables(
    result: ParityResult, keys: Iterable[pa.RecordBatch], folder: Path
) -> tuple[Path, ...]:
    """The three files are in ``folder``, each whole or as before; ``keys`` may be any length."""
    return (
        _written(folder / GLOBAL, global_schema(), [_batch([_global(result)], global_schema())]),
        _written(
            folder / FIELDS,
            fields_schema(),
            [_batch([_field(f, result) for f in result.fields], fields_schema())],
        ),
        _written(folder / KEYS, key_rows_schema(), keys),
    )


def _global(result: ParityResult) -> dict[str, Any]:
    rows = result.rows
    return {
        "passed": result.verdict.passed,
        "equal": words.is_equal(result),
        "old": result.left.source,
        "new": result.right.source,
        "left": rows.left,
        "right": rows.right,
        "joined": rows.joined,
        **{each.value.lower(): rows.of(each) for each in RowClass},
        "fields": len(result.fields),
        "fields_different": sum(1 for field in result.fields if field.different),
        "explained": words.explained(result)[0],
        "checks_failed": [
            f"{check.name} {check.field}".strip()
            for check in result.verdict.checks
            if not check.passed
        ],
    }


def _field(field: FieldResult, result: ParityResult) -> dict[str, Any]:
    deltas = [
        {"name": d.name, "not_finite": d.not_finite, **_moments(d.moments)} for d in field.deltas
    ]
    main = deltas[0] if deltas else dict.fromkeys(("name", *_MOMENTS))
    return {
        "field": field.name,
        "kind": field.kind.value,
        **{name: getattr(field, name) for name in _COUNTS},
        "fraction": field.fraction,
        "fraction_of_different": field.fraction_of_different(result.rows),
        "tolerance": field.tolerance,
        "delta": main["name"],
        **{name: main[name] for name in _MOMENTS},
        "deltas": deltas,
        "causes": [
            {"cause": c.cause, "title": c.title, "detail": c.detail, "count": c.count}
            for c in field.causes
        ],
    }


def _moments(moments: Any) -> dict[str, Any]:
    return {"count": moments.count, **{name: getattr(moments, name) for name in _MOMENTS}}


def _batch(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = [pa.array([row[f.name] for row in rows], f.type) for f in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _written(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as scratch:
            unfinished = Path(scratch) / path.name
            with pq.ParquetWriter(unfinished, schema, compression=_CODEC) as writer:
                for batch in batches:
                    writer.write_batch(batch)
            unfinished.replace(path)
    except OSError as error:
        raise OutputConflict(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            next_step="choose another output directory or make it writable",
        ) from error
    return path
