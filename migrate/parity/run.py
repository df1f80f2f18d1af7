"""Compares two sides here: opens them, plans, surveys, looks into differences, judges.

::

    with compare(Request("old/", "new/", policy)) as comparison:
        print(comparison.result.verdict.passed)
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from migrate import __version__
from migrate.errors import BadInput
from migrate.parity import labels, multiset
from migrate.parity.detail import detail
from migrate.parity.engine import DEFAULT_MEMORY, Engine, open_engine
from migrate.parity.finish import finish
from migrate.parity.hints import Hints, hints_of
from migrate.parity.inputs import Source, open_source, stage
from migrate.parity.inputs.dialect import Dialect
from migrate.parity.inputs.digest import input_files
from migrate.parity.inputs.names import ROW
from migrate.parity.keyrows import key_batches
from migrate.parity.leaves import leaves_of
from migrate.parity.model import AlignmentMode, Input, ParityResult, Provenance
from migrate.parity.partial import Detail, Survey
from migrate.parity.plan import Plan
from migrate.parity.planning import make_plan
from migrate.parity.policy import Policy, Side
from migrate.parity.profile import profiles
from migrate.parity.queries import count_rows
from migrate.parity.shifted import find_shifts
from migrate.parity.survey import survey


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


def open_sources(request: Request) -> tuple[Source, Source]:
    """Both sides, proven readable."""
    old, new = (
        open_source(path, schema=schema, names=names, dialect=dialect)
        for path, schema, names, dialect in zip(
            (request.old, request.new),
            request.schemas,
            request.names,
            request.dialects,
            strict=True,
        )
    )
    return old, new


def plan_for(engine: Engine, sources: tuple[Source, Source], request: Request) -> Plan:
    """Make the relations ``old`` and ``new``, and plan their comparison."""
    numbered = ROW in request.policy.key
    _stage(engine, sources, numbered)
    leaves = [
        leaves_of(engine.connection, side.value, side, request.policy)
        for side in (Side.OLD, Side.NEW)
    ]
    if not numbered:
        leaves = [tuple(leaf for leaf in side if leaf.path != ROW) for side in leaves]
    plan = make_plan(leaves[0], leaves[1], request.policy, today_of(request))
    return replace(plan, sample=request.sample, seed=request.seed)


def _stage(engine: Engine, sources: tuple[Source, Source], numbered: bool) -> None:
    """Both sides at a time: decoding holds no lock."""

    def one(name: str, source: Source) -> Any:
        with reading(source), engine.connection.cursor() as cursor:
            return stage(cursor, name, source, engine.work, numbered=numbered)

    names = ("old", "new")
    with ThreadPoolExecutor(2) as pool:
        for name, rows in zip(names, pool.map(one, names, sources), strict=True):
            if rows is not None:  # what a cursor registers goes away with it
                engine.connection.register(name, rows)


def today_of(request: Request) -> date:
    """The day that decides which entries have expired."""
    return request.today or datetime.now(UTC).date()


@contextmanager
def reading(source: Source) -> Iterator[None]:
    """Errors of the engine as errors of the side that it was reading."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise BadInput(f"cannot be read: {error}", where=source.path) from error


@contextmanager
def comparing() -> Iterator[None]:
    """Values that the engine cannot bring to a common type are bad input."""
    import duckdb

    try:
        yield
    except (
        duckdb.InvalidInputException,
        duckdb.ConversionException,
        duckdb.OutOfRangeException,
    ) as error:
        raise BadInput(
            f"values cannot be compared: {' '.join(str(error).split())[:300]}",
            next_step="cast one side in [[normalise]] of a policy, or [[ignore]] the field",
        ) from error


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


def columns_of(plan: Plan) -> tuple[list[str], list[str]]:
    """Leaf columns of each side."""
    left = [pair.left_name for pair in plan.schema if pair.left_name]
    right = [pair.right_name for pair in plan.schema if pair.right_name]
    return left, right


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


def unpaired(connection: Any, plan: Plan) -> Survey:
    """The counts of two sides whose rows are not paired."""
    from migrate.parity.partial import FieldSurvey
    from migrate.parity.relations import prepare
    from migrate.parity.survey import count

    prepare(connection, plan, Side.OLD, "old", "old_rows")
    prepare(connection, plan, Side.NEW, "new", "new_rows")
    left, right = count(connection, plan, "old_rows"), count(connection, plan, "new_rows")
    return Survey(left.rows, right.rows, fields=[FieldSurvey() for _ in plan.fields])


def describe(source: Source, rows: int, used: int, columns: int) -> Input:
    """One side as the result shows it."""
    files = input_files(source.files)
    return Input(source.path, source.format.value, rows, used, columns, files)


def provenance(request: Request, engine: Engine, name: str) -> Provenance:
    """Versions and choices."""
    versions = (
        ("duckdb", engine.version),
        ("paved-road", __version__),
        ("pyarrow", pa.__version__),
        ("python", platform.python_version()),
    )
    policy = request.policy
    return Provenance(
        "paved-road", name, versions, policy.path, policy.sha256, request.sample, request.seed
    )
