"""What is known of a finished shard; travels as JSON between runs and machines."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ShardResult:
    """``inexact``: by feature, the doubles float32 cannot say; ``skipped``: damaged records;
    ``left_out``: features that no schema names, and fields of records that are no features.

    ``crc32c`` is of the file's bytes, in hexadecimal: object stores state the same sum.
    """

    name: str
    rows: int
    bytes: int
    crc32c: str
    skipped: int = 0
    left_out: int = 0
    inexact: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The entry of this shard in a manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> ShardResult:
        """The result that :meth:`to_json` wrote."""
        return cls(**value)
