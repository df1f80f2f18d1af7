"""BigDiffy's own text layout, for what reads the old reports: ``global``, ``fields``, ``keys``.

The lines are those of ratatool's BigDiffy (``GlobalStats``, ``FieldStats``, ``KeyStats`` and
``DeltaStats`` in BigDiffy.scala, ``Delta`` in Diffy.scala, written by ``saveStats``): tabs
between columns, doubles as Java prints them, one line per key and differing field, no line for a
field without differences, and its two oddities: a second tab before the delta type of ``fields``,
and lines of UNKNOWN deltas without a value column. What BigDiffy has no word for:

* rows within tolerance are SAME; duplicate rows are in no count (BigDiffy fails on them);
* times are NUMERIC, in seconds; sets, maps, bytes, booleans and records are UNKNOWN;
* moments are of finite deltas only, as with ``--ignore-nan``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from migrate.parity.model import DeltaStats, FieldResult, Kind, Moments, ParityResult

GLOBAL_HEADER: Final = ("numTotal", "numSame", "numDiff", "numMissingLhs", "numMissingRhs")
FIELDS_HEADER: Final = (
    "field", "count", "fraction", "deltaType", "min", "max", "count", "mean", "variance", "stddev",
    "skewness", "kurtosis",
)  # fmt: skip
KEYS_HEADER: Final = ("key", "difftype")

#: BigDiffy's delta type of a kind, and which of our deltas is its own.
_TYPES: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.NUMERIC: ("NUMERIC", "signed"),
    Kind.TEMPORAL: ("NUMERIC", "signed"),
    Kind.STRING: ("STRING", "levenshtein"),
    Kind.VECTOR: ("VECTOR", "cosine"),
}
_ROWS: Final = {
    "SAME": "SAME",
    "WITHIN_TOLERANCE": "SAME",
    "DIFFERENT": "DIFFERENT",
    "MISSING_LEFT": "MISSING_LHS",
    "MISSING_RIGHT": "MISSING_RHS",
}


def global_lines(result: ParityResult) -> Iterator[str]:
    """The one line of ``global``."""
    rows = result.rows
    same = rows.same + rows.within_tolerance
    counts = (rows.different, rows.missing_left, rows.missing_right)
    yield "\t".join(map(str, (same + sum(counts), same, *counts)))


def field_lines(result: ParityResult) -> Iterator[str]:
    """A line per field that differs; the fraction is of the differing rows."""
    for field in result.fields:
        if field.different:
            fraction = java_double(field.fraction_of_different(result.rows))
            yield f"{field.name}\t{field.different}\t{fraction}\t{_stats(field)}"


def key_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of rows as :func:`migrate.parity.keyrows.key_rows_schema` describes them."""
    for row in rows:
        kind = _ROWS.get(row["class"])
        if kind is None:
            continue
        key = "_".join("null" if p["value"] is None else p["value"] for p in row["key"])
        differing = [f for f in row["fields"] or () if f["class"] == "DIFFERENT"]
        if kind != "DIFFERENT" or not differing:
            yield f"{_cell(key)}\t{kind}\t"
        for field in differing if kind == "DIFFERENT" else ():
            yield f"{_cell(key)}\t{kind}\t{_delta(field)}"


def java_double(value: float) -> str:
    """``Double.toString``: plain from 1e-3 to 1e7, else ``1.0E-5``."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = repr(value)
        return text if "e" not in text else f"{value:f}"
    digits, _, power = f"{value!r}".partition("e")
    if not power:
        return _scientific(value)
    digits = digits if "." in digits else f"{digits}.0"
    return f"{digits}E{int(power)}"


def _scientific(value: float) -> str:
    """Of a value that Python writes plainly: its own digits with the point moved."""
    sign, digits, exponent = _decimal(value)
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent + len(digits) - 1}"


def _decimal(value: float) -> tuple[str, str, int]:
    from decimal import Decimal

    parts = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(parts.exponent, int)
    return "-" * parts.sign, "".join(map(str, parts.digits)), parts.exponent


def _stats(field: FieldResult) -> str:
    name, wanted = _TYPES.get(field.kind, ("", ""))
    found = next((d for d in field.deltas if d.name == wanted), None)
    if found is None or not found.moments.count:
        return ""
    return "\t" + "\t".join((name, *_moments(found)))


def _moments(delta: DeltaStats) -> Iterator[str]:
    """Algebird's moments are those of the population; a single value has no skewness."""
    m: Moments = delta.moments
    variance = (m.variance or 0.0) * (m.count - 1) / m.count
    yield java_double(_or_nan(m.min))
    yield java_double(_or_nan(m.max))
    yield str(m.count)
    for value in (m.mean, variance, math.sqrt(variance), m.skewness, m.kurtosis):
        yield java_double(_or_nan(value))


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _delta(field: Mapping[str, Any]) -> str:
    left, right = (_cell("null" if v is None else v) for v in (field["left"], field["right"]))
    kind, value = _typed(field)
    said = kind if value is None else f"{kind}\t{java_double(value)}"
    return f"{_cell(field['field'])}\t{said}\t{left}\t{right}"


def _typed(field: Mapping[str, Any]) -> tuple[str, float | None]:
    name, _ = _TYPES.get(Kind(field["kind"]), ("", ""))
    if field["left"] is None or field["right"] is None or not name:
        return "UNKNOWN", None
    if name == "VECTOR":
        value = _cosine(field["left"], field["right"])
        return ("UNKNOWN", None) if value is None else (name, value)
    if field["delta"] is None:
        return "UNKNOWN", None
    return name, field["delta"]


def _cosine(left: str, right: str) -> float | None:
    """1 − cosine as BigDiffy computes it; None where lengths differ or a value is no number."""
    try:
        a, b = ([float(v) for v in json.loads(text)] for text in (left, right))
    except (ValueError, TypeError):
        return None
    if len(a) != len(b) or not a:
        return None
    lengths = math.sqrt(math.fsum(v * v for v in a) * math.fsum(v * v for v in b))
    dot = math.fsum(x * y for x, y in zip(a, b, strict=True))
    return 1.0 - dot / lengths if lengths else math.nan


def _cell(text: str) -> str:
    """A tab or a line end in a value would shift columns, as it does in BigDiffy's own files."""
    return text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
