"""What the benchmark of the bridge was asked to run, and what came of it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from contenders import Goal, Measure
from processes import Run


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is run; no turn begins after ``minutes``, those of the first round excepted."""

    rows: int = 1_000_000
    slow_rows: int = 100_000
    rounds: int = 3
    minutes: float = math.inf
    only: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """By contender: its runs, or why there are none; by source: seconds to compile the kernels."""

    runs: Mapping[str, list[Run]]
    not_run: Mapping[str, str]
    compilation: Mapping[str, float]

    def median(self, name: str, field: str) -> float:
        """The median of a number of a contender's runs."""
        return float(statistics.median(getattr(run, field) for run in self.runs[name]))

    def ratio(self, goal: Goal) -> float | None:
        """How many times better ours is, or None where one of the two did not run."""
        if goal.ours not in self.runs or goal.peer not in self.runs:
            return None
        wall = goal.measure is Measure.WALL
        field = "rows_per_second" if wall else "rows_per_cpu_second"
        return self.median(goal.ours, field) / self.median(goal.peer, field)
