"""Buckets of numbers and times as texts: where they begin and end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np

from migrate.parity.plan import Field
from migrate.parity.profile import ticks
from migrate.parity.spread import Spread, to_doubles
from migrate.parity.types import Family

_ORIGIN: Final = datetime(1970, 1, 1)


def place(described: Field, spread: Spread, index: int, *, end: bool = False) -> str:
    """The first value of a bucket, or its last one: ``1.5``, ``2026-01-31``, ``12:30:00``."""
    key = int(spread.keys[index])
    whole = ((key + 1) << spread.shift) - 1 if end else key << spread.shift
    per_second = ticks(described)
    if per_second is None:
        return f"{float(_finite(to_doubles(np.array([whole], np.int64))[0])):.6g}"
    return _time(whole / per_second, described)


def _finite(value: Any) -> Any:
    """The end of the last bucket may lie behind all numbers."""
    return value if np.isfinite(value) else np.copysign(np.finfo(np.float64).max, value)


def _time(seconds: float, described: Field) -> str:
    try:
        found = _ORIGIN + timedelta(seconds=seconds)
    except OverflowError:
        return f"{seconds:.6g} s"
    if described.type.family is Family.TIME:
        return found.time().isoformat("auto")
    if described.type.family is Family.DATE:
        return found.date().isoformat()
    return found.isoformat(" ", "auto")
