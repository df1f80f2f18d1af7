"""Plans the comparison, has a runner do it, and reads the result back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions

from bridges.files import create, open_input
from migrate.errors import MigrateError, RunFailed, UsageError
from migrate.parity.as_json import to_text
from migrate.parity.beam import merge
from migrate.parity.beam.deal import Part, parts_of, read_part
from migrate.parity.beam.keys import KeyTables
from migrate.parity.beam.layouts import layouts_of
from migrate.parity.beam.shards import (
    DETAILS,
    KEPT,
    Details,
    Wanted,
    compare_shard,
    detail_shard,
    label_shard,
)
from migrate.parity.engine import Engine, open_engine
from migrate.parity.finish import finish
from migrate.parity.from_json import from_text
from migrate.parity.hints import Hints, hints_of
from migrate.parity.inputs import Source
from migrate.parity.inputs.names import ROW
from migrate.parity.inputs.pieces import Layout, empty
from migrate.parity.labels import Labels
from migrate.parity.leaves import leaves_of
from migrate.parity.model import AlignmentMode, Input, ParityResult, Provenance
from migrate.parity.opening import open_sources
from migrate.parity.partial import Survey
from migrate.parity.plan import Plan
from migrate.parity.planning import make_plan
from migrate.parity.policy import Side
from migrate.parity.provenance import columns_of, describe, provenance
from migrate.parity.request import Request, today_of

_SHARD_BYTES: Final = 64 << 20


def compared_on(
    runner: str,
    request: Request,
    options: Sequence[str],
    result_uri: str,
    keys: KeyTables | None = None,
) -> tuple[ParityResult, Plan]:
    """The comparison on a runner, and its plan; the result's JSON is at ``result_uri`` then."""
    sources = open_sources(request)
    _refuse(runner, request, result_uri)
    sources = sources[0].opened(), sources[1].opened()

    def run(build: Callable[[Any], None]) -> None:
        try:
            with beam.Pipeline(runner, PipelineOptions(list(options))) as pipeline:
                build(pipeline)
        except Exception as error:
            raise _in_short(runner, error) from error

    layouts = layouts_of(sources, ROW in request.policy.key, run, f"{result_uri}.facts")
    with open_engine(request.memory, request.threads, request.spill) as engine:
        plan = plan_of(engine, sources, layouts, request)
        sides = tuple(
            describe(source, 0, 0, len(columns))
            for source, columns in zip(sources, columns_of(plan), strict=True)
        )
        made = provenance(request, engine, f"beam {runner}")
    wanted = Wanted(plan.mode is not AlignmentMode.KEY or request.distributions, keys)
    finisher = Finish(plan, (sides[0], sides[1]), made, result_uri)
    count = request.shards or _shard_count(sources)
    run(lambda p: _build(p, plan, parts_of(sources, layouts), (count, wanted), finisher))
    with open_input(result_uri) as stream:
        return from_text(stream.read().decode(), result_uri), plan


def _refuse(runner: str, request: Request, result_uri: str) -> None:
    if not runner.lower().startswith("dataflow"):
        return
    for uri in (request.old, request.new, result_uri):
        if "://" not in uri:
            raise UsageError(
                f"{runner} cannot reach a path of this machine",
                where=uri,
                next_step="give addresses of a bucket, also with --result",
            )


def plan_of(
    engine: Engine,
    sources: tuple[Source, Source],
    layouts: tuple[Layout, Layout],
    request: Request,
) -> Plan:
    """The plan, from the first rows of each side."""
    leaves = []
    for side, source, layout in zip((Side.OLD, Side.NEW), sources, layouts, strict=True):
        empty(engine.connection, side.value, source, layout, engine.work)
        leaves.append(leaves_of(engine.connection, side.value, side, request.policy))
    made = make_plan(leaves[0], leaves[1], request.policy, today_of(request))
    return replace(made, sample=request.sample, seed=request.seed)


def _shard_count(sources: tuple[Source, Source]) -> int:
    total = sum(file.size for source in sources for file in source.files)
    return max(1, min(4096, total // _SHARD_BYTES))


def _build(
    pipeline: Any, plan: Plan, parts: list[Part], how: tuple[int, Wanted], finisher: Finish
) -> None:
    shards, wanted = how
    grouped = (
        pipeline
        | "Parts" >> beam.Create(parts)
        | "Spread" >> beam.Reshuffle()
        | "Read" >> beam.FlatMap(read_part, plan, shards)
        | "Shards" >> beam.GroupByKey()
    )
    compared = grouped | "Compare" >> beam.FlatMap(compare_shard, plan, wanted).with_outputs(
        KEPT, DETAILS, main="surveys"
    )
    surveyed = compared.surveys | "AddSurveys" >> beam.CombineGlobally(merge.surveys)
    whole = beam.pvalue.AsSingleton(surveyed)
    looked = compared[KEPT] | "LookIn" >> beam.Map(detail_shard, plan, whole)
    labelled = (
        grouped
        | "Labels" >> beam.Map(label_shard, plan, whole)
        | "AddLabels" >> beam.CombineGlobally(merge.label_counts)
    )
    detailed = (
        (looked, compared[DETAILS])
        | "Details" >> beam.Flatten()
        | "AddDetails" >> beam.CombineGlobally(merge.details)
    )
    _ = detailed | "Finish" >> beam.Map(finisher, whole, beam.pvalue.AsSingleton(labelled))


class Finish:
    """Judges the merged counts and writes the result."""

    def __init__(
        self, plan: Plan, sides: tuple[Input, Input], made: Provenance, result_uri: str
    ) -> None:
        self._plan, self._sides, self._made, self._uri = plan, sides, made, result_uri

    def __call__(self, details: Details, whole: Survey, labels: dict[int, Labels]) -> None:
        plan = self._plan
        hints = hints_of(plan, whole) if plan.mode is AlignmentMode.KEY else Hints()
        details[0].add_labels(labels)
        left = replace(self._sides[0], rows=whole.left, used=whole.left)
        right = replace(self._sides[1], rows=whole.right, used=whole.right)
        result = finish(plan, (left, right), self._made, (whole, hints, details[0]), details[1])
        with create(self._uri, overwrite=True) as stream:
            stream.write(to_text(result).encode())


def _in_short(runner: str, error: Exception) -> BaseException:
    """The error of ours behind it, or the user's own interruption; else the last line."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MigrateError | KeyboardInterrupt | SystemExit):
            return cause
        cause = cause.__cause__ or cause.__context__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return RunFailed(
        f"{runner} failed: {lines[-1] if lines else type(error).__name__}",
        next_step="see the runner's log",
    )
