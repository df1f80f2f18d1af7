"""Texts that are points in time, as JSON lines and many CSV files have them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from migrate.parity import exact_text
from migrate.parity.equal import Clock
from migrate.parity.types import scalar

_TIMESTAMP: Final = scalar("TIMESTAMP")


def instant_of(text: str) -> datetime | None:
    """The time that a text says, in UTC where it names a zone; None where it says none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None else found.astimezone(UTC).replace(tzinfo=None)


def _read(text: str) -> str:
    """SQL: microseconds since 1970; of another text a number that no time has, its own."""
    micros = f"CAST(epoch_us(TRY_CAST({text} AS TIMESTAMP)) AS HUGEINT)"
    none = f"CAST(hash({text}) AS HUGEINT) * 4611686018427387904"
    return f"CASE WHEN {exact_text.says(text, _TIMESTAMP)} THEN {micros} ELSE {none} END"


TEXT_CLOCK: Final = Clock(lambda text: f"({_read(text)})")
