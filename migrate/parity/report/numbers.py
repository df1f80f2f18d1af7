"""Numbers as a person reads them; the JSON has them exactly."""

from __future__ import annotations

import datetime as dt
import math

NOTHING = "–"
_LARGE, _SMALL = 1e6, 1e-3


def count(value: int) -> str:
    """``1,234,567``."""
    return f"{value:,}"


def number(value: float | None) -> str:
    """Four significant digits; powers of ten where those would be long."""
    if value is None:
        return NOTHING
    if not math.isfinite(value):
        return {math.inf: "∞", -math.inf: "−∞"}.get(value, "NaN")
    if value == 0:
        return "0"
    text = f"{value:.4g}" if _SMALL <= abs(value) < _LARGE else f"{value:.3e}"
    return _tidy(text).replace("-", "−", 1) if text.startswith("-") else _tidy(text)


def share(part: int, whole: int) -> str:
    """A percentage that is 0 % or 100 % only when it is exact."""
    if not whole or not part:
        return "0 %"
    if part >= whole:
        return "100 %"
    percent = 100 * part / whole
    if percent < 0.01:
        return "<0.01 %"
    if percent > 99.9:
        return ">99.99 %" if percent > 99.99 else f"{percent:.2f} %"
    return f"{percent:.1f} %" if percent >= 1 else f"{percent:.2g} %"


def size(value: int) -> str:
    """``12.3 MB``."""
    amount = float(value)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def duration(seconds: float) -> str:
    """``1.5 h``: the largest unit of which there is one."""
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1), ("ms", 1e-3)):
        if abs(seconds) >= length or unit == "ms":
            return f"{number(seconds / length)} {unit}"
    raise AssertionError("the last unit always fits")


def moment(seconds: float | None) -> str:
    """``2026-01-31 12:00:00``, of seconds since 1970 UTC; as a number where no calendar has it."""
    if seconds is None:
        return NOTHING
    try:
        found = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return number(seconds)
    return found.isoformat(" ", "seconds")


def _tidy(text: str) -> str:
    """``1.2e-9`` instead of ``1.200e-09``."""
    if "e" not in text:
        return text
    mantissa, _, power = text.partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(power)}"
