"""The executor of a FileBasedExampleGen, TFX's or this project's: it writes gzip."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path


def prepare(*, executor: str) -> Callable[[Path, Path], None]:
    """Avro or Parquet to TFRecord.gz in TFX's default splits; ``executor`` is ``module:Class``."""
    from tfx.proto import example_gen_pb2 as pb
    from tfx.types import standard_artifacts
    from tfx.utils import proto_utils

    module, name = executor.split(":")
    made = getattr(importlib.import_module(module), name)
    splits = [
        pb.SplitConfig.Split(name=split, hash_buckets=buckets)
        for split, buckets in (("train", 2), ("eval", 1))
    ]
    output = pb.Output(split_config=pb.SplitConfig(splits=splits))

    def run(source: Path, destination: Path) -> None:
        examples = standard_artifacts.Examples()
        examples.uri = str(destination)
        pattern = pb.Input(splits=[pb.Input.Split(name="single", pattern=source.name)])
        properties = {
            "input_base": str(source.parent),
            "input_config": proto_utils.proto_to_json(pattern),
            "output_config": proto_utils.proto_to_json(output),
        }
        made().Do({}, {"examples": [examples]}, properties)

    return run
