"""Avro's logical types; one that Avro's rules call invalid or unknown is ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bridges.schema.model import (
    Bytes,
    Date,
    Decimal,
    Duration,
    Time,
    Timestamp,
    Type,
    Uuid,
)

MAX_PRECISION = 76
_LOGICAL: Mapping[tuple[str, str], Type] = {
    ("int", "date"): Date(),
    ("int", "time-millis"): Time("ms"),
    ("long", "time-micros"): Time("us"),
    ("long", "timestamp-millis"): Timestamp("ms"),
    ("long", "timestamp-micros"): Timestamp("us"),
    ("long", "timestamp-nanos"): Timestamp("ns"),
    ("long", "local-timestamp-millis"): Timestamp("ms", utc=False),
    ("long", "local-timestamp-micros"): Timestamp("us", utc=False),
    ("long", "local-timestamp-nanos"): Timestamp("ns", utc=False),
    ("string", "uuid"): Uuid("text"),
}


def logical(tag: str, avro: Mapping[str, Any], base: Type) -> Type:
    """Return the logical type, or ``base`` when there is none that Avro's rules accept."""
    said = avro.get("logicalType")
    if said == "decimal" and isinstance(base, Bytes):
        return _decimal(avro, None) or base
    return _LOGICAL.get((tag, str(said)), base)


def _decimal(avro: Mapping[str, Any], size: int | None) -> Decimal | None:
    precision, scale = avro.get("precision"), avro.get("scale", 0)
    if not isinstance(precision, int) or not isinstance(scale, int):
        return None
    fits = size is None or len(str(2 ** (8 * size - 1) - 1)) > precision
    if not 0 < precision <= MAX_PRECISION or not 0 <= scale <= precision or not fits:
        return None
    return Decimal(precision, scale, size)


def fixed_logical(avro: Mapping[str, Any], size: int) -> Type | None:
    """Return the logical type of a fixed of ``size`` bytes, or None."""
    match avro.get("logicalType"):
        case "decimal":
            return _decimal(avro, size)
        case "duration" if size == 12:
            return Duration()
        case "uuid" if size == 16:
            return Uuid("binary")
    return None
