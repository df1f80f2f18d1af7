"""What is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from migrate.parity.engine import DEFAULT_MEMORY
from migrate.parity.inputs.dialect import Dialect
from migrate.parity.policy import Policy


@dataclass(frozen=True, slots=True)
class Request:
    """What is compared, and with which means.

    ``schemas`` are texts of schemas for Avro or TFRecord; ``names`` files with the column names
    of .npy arrays; ``bisect`` None lets the size decide whether checksums come first;
    ``today`` decides which ignore entries have expired.
    """

    old: str
    new: str
    policy: Policy = field(default_factory=Policy)
    schemas: tuple[str | None, str | None] = (None, None)
    names: tuple[str, str] = ("", "")
    dialects: tuple[Dialect, Dialect] = field(default=(Dialect(), Dialect()))
    """Of CSV files, where their first bytes leave a doubt."""
    sample: float = 1.0
    seed: int = 0
    distributions: bool = False
    bisect: bool | None = None
    memory: str = DEFAULT_MEMORY
    threads: int | None = None
    shards: int | None = None
    """Of a Beam run; None lets the size decide."""
    spill: str | None = None
    today: date | None = None


def today_of(request: Request) -> date:
    """The day that decides which entries have expired."""
    return request.today or datetime.now(UTC).date()
