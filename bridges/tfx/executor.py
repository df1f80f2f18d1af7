"""The executors: the splits of an input, written part by part in a Beam pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import apache_beam as beam
from tfx.components.example_gen import write_split
from tfx.components.example_gen.base_example_gen_executor import BaseExampleGenExecutor
from tfx.components.util import examples_utils
from tfx.types import artifact_utils
from tfx.types import standard_component_specs as specs

from bridges.convert import Dataset, Options, Shard, shards_of
from bridges.convert.look import batches_of_shard
from bridges.files import Format
from bridges.tfrecord.partition import Partition
from bridges.tfrecord.splits import write_splits
from bridges.tfx.generation import (
    Generation,
    generation_of,
    open_input,
    options_of,
    refuse_other_payload,
    refuse_unknown_feature,
)
from bridges.tfx.records import ReadExamples


@dataclass(frozen=True, slots=True)
class _Task:
    """A part of the input, and the files that it becomes: one in each output split."""

    part: Shard
    dataset: Dataset
    options: Options
    partition: Partition
    uris: tuple[str, ...]


class _Write(beam.DoFn):  # type: ignore[misc]  # untyped base
    """Writes what TFX would, and counts it under TFX's name."""

    def __init__(self) -> None:
        self._count = beam.metrics.Metrics.counter(write_split.METRICS_NAMESPACE, "num_instances")

    def process(self, task: _Task) -> None:
        plan = task.dataset.features(task.options.float64)
        batches = batches_of_shard(task.part, task.dataset, task.options)
        self._count.inc(sum(write_splits(batches, plan, task.partition, task.uris)))


class AvroExecutor(BaseExampleGenExecutor):  # type: ignore[misc]  # untyped base
    """Avro container files to examples."""

    FORMAT: ClassVar[Format] = Format.AVRO

    def GetInputSourceToExamplePTransform(self) -> Any:  # noqa: N802  TFX's name
        """The transform of TFX's own way, a record at a time; :meth:`Do` has no need of it."""

        def transform(properties: Mapping[str, Any], pattern: str) -> beam.PTransform:
            return ReadExamples(self.FORMAT, properties, pattern)

        return transform

    def Do(  # noqa: N802  TFX's name
        self,
        input_dict: dict[str, list[Any]],
        output_dict: dict[str, list[Any]],
        exec_properties: dict[str, Any],
    ) -> None:
        """Write the splits, and say on the artifact what TFX's executor says there."""
        self._log_startup(input_dict, output_dict, exec_properties)
        refuse_other_payload(exec_properties)
        generation = generation_of(exec_properties)
        examples = output_dict[specs.EXAMPLES_KEY]
        only = artifact_utils.get_single_instance(examples)
        only.split_names = artifact_utils.encode_split_names(list(generation.split_names))
        tasks = list(self._tasks(generation, examples, exec_properties))
        with self._make_beam_pipeline() as pipeline:
            parts = pipeline | beam.Create(tasks) | beam.Reshuffle()
            _ = parts | "WriteSplits" >> beam.ParDo(_Write())
        _describe(only, exec_properties)

    def _tasks(
        self, generation: Generation, examples: list[Any], properties: Mapping[str, Any]
    ) -> Iterator[_Task]:
        options = options_of(properties)
        for source in generation.inputs:
            dataset = open_input(properties, source.pattern, self.FORMAT, options)
            refuse_unknown_feature(dataset, options, source.partition)
            places = [artifact_utils.get_split_uri(examples, name) for name in source.names]
            parts = shards_of(dataset, options)
            for index, part in enumerate(parts):
                file = f"{write_split.DEFAULT_TF_RECORD_FILE_NAME}-{index:05d}-of-{len(parts):05d}"
                uris = tuple(f"{place}/{file}.gz" for place in places)
                yield _Task(part, dataset, options, source.partition, uris)


class ParquetExecutor(AvroExecutor):
    """Parquet files to examples."""

    FORMAT: ClassVar[Format] = Format.PARQUET


def _describe(examples: Any, properties: Mapping[str, Any]) -> None:
    payload = properties.get(specs.OUTPUT_DATA_FORMAT_KEY)
    if payload:
        examples_utils.set_payload_format(examples, payload)
    file_format = properties.get(specs.OUTPUT_FILE_FORMAT_KEY)
    if file_format:
        examples_utils.set_file_format(examples, write_split.to_file_format_str(file_format))
