"""The same comparison on Apache Beam: rows go to shards by their key, shards are compared as a
local run compares all rows, and what they know is added up.

An element is a part of a file, then a batch of rows of one shard; never a row. Two passes over the
grouped rows: causes need constants that only the survey of all shards tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final, NamedTuple

import pyarrow as pa

from bridges.convert import Shard
from bridges.errors import MissingPackage
from bridges.files import create, open_input
from migrate.errors import BadInput, MigrateError, RunFailed, UsageError
from migrate.parity import multiset, sql
from migrate.parity.as_json import to_text
from migrate.parity.detail import Hints, detail, hints_of
from migrate.parity.engine import Engine, open_engine
from migrate.parity.finish import finish
from migrate.parity.from_json import from_text
from migrate.parity.inputs import Source
from migrate.parity.inputs.source import ROW
from migrate.parity.inputs.stage import plain
from migrate.parity.leaves import leaves_of
from migrate.parity.model import AlignmentMode, Input, ParityResult, Provenance
from migrate.parity.partial import Detail, Survey
from migrate.parity.plan import Plan, make_plan
from migrate.parity.policy import Side
from migrate.parity.profile import Profile, profiles
from migrate.parity.relations import field_columns, key_columns, prepare_sql
from migrate.parity.run import (
    Request,
    columns_of,
    comparing,
    describe,
    open_sources,
    provenance,
    today_of,
    unpaired,
)
from migrate.parity.survey import survey

try:
    import apache_beam as beam
    from apache_beam.options.pipeline_options import PipelineOptions
except ImportError as error:
    raise MissingPackage("apache-beam", "tfx") from error

_ROWS: Final = 1 << 17
_SHARD_BYTES: Final = 64 << 20
#: A worker's share of memory for one shard.
_WORKER_MEMORY: Final = "1GB"
Grouped = tuple[int, Iterable[tuple[str, bytes]]]


class Part(NamedTuple):
    """A part of a side that one worker reads."""

    side: Side
    source: Source
    shard: Shard


def compared_on(
    runner: str, request: Request, options: Sequence[str], result_uri: str
) -> ParityResult:
    """The comparison on a runner, which leaves the result's JSON at ``result_uri``."""
    sources = open_sources(request)
    _refuse(runner, request, sources, result_uri)
    sources = sources[0].opened(), sources[1].opened()
    with open_engine(request.memory, request.threads, request.spill) as engine:
        plan = plan_of(engine, sources, request)
        columns = columns_of(plan)
        sides = tuple(
            describe(source, 0, 0, count)
            for source, count in zip(sources, map(len, columns), strict=True)
        )
        made = provenance(request, engine, f"beam {runner}")
    parts = [
        Part(side, source, shard)
        for side, source in zip((Side.OLD, Side.NEW), sources, strict=True)
        for shard in source.shards()
    ]
    count = request.shards or _shard_count(sources)
    apart = plan.mode is not AlignmentMode.KEY or request.distributions
    finisher = Finish(plan, (sides[0], sides[1]), made, result_uri)
    try:
        with beam.Pipeline(runner, PipelineOptions(list(options))) as pipeline:
            _build(pipeline, plan, parts, (count, apart), finisher)
    except Exception as error:
        raise _in_short(runner, error) from error
    with open_input(result_uri) as stream:
        return from_text(stream.read().decode(), result_uri)


def _refuse(runner: str, request: Request, sources: tuple[Source, Source], result_uri: str) -> None:
    for source in sources:
        if not source.bridged:
            raise UsageError(
                f"{source.format.value} is compared on one machine only",
                where=source.path,
                next_step="leave --runner out, or convert it to Avro, Parquet or TFRecord first",
            )
    if ROW in request.policy.key:
        raise UsageError("row numbers are no key on a Beam runner", where="--key")
    if runner.lower().startswith("dataflow"):
        for uri in (request.old, request.new, result_uri):
            if "://" not in uri:
                raise UsageError(
                    f"{runner} cannot reach a path of this machine",
                    where=uri,
                    next_step="give addresses of a bucket, also with --result",
                )


def plan_of(engine: Engine, sources: tuple[Source, Source], request: Request) -> Plan:
    """The plan, from the first batch of each side."""
    leaves = []
    for side, source in zip((Side.OLD, Side.NEW), sources, strict=True):
        first = next(source.batches(), None)
        if first is None:
            raise BadInput("holds no rows", where=source.path)
        _load(engine.connection, side.value, [plain(first)])
        leaves.append(leaves_of(engine.connection, side.value, side, request.policy))
    made = make_plan(leaves[0], leaves[1], request.policy, today_of(request))
    return replace(made, sample=request.sample, seed=request.seed)


def _load(connection: Any, name: str, batches: Sequence[pa.RecordBatch]) -> None:
    connection.register("incoming", pa.Table.from_batches(batches))
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def _shard_count(sources: tuple[Source, Source]) -> int:
    total = sum(file.size for source in sources for file in source.files)
    return max(1, min(4096, total // _SHARD_BYTES))


def shard_plan(plan: Plan) -> Plan:
    """The plan for rows that have their common columns already."""
    keys = tuple(_again(key, f"k{i}") for i, key in enumerate(plan.keys))
    fields = tuple(_again(field, f"f{i}") for i, field in enumerate(plan.fields))
    return replace(plan, keys=keys, fields=fields, sample=1.0)


def _again(part: Any, column: str) -> Any:
    value = f"CAST({column} AS {part.type.sql})"
    return replace(part, left=value, right=value)


def _build(
    pipeline: Any, plan: Plan, parts: list[Part], how: tuple[int, bool], finisher: Finish
) -> None:
    shards, apart = how
    grouped = (
        pipeline
        | "Parts" >> beam.Create(parts)
        | "Spread" >> beam.Reshuffle()
        | "Read" >> beam.FlatMap(read_part, plan, shards)
        | "Shards" >> beam.GroupByKey()
    )
    surveyed = (
        grouped
        | "Survey" >> beam.Map(survey_shard, plan)
        | "AddSurveys" >> beam.CombineGlobally(merged)
    )
    detailed = (
        grouped
        | "Detail" >> beam.Map(detail_shard, plan, apart, beam.pvalue.AsSingleton(surveyed))
        | "AddDetails" >> beam.CombineGlobally(merged_details)
    )
    _ = detailed | "Finish" >> beam.Map(finisher, beam.pvalue.AsSingleton(surveyed))


def read_part(part: Part, plan: Plan, shards: int) -> Iterator[tuple[int, tuple[str, bytes]]]:
    """The rows of a part with their common columns, by shard."""
    with open_engine(_WORKER_MEMORY, 1) as engine:
        held: list[pa.RecordBatch] = []
        for batch in part.source.batches_of(part.shard):
            held.append(plain(batch))
            if sum(b.num_rows for b in held) >= _ROWS:
                yield from _dealt(engine, part.side, plan, shards, held)
                held = []
        if held:
            yield from _dealt(engine, part.side, plan, shards, held)


def _dealt(
    engine: Engine, side: Side, plan: Plan, shards: int, batches: list[pa.RecordBatch]
) -> Iterator[tuple[int, tuple[str, bytes]]]:
    connection = engine.connection
    _load(connection, "raw", batches)
    by = sql.columns(key_columns(plan) or field_columns(plan))
    with comparing():
        connection.execute(
            f"CREATE OR REPLACE TABLE dealt AS SELECT *, hash({by}) % {shards} AS shard "
            f"FROM ({prepare_sql(plan, side, 'raw')})"
        )
    numbers = connection.execute("SELECT DISTINCT shard FROM dealt ORDER BY shard").fetchall()
    for (number,) in numbers:
        connection.execute(f"SELECT * EXCLUDE shard FROM dealt WHERE shard = {number}")
        yield int(number), (side.value, _packed(connection.fetch_record_batch(1 << 16)))


def _packed(reader: Any) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, reader.schema) as stream:
        for batch in reader:
            stream.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _opened(connection: Any, plan: Plan, grouped: Grouped) -> None:
    """The relations ``old`` and ``new`` of a shard; a side without a row is an empty table."""
    sides: dict[str, list[pa.RecordBatch]] = {"old": [], "new": []}
    schema = None
    for side, data in grouped[1]:
        with pa.ipc.open_stream(data) as reader:
            schema = reader.schema
            sides[side] += list(reader)
    assert schema is not None, "a shard has rows"
    for name, batches in sides.items():
        connection.register("incoming", pa.Table.from_batches(batches, schema))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        connection.unregister("incoming")
    del plan


def _survey(connection: Any, plan: Plan) -> Survey:
    with comparing():
        if plan.mode is AlignmentMode.KEY:
            return survey(connection, plan)
        if plan.mode is AlignmentMode.MULTISET:
            return multiset.survey(connection, plan)
        return unpaired(connection, plan)


def survey_shard(grouped: Grouped, plan: Plan) -> Survey:
    """The counts of one shard."""
    plan = shard_plan(plan)
    with open_engine(_WORKER_MEMORY, 1) as engine:
        _opened(engine.connection, plan, grouped)
        return _survey(engine.connection, plan)


Details = tuple[Detail, dict[int, tuple[Profile, Profile]]]


def detail_shard(grouped: Grouped, plan: Plan, apart: bool, whole: Survey) -> Details:
    """What one shard's differences are like, and its distributions where they are wanted."""
    own = shard_plan(plan)
    with open_engine(_WORKER_MEMORY, 1) as engine:
        _opened(engine.connection, own, grouped)
        _survey(engine.connection, own)
        found = Detail()
        if plan.mode is AlignmentMode.KEY:
            found = detail(engine.connection, own, hints_of(own, whole, complete=True))
        elif plan.mode is AlignmentMode.MULTISET:
            found = multiset.detail(engine.connection, own)
        return found, profiles(engine.connection, own) if apart else {}


def merged(surveys: Iterable[Survey | None]) -> Survey | None:
    """One survey of many; merging none gives none."""
    total: Survey | None = None
    for each in surveys:
        if each is not None and total is None:
            total = deepcopy(each)  # a runner may hand out its own object
        elif each is not None and total is not None:
            total.merge(each)
    return total


def merged_details(details: Iterable[Details | None]) -> Details | None:
    """One detail of many."""
    total: Details | None = None
    for each in details:
        if each is None:
            continue
        if total is None:
            total = deepcopy(each)
            continue
        total[0].merge(each[0])
        for index, sides in each[1].items():
            for mine, theirs in zip(total[1][index], sides, strict=True):
                mine.merge(theirs)
    return total


class Finish:
    """Judges the merged counts and writes the result."""

    def __init__(
        self, plan: Plan, sides: tuple[Input, Input], made: Provenance, result_uri: str
    ) -> None:
        self._plan, self._sides, self._made, self._uri = plan, sides, made, result_uri

    def __call__(self, details: Details, whole: Survey) -> None:
        plan = self._plan
        hints = hints_of(plan, whole) if plan.mode is AlignmentMode.KEY else Hints()
        left = replace(self._sides[0], rows=whole.left, used=whole.left)
        right = replace(self._sides[1], rows=whole.right, used=whole.right)
        result = finish(plan, (left, right), self._made, (whole, hints, details[0]), details[1])
        with create(self._uri, overwrite=True) as stream:
            stream.write(to_text(result).encode())


def _in_short(runner: str, error: Exception) -> MigrateError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MigrateError):
            return cause
        cause = cause.__cause__ or cause.__context__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return RunFailed(
        f"{runner} failed: {lines[-1] if lines else type(error).__name__}",
        next_step="see the runner's log",
    )
