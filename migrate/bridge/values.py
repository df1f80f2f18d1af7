"""Arrow values as JSON has them, also those that Python has no object for."""

from __future__ import annotations

import base64
import math
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pyarrow as pa
from pyarrow import types as t

_PER_SECOND: Final = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_DAY: Final = 86_400
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def rows(table: pa.Table) -> list[dict[str, Any]]:
    """The rows of a table."""
    columns = [(name, table.column(name)) for name in table.column_names]
    return [{name: plain(column[i]) for name, column in columns} for i in range(table.num_rows)]


def plain(scalar: Any) -> Any:
    """One value: bytes that are no text in base64, moments as text in ISO 8601 and UTC.

    A date or time no calendar has is the number that it is.
    """
    kind = scalar.type
    if not scalar.is_valid:
        return None
    if t.is_struct(kind):
        return {kind[i].name: plain(scalar[i]) for i in range(kind.num_fields)}
    if t.is_map(kind):
        return [[plain(item["key"]), plain(item["value"])] for item in scalar.values]
    if t.is_nested(kind):
        return [plain(item) for item in scalar.values]
    if t.is_dictionary(kind):
        return plain(scalar.value)
    if t.is_temporal(kind):
        return _moment(scalar)
    return _simple(scalar.as_py())


def _simple(value: Any) -> Any:
    match value:
        case bytes():
            try:
                return value.decode()
            except UnicodeDecodeError:
                return {"base64": base64.b64encode(value).decode()}
        case float():
            return value if math.isfinite(value) else str(value)
        case None | bool() | int() | str():
            return value
    return str(value)


def _moment(scalar: Any) -> str:
    kind = scalar.type
    count = scalar.cast(pa.int32() if kind.bit_width == 32 else pa.int64()).as_py()
    if t.is_date32(kind):
        return _dated(count)
    # Arrow 10 has no attribute for the unit of a time.
    unit = "ms" if t.is_date64(kind) else str(kind).partition("[")[2].strip("]").split(",")[0]
    seconds, rest = divmod(count, _PER_SECOND[unit])
    fraction = f".{rest:0{len(str(_PER_SECOND[unit])) - 1}d}" if rest else ""
    try:
        if t.is_time(kind) and 0 <= seconds < _DAY:
            return f"{_EPOCH + timedelta(seconds=seconds):%H:%M:%S}{fraction}"
        if t.is_timestamp(kind) or t.is_date64(kind):
            moment = (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None)
            zone = "+00:00" if t.is_timestamp(kind) and kind.tz else ""
            return f"{moment.isoformat(sep=' ')}{fraction}{zone}"
    except OverflowError:
        pass
    return f"{count} {unit}"


def _dated(days: int) -> str:
    try:
        return (date(1970, 1, 1) + timedelta(days=days)).isoformat()
    except OverflowError:
        return f"{days} days"
