"""Compares two sides here: opens them, plans, surveys, looks into differences, judges.

::

    with compare(Request("old/", "new/", policy)) as comparison:
        print(comparison.result.verdict.passed)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from migrate.errors import BadInput
from migrate.parity import labels, multiset
from migrate.parity.detail import detail
from migrate.parity.engine import Engine, open_engine
from migrate.parity.engine_errors import comparing
from migrate.parity.finish import finish
from migrate.parity.hints import Hints, hints_of
from migrate.parity.inputs import Source
from migrate.parity.keyrows import key_batches
from migrate.parity.model import AlignmentMode, ParityResult
from migrate.parity.opening import open_sources, plan_for
from migrate.parity.partial import Detail
from migrate.parity.plan import Plan
from migrate.parity.profile import profiles
from migrate.parity.provenance import columns_of, describe, provenance
from migrate.parity.queries import count_rows
from migrate.parity.request import Request
from migrate.parity.shifted import find_shifts
from migrate.parity.survey import survey
from migrate.parity.unpaired import unpaired


@dataclass(frozen=True, slots=True)
class Comparison:
    """A result, and the engine that still holds the rows behind it."""

    result: ParityResult
    plan: Plan
    engine: Engine

    def key_rows(self, *, all_rows: bool = False) -> Iterator[pa.RecordBatch]:
        """Rows by key (:mod:`migrate.parity.keyrows`): those that are not SAME, or all."""
        return key_batches(self.engine.connection, self.plan, all_rows=all_rows)


@contextmanager
def compare(request: Request) -> Iterator[Comparison]:
    """The comparison; BadInput where one side cannot be read or they do not fit together."""
    sources = open_sources(request)
    with open_engine(request.memory, request.threads, request.spill) as engine:
        plan = plan_for(engine, sources, request)
        with comparing():
            result = _compared(engine, plan, sources, request)
        yield Comparison(result, plan, engine)


def compared(request: Request) -> ParityResult:
    """The result alone."""
    with compare(request) as comparison:
        return comparison.result


def _compared(
    engine: Engine, plan: Plan, sources: tuple[Source, Source], request: Request
) -> ParityResult:
    found = _keyed(engine.connection, plan, request) if plan.keys else _keyless(engine, plan)
    survey_, _, _ = found
    for side, rows, source in (
        ("OLD", survey_.left, sources[0]),
        ("NEW", survey_.right, sources[1]),
    ):
        if not rows:
            what = "has no row in the sample" if plan.sample < 1 else "holds no rows"
            raise BadInput(what, where=f"{side} {source.path}")
    apart = plan.mode is not AlignmentMode.KEY or request.distributions
    spread = profiles(engine.connection, plan) if apart else {}
    counts = [_row_count(engine.connection, plan, name) for name in ("old", "new")]
    inputs = tuple(
        describe(source, total, used, len(leaves))
        for source, total, used, leaves in zip(
            sources,
            counts,
            (survey_.left, survey_.right),
            columns_of(plan),
            strict=True,
        )
    )
    return finish(
        plan, (inputs[0], inputs[1]), provenance(request, engine, "duckdb"), found, spread
    )


def _row_count(connection: Any, plan: Plan, name: str) -> int:
    view = name if plan.sample < 1 else f"{name}_rows"
    return count_rows(connection, view)


def _keyed(connection: Any, plan: Plan, request: Request) -> Any:
    counted = survey(connection, plan, bisect=request.bisect)
    counted.shifts = find_shifts(connection, plan)
    hints = hints_of(plan, counted)
    found = detail(connection, plan, hints)
    found.add_labels(labels.counted(connection, hints.labels))
    return counted, hints, found


def _keyless(engine: Engine, plan: Plan) -> Any:
    if plan.mode is AlignmentMode.MULTISET:
        counted = multiset.survey(engine.connection, plan)
        return counted, Hints(), multiset.detail(engine.connection, plan)
    return unpaired(engine.connection, plan), Hints(), Detail()
