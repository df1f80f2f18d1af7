"""Conversions on Apache Beam: the same plan, the same work per shard, the same bytes.

An element is a shard to be made, never a row: rows stay inside one step of one worker.

::

    made = plan("gs://old/avro/*.avro", "gs://new/examples", Options(compression="gzip"))
    pipeline | ReadLegacy(made) | WriteTFRecordShards(made)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import pyarrow as pa

from bridges.convert import (
    ConversionPlan,
    Dataset,
    Options,
    Shard,
    ShardResult,
    claim,
    collect,
    convert_split,
    finish,
    give_up,
    open_dataset,
    shards_of,
)
from bridges.convert.failure import failure, forget_failures, record_failure
from bridges.convert.look import batches_of_shard
from bridges.errors import BridgeError, MissingPackage
from bridges.files import Format

try:
    import apache_beam as beam
    from apache_beam.options.pipeline_options import PipelineOptions
except ImportError as error:
    raise MissingPackage("apache-beam", "tfx") from error

_LEGACY = frozenset({Format.AVRO, Format.PARQUET})
_TFRECORD = frozenset({Format.TFRECORD})


class _Read(beam.PTransform):  # type: ignore[misc]  # untyped base
    """The shards of a plan that are still to be made."""

    formats: ClassVar[frozenset[Format]]

    def __init__(self, plan: ConversionPlan) -> None:
        super().__init__()
        _refuse_other(plan.dataset.format, self.formats, type(self).__name__)
        self._plan = plan

    def expand(self, begin: Any) -> Any:
        done = {result.name for result in claim(self._plan)}
        todo = [shard for shard in self._plan.shards if shard.name not in done]
        return begin | "Shards" >> beam.Create(todo) | "Spread" >> beam.Reshuffle()


class ReadLegacy(_Read):
    """The shards of Avro or Parquet files."""

    formats = _LEGACY


class ReadTFRecordShards(_Read):
    """The shards of TFRecord files."""

    formats = _TFRECORD


class _Write(beam.PTransform):  # type: ignore[misc]  # untyped base
    """Makes shards; the one element that comes out is the manifest of the finished data set."""

    formats: ClassVar[frozenset[Format]]

    def __init__(self, plan: ConversionPlan) -> None:
        super().__init__()
        _refuse_other(plan.options.to, self.formats, type(self).__name__)
        self._plan = plan

    def expand(self, shards: Any) -> Any:
        return (
            shards
            | "Convert" >> beam.Map(convert_split, self._plan)
            | "AllShards" >> beam.combiners.ToList()
            | "Finish" >> beam.Map(_finish, self._plan)
        )


class WriteTFRecordShards(_Write):
    """Shards as TFRecord files with the sidecars that lead back."""

    formats = _TFRECORD


class WriteLegacy(_Write):
    """Shards as Avro or Parquet files."""

    formats = _LEGACY


class ReadBatches(beam.PTransform):  # type: ignore[misc]  # untyped base
    """The rows of any of the formats as record batches, in no order."""

    def __init__(self, source: str, options: Options | None = None) -> None:
        super().__init__()
        self._options = options or Options()
        self._dataset = open_dataset(source, self._options)

    def expand(self, begin: Any) -> Any:
        shards = shards_of(self._dataset, self._options)
        read = beam.FlatMap(_batches, self._dataset, self._options)
        return begin | beam.Create(shards) | beam.Reshuffle() | "Read" >> read


def run_on(runner: str, plan: ConversionPlan, options: Sequence[str]) -> dict[str, Any]:
    """Convert on a Beam runner and wait; ``options`` are the pipeline's, as Beam writes them."""
    _refuse_local_paths(runner, plan)
    read = ReadLegacy(plan) if plan.dataset.format in _LEGACY else ReadTFRecordShards(plan)
    claim(plan)
    forget_failures(plan)
    try:
        _run(runner, read, plan, options)
        told = failure(plan)
        if told is not None:
            raise told
        return finish(collect(plan), plan)
    except BaseException:
        forget_failures(plan)
        give_up(plan)
        raise


def _run(runner: str, read: _Read, plan: ConversionPlan, options: Sequence[str]) -> None:
    try:
        with beam.Pipeline(runner, PipelineOptions(list(options))) as pipeline:
            _ = pipeline | "Read" >> read | "Convert" >> beam.Map(_attempt, plan)
    except Exception as error:
        raise failure(plan) or _in_short(runner, error) from error


def _attempt(shard: Shard, plan: ConversionPlan) -> None:
    """Make a shard, or keep why not: a runner would try bad data again and again."""
    try:
        convert_split(shard, plan)
    except BridgeError as error:
        record_failure(shard, plan, error)


def _finish(_results: Sequence[ShardResult], plan: ConversionPlan) -> dict[str, Any]:
    """Publish; what shards were made is read from their records, earlier runs' included."""
    return finish(collect(plan), plan)


def _batches(shard: Shard, dataset: Dataset, options: Options) -> Iterator[pa.RecordBatch]:
    return batches_of_shard(shard, dataset, options)


def _refuse_other(form: Format, formats: frozenset[Format], transform: str) -> None:
    if form not in formats:
        names = " or ".join(sorted(f.value for f in formats))
        raise BridgeError(f"{transform} is for {names}; the plan has {form.value}")


def _refuse_local_paths(runner: str, plan: ConversionPlan) -> None:
    """Dataflow's machines see no directory of this one."""
    if not runner.lower().startswith("dataflow"):
        return
    for uri in (plan.dataset.files[0].uri, plan.destination):
        if "://" not in uri:
            raise BridgeError(
                f"{runner} cannot reach a path of this machine",
                where=uri,
                next_step="copy it to a bucket and give its gs:// address",
            )


def _in_short(runner: str, error: Exception) -> BridgeError:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return BridgeError(
        f"{runner} failed: {lines[-1] if lines else type(error).__name__}",
        next_step="see the runner's log; finished shards are kept",
    )
