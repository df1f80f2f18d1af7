"""A result as JSON: the dataclasses as objects, enums by value, floats that JSON lacks as text."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from migrate.parity.model import FORMAT, VERSION, ParityResult


def to_json(result: ParityResult) -> dict[str, Any]:
    """The result as JSON-able values; NaN and infinities become ``"NaN"``, ``"Infinity"`` …"""
    return {
        "format": FORMAT,
        "version": VERSION,
        "passed": result.verdict.passed,
        **_plain(result),
    }


def to_text(result: ParityResult) -> str:
    """The same bytes for the same result."""
    return json.dumps(to_json(result), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return value
