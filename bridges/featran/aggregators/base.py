"""The contract of an aggregator, one code for a local pass and for Beam.

A state holds what some rows said. ``add`` extends it by a batch, in row order, and gives bit for
bit what Featran's left fold over the same rows gives; ``merge`` joins the states of two parts of
the data, left before right, as Featran's ``plus`` of two partial aggregates does. States are plain
picklable values. ``add`` and ``merge`` may use up their first argument: keep what they return.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

State = TypeVar("State")
Summary_co = TypeVar("Summary_co", covariant=True)


class Aggregator(Protocol[State, Summary_co]):
    """Learns a summary from columns of one kind."""

    def zero(self) -> State:
        """Return the state of no rows."""

    def add(self, state: State, column: Any) -> State:
        """Return the state with the present rows of a column folded in."""

    def merge(self, left: State, right: State) -> State:
        """Return the state of both parts of the data."""

    def present(self, state: State) -> Summary_co | None:
        """Return what was learnt; None if no row was present."""
