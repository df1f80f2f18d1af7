"""The limits of whole comparisons, and of single fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from migrate.parity.policy import STRICT, Limit
from migrate.parity.policy_file.place import PolicyFile

_ROW_MEASURES: Final = (
    "different",
    "different_fraction",
    "within_tolerance",
    "missing_left",
    "missing_right",
    "duplicate_left",
    "duplicate_right",
    "unexplained",
    "incompatible_columns",
    "left_only_columns",
    "right_only_columns",
    "row_count",
)
_FIELD_MEASURES: Final = (
    "different",
    "different_fraction",
    "within_tolerance",
    "unexplained",
    "null_to_value",
    "value_to_null",
    "max_absolute",
    "ks",
    "psi",
    "js",
    "linf",
)


def limits(file: PolicyFile, table: Mapping[str, Any]) -> tuple[Limit, ...]:
    """Those of table ``limits``, over the strict ones that hold without it."""
    file.known(table, (*_ROW_MEASURES, "field"), "limits")
    said = [
        Limit(name, file.number(value, f"limits.{name}"))
        for name, value in table.items()
        if name != "field"
    ]
    names = {limit.measure for limit in said}
    kept = [limit for limit in STRICT if limit.measure not in names]
    return (*kept, *said, *_field_limits(file, table))


def _field_limits(file: PolicyFile, table: Mapping[str, Any]) -> list[Limit]:
    found = []
    for index, entry in enumerate(table.get("field", [])):
        place = f"limits.field[{index}]"
        if not isinstance(entry, dict):
            file.refuse(place, "is not a table", "write [[limits.field]]")
        file.known(entry, ("match", *_FIELD_MEASURES), place)
        match = file.match(entry, place)
        found += [
            Limit(name, file.number(value, f"{place}.{name}"), match)
            for name, value in entry.items()
            if name != "match"
        ]
    return found
