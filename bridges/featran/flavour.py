"""Which JVM stack is imitated: a few answers differ by Scala and Java version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scala = Literal["2.12", "2.13"]


@dataclass(frozen=True, slots=True)
class Flavour:
    """A Scala binary version and a JDK major version.

    Scala decides NaN and signed zeros in minima and maxima, the order of sets and maps of five and
    more entries (sketch ties, the order of some settings). The JDK decides how doubles print: 19
    and later print the shortest digits, earlier ones sometimes more.
    """

    scala: Scala = "2.13"
    jdk: int = 17

    @property
    def total_order(self) -> bool:
        """Whether minima and maxima follow Double.compare, as from Scala 2.13 on."""
        return self.scala != "2.12"


DEFAULT = Flavour()
