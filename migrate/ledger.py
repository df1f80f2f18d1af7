"""The ledger: every input construct ends in exactly one outcome, and the sum is checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """How an input construct ended."""

    CONVERTED = "converted"
    NOTED = "noted"
    STUBBED = "stubbed"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Entry:
    """One construct of the inventory: its kind (task, parameter, target …), name and end."""

    kind: str
    name: str
    outcome: Outcome
    reason: str = ""


class LedgerMismatch(AssertionError):
    """The entries are not the inventory: a construct is missing, invented or counted twice."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries; built by :func:`close`, which refuses a sum that is not the inventory."""

    entries: tuple[Entry, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """``{kind: {outcome: n}}`` with every outcome present."""
        table: dict[str, dict[str, int]] = {}
        for entry in self.entries:
            row = table.setdefault(entry.kind, {o.value: 0 for o in Outcome})
            row[entry.outcome.value] += 1
        return dict(sorted(table.items()))


def close(inventory: list[tuple[str, str]], entries: list[Entry]) -> Ledger:
    """A ledger whose entries are the inventory of ``(kind, name)``, one for one.

    Raises LedgerMismatch naming the first constructs that are missing or invented.
    """
    want = Counter(inventory)
    have = Counter((e.kind, e.name) for e in entries)
    if want != have:
        missing = list((want - have).elements())[:5]
        extra = list((have - want).elements())[:5]
        raise LedgerMismatch(f"not accounted for: {missing}; not in the inventory: {extra}")
    return Ledger(tuple(sorted(entries, key=lambda e: (e.kind, e.name))))
