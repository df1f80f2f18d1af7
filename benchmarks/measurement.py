"""One measured number, and how to take a steady one."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """A number with its unit.

    It may be promised to stay within ``limit``, or be meant to reach ``goal`` or to keep below
    ``most``.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    goal: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        return (
            (self.limit is None or self.value <= self.limit)
            and (self.goal is None or self.value >= self.goal)
            and (self.most is None or self.value <= self.most)
        )


def median_seconds(action: Callable[[], object], rounds: int = 7) -> float:
    """The median of ``rounds`` timings after one that only warms the caches."""
    action()
    return statistics.median(_seconds(action) for _ in range(rounds))


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
