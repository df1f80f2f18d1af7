"""What became of one compared column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from migrate.parity.model.kinds import Kind
from migrate.parity.model.rows import KeyPart, RowCounts
from migrate.parity.model.statistics import DeltaStats, Sidedness

#: The cause of a difference that no known cause makes vanish.
UNEXPLAINED: Final = "unexplained"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """How often ``left`` became ``right``."""

    left: str | None
    right: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """Pairs of values over all joined rows of a column with few values, equal ones included.

    ``counts[i][j]``: rows with ``labels[i]`` in OLD and ``labels[j]`` in NEW.
    """

    labels: tuple[str | None, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that differs; ``delta`` is the field's main one, None where it has none."""

    key: tuple[KeyPart, ...]
    left: str | None
    right: str | None
    delta: float | None = None
    cause: str = UNEXPLAINED


@dataclass(frozen=True, slots=True)
class CauseCount:
    """How many differences of a field vanish when ``cause`` is applied to the old value.

    ``cause`` is the id of a module in ``migrate.parity.causes``, or ``unexplained``.
    ``detail`` says the parameter found, such as ``factor 1000`` or ``+1 day``.
    """

    cause: str
    count: int
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FieldResult:
    """One compared column (dotted path; ``[key]`` for elements compared by key)."""

    name: str
    kind: Kind
    compared: int
    same: int
    within_tolerance: int
    different: int
    null_left: int = 0
    """Joined rows whose old value is null; likewise ``null_right``."""
    null_right: int = 0
    null_to_value: int = 0
    value_to_null: int = 0
    tolerance: str = ""
    """The rule that was applied, as the policy says it; empty: exact."""
    deltas: tuple[DeltaStats, ...] = ()
    """The first is the field's main delta; absolute and relative ones follow."""
    sidedness: Sidedness | None = None
    changes: tuple[ValueChange, ...] = ()
    confusion: Confusion | None = None
    examples: tuple[Example, ...] = ()
    causes: tuple[CauseCount, ...] = ()
    agreed: int = 0
    """Differences whose cause the policy allows for the field."""

    @property
    def disputed(self) -> int:
        """Differences that the policy does not allow."""
        return self.different - self.agreed

    @property
    def fraction(self) -> float:
        """Differing pairs by compared pairs."""
        return self.different / self.compared if self.compared else 0.0

    def fraction_of_different(self, rows: RowCounts) -> float:
        """Differing pairs by differing rows: what BigDiffy calls the fraction."""
        return self.different / rows.different if rows.different else 0.0
