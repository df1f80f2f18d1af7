"""What an ExampleGen is asked for, read from its execution properties."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tfx.components.example_gen import utils
from tfx.proto import example_gen_pb2
from tfx.types import standard_component_specs as specs
from tfx.utils import proto_utils

from bridges.convert import Dataset, Options, open_dataset
from bridges.errors import BridgeError
from bridges.features import Float64
from bridges.files import Format
from bridges.tfrecord.partition import Partition

_MOST_BUCKETS: Final = 1 << 32
_CONFIG: Final = frozenset({"float64", "columns", "schema"})


@dataclass(frozen=True, slots=True)
class InputSplit:
    """Files of one pattern, and the output splits that their rows are dealt to."""

    pattern: str
    names: tuple[str, ...]
    partition: Partition


@dataclass(frozen=True, slots=True)
class Generation:
    """All output splits' names, and the inputs they are made of."""

    split_names: tuple[str, ...]
    inputs: tuple[InputSplit, ...]


def generation_of(properties: Mapping[str, Any]) -> Generation:
    """The splits that the properties name, checked by TFX's own rules."""
    inputs, output = example_gen_pb2.Input(), example_gen_pb2.Output()
    proto_utils.json_to_proto(properties[specs.INPUT_CONFIG_KEY], inputs)
    proto_utils.json_to_proto(properties[specs.OUTPUT_CONFIG_KEY], output)
    names = tuple(utils.generate_output_split_names(inputs, output))
    config = output.split_config
    if config.splits:
        only = InputSplit(inputs.splits[0].pattern, names, partition_of(config))
        return Generation(names, (only,))
    pairs = zip(names, inputs.splits, strict=True)
    whole = Partition((1,))
    return Generation(names, tuple(InputSplit(s.pattern, (name,), whole) for name, s in pairs))


def partition_of(config: Any) -> Partition:
    """The partition of an ``example_gen_pb2.SplitConfig``."""
    ends = tuple(_running_sum(split.hash_buckets for split in config.splits))
    if not 0 < ends[-1] <= _MOST_BUCKETS:
        raise BridgeError(
            f"the splits have {ends[-1]} hash buckets together",
            where="output_config",
            next_step="give them some, and not more than 2^32",
        )
    by_feature = config.HasField("partition_feature_name")
    return Partition(ends, config.partition_feature_name if by_feature else None)


def _running_sum(numbers: Iterator[int]) -> Iterator[int]:
    total = 0
    for number in numbers:
        total += number
        yield total


def open_input(
    properties: Mapping[str, Any], pattern: str, form: Format, options: Options
) -> Dataset:
    """The files of a pattern, which must be of the executor's format."""
    source = os.path.join(properties[specs.INPUT_BASE_KEY], pattern)  # noqa: PTH118  may be a URI
    dataset = open_dataset(source, options)
    if dataset.format is not form:
        what = f"holds {dataset.format.value}; this executor reads {form.value}"
        raise BridgeError(what, where=source, next_step="use the executor of that format")
    return dataset


def options_of(properties: Mapping[str, Any]) -> Options:
    """The options in ``custom_config``; doubles become float32 unless it says otherwise."""
    config = json.loads(properties.get(specs.CUSTOM_CONFIG_KEY) or "null") or {}
    unknown = sorted(set(config) - _CONFIG)
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


def refuse_other_payload(properties: Mapping[str, Any]) -> None:
    """Raise unless tf.train.Example is what is asked for; TFX knows no other file format."""
    payload = properties.get(specs.OUTPUT_DATA_FORMAT_KEY)
    if payload and payload != example_gen_pb2.FORMAT_TF_EXAMPLE:
        name = example_gen_pb2.PayloadFormat.Name(payload)
        raise BridgeError(
            f"writes tf.train.Example, not {name}",
            where=specs.OUTPUT_DATA_FORMAT_KEY,
            next_step="leave output_data_format out",
        )


def refuse_unknown_feature(dataset: Dataset, options: Options, partition: Partition) -> None:
    """Raise where the feature to split by is none of the features."""
    names = [feature.name for feature in dataset.features(options.float64).features]
    if partition.feature is not None and partition.feature not in names:
        raise BridgeError(
            "is to split the rows, and no column has this feature",
            where=partition.feature,
            next_step=f"choose one of {', '.join(names[:20])}",
        )
