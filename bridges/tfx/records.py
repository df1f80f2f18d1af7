"""The rows of an input one by one, for pipelines that are built on the executors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import apache_beam as beam
from tfx.proto import example_gen_pb2
from tfx.types import standard_component_specs as specs
from tfx.utils import proto_utils

from bridges.convert import shards_of
from bridges.convert.examples import examples_of_shard
from bridges.files import Format
from bridges.tfx.generation import open_input, options_of


class ReadExamples(beam.PTransform):  # type: ignore[misc]  # untyped base
    """The rows behind one input split's pattern, serialized."""

    def __init__(self, form: Format, properties: Mapping[str, Any], pattern: str) -> None:
        super().__init__()
        self._form = form
        self._properties = properties
        self._pattern = pattern

    def expand(self, begin: Any) -> Any:
        options = options_of(self._properties)
        dataset = open_input(self._properties, self._pattern, self._form, options)
        read = beam.FlatMap(examples_of_shard, dataset, options).with_output_types(bytes)
        shards = shards_of(dataset, options)
        rows = begin | beam.Create(shards) | beam.Reshuffle() | "Rows" >> read
        return rows | "Parse" >> beam.Map(_parsed) if _splits_by_feature(self._properties) else rows


def _splits_by_feature(properties: Mapping[str, Any]) -> bool:
    """Whether TFX will look into the examples to split them."""
    output = example_gen_pb2.Output()
    proto_utils.json_to_proto(properties[specs.OUTPUT_CONFIG_KEY], output)
    return bool(output.split_config.HasField("partition_feature_name"))


def _parsed(record: bytes) -> Any:
    import tensorflow as tf

    return tf.train.Example.FromString(record)
