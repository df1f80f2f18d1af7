"""A TFX pipeline around the converted module: examples, schema, Transform."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def make_pipeline(examples: Path, schema: Path, root: Path, module: str = "preprocessing") -> Any:
    """Return the pipeline; ``module`` must be importable where Transform runs.

    ``examples`` is a directory of TFRecord files, as ``migrate bridge`` writes them; ``schema`` is
    the file that ``migrate featran-to-tft`` wrote beside the module.
    """
    from tfx import v1 as tfx

    # The directory holds the schema and the manifest of the data as well.
    split = tfx.proto.Input.Split(name="all", pattern="*.tfrecord*")
    # Transform analyses the split "train" alone, by default two thirds of the rows: a Scala job
    # has learnt from all of them.
    train = tfx.proto.SplitConfig.Split(name="train", hash_buckets=1)
    generate = tfx.components.ImportExampleGen(
        input_base=str(examples),
        input_config=tfx.proto.Input(splits=[split]),
        output_config=tfx.proto.Output(split_config=tfx.proto.SplitConfig(splits=[train])),
    )
    imported = tfx.components.ImportSchemaGen(schema_file=str(schema))
    transform = tfx.components.Transform(
        examples=generate.outputs["examples"],
        schema=imported.outputs["schema"],
        preprocessing_fn=f"{module}.preprocessing_fn",
    )
    return tfx.dsl.Pipeline(
        pipeline_name="features",
        pipeline_root=str(root),
        components=[generate, imported, transform],
        metadata_connection_config=tfx.orchestration.metadata.sqlite_metadata_connection_config(
            str(root / "metadata.db")
        ),
    )
