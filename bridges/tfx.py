"""Executors for TFX's FileBasedExampleGen that keep zeros, False and empty strings.

TFX's own Avro and Parquet executors write each of these as a missing value. Use::

    FileBasedExampleGen(
        input_base="gs://old/avro",
        custom_executor_spec=executor_spec.BeamExecutorSpec(bridges.tfx.AvroExecutor),
    )

Features are as ``docs/data-plane.md`` says; ``custom_config={"float64": "exact"}`` adds the
companions that make doubles exact, ``{"columns": ["a", "b"]}`` reads some columns only. TFX
splits rows by a hash of their bytes, which are the same in every run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, ClassVar

from bridges.convert import Options, open_dataset, shards_of
from bridges.convert.examples import examples_of_shard
from bridges.errors import BridgeError, MissingPackage
from bridges.features import Float64
from bridges.files import Format

try:
    import apache_beam as beam
    from tfx.components.example_gen.base_example_gen_executor import BaseExampleGenExecutor
    from tfx.proto import example_gen_pb2
    from tfx.types import standard_component_specs as specs
    from tfx.utils import proto_utils
except ImportError as error:
    raise MissingPackage("tfx", "tfx") from error


class _ReadExamples(beam.PTransform):  # type: ignore[misc]  # untyped base
    """The rows behind one input split's pattern, serialized."""

    def __init__(self, form: Format, properties: Mapping[str, Any], pattern: str) -> None:
        super().__init__()
        self._form = form
        self._properties = properties
        self._pattern = pattern

    def expand(self, begin: Any) -> Any:
        source = os.path.join(self._properties[specs.INPUT_BASE_KEY], self._pattern)  # noqa: PTH118
        options = _options(self._properties)
        dataset = open_dataset(source, options)
        if dataset.format is not self._form:
            what = f"holds {dataset.format.value}; this executor reads {self._form.value}"
            raise BridgeError(what, where=source, next_step="use the executor of that format")
        read = beam.FlatMap(examples_of_shard, dataset, options).with_output_types(bytes)
        shards = shards_of(dataset, options)
        rows = begin | beam.Create(shards) | beam.Reshuffle() | "Rows" >> read
        return rows | "Parse" >> beam.Map(_parsed) if _splits_by_feature(self._properties) else rows


class AvroExecutor(BaseExampleGenExecutor):  # type: ignore[misc]  # untyped base
    """Avro container files to examples."""

    FORMAT: ClassVar[Format] = Format.AVRO

    def GetInputSourceToExamplePTransform(self) -> Any:  # noqa: N802  TFX's name
        """The transform that TFX gives the properties and the pattern of a split."""

        def transform(properties: Mapping[str, Any], pattern: str) -> beam.PTransform:
            return _ReadExamples(self.FORMAT, properties, pattern)

        return transform


class ParquetExecutor(AvroExecutor):
    """Parquet files to examples."""

    FORMAT: ClassVar[Format] = Format.PARQUET


def _options(properties: Mapping[str, Any]) -> Options:
    config = json.loads(properties.get(specs.CUSTOM_CONFIG_KEY) or "null") or {}
    unknown = sorted(set(config) - {"float64", "columns", "schema"})
    if unknown:
        raise BridgeError(
            f"custom_config has {unknown[0]!r}", next_step="it takes float64, columns and schema"
        )
    columns = config.get("columns")
    return Options(
        columns=None if columns is None else tuple(columns),
        float64=Float64(config.get("float64", Float64.FLOAT32)),
        schema=config.get("schema"),
    )


def _splits_by_feature(properties: Mapping[str, Any]) -> bool:
    """Whether TFX will look into the examples to split them."""
    output = example_gen_pb2.Output()
    proto_utils.json_to_proto(properties[specs.OUTPUT_CONFIG_KEY], output)
    return bool(output.split_config.HasField("partition_feature_name"))


def _parsed(record: bytes) -> Any:
    import tensorflow as tf

    return tf.train.Example.FromString(record)
