"""One KFP pipeline of old and new: Luigi tasks, then TFX components, then a KFP component.

Needs ``listeners/``, which ``migrate luigi-to-kfp`` writes, and ``preprocessing.py``, which
``migrate featran-to-tft`` writes; see README.md.
"""

import sys
from pathlib import Path

from kfp import compiler, dsl
from listeners.pipeline import pipeline as listeners
from tfx.components import FileBasedExampleGen, StatisticsGen, Transform
from tfx.dsl.components.base.executor_spec import BeamExecutorSpec
from tfx.types.standard_artifacts import Schema
from tfx.v1.proto import Input

from bridges.tfx import ParquetExecutor
from bridges.tfx.steps import TfxSteps

HERE = Path(__file__).resolve().parent
IMAGE = "harbor/tfx:latest"
SCHEMA = (HERE / "preprocessing.schema.pbtxt").read_text("utf-8")


@dsl.component(base_image=IMAGE, packages_to_install=["pyarrow"])
def as_parquet(csv: dsl.Input[dsl.Artifact], plays: dsl.Output[dsl.Dataset]) -> None:
    """The Luigi task's CSV file as a folder of Parquet, which an ExampleGen reads."""
    import json
    from pathlib import Path

    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    artifact = Path(csv.path)  # a Luigi task's artifact: its file, and a record of what it is
    record = json.loads((artifact / ".paved-road.json").read_text("utf-8"))
    table = arrow_csv.read_csv(artifact / record["targets"][0]["file"])
    Path(plays.path).mkdir(parents=True)
    parquet.write_table(table, f"{plays.path}/plays.parquet")
    plays.metadata["rows"] = table.num_rows


@dsl.component(base_image=IMAGE)
def schema_file(text: str, schema: dsl.Output[dsl.Artifact]) -> None:
    """The schema that came with the converted spec, where TFX looks for one."""
    from pathlib import Path

    Path(schema.path).mkdir(parents=True)
    (Path(schema.path) / "schema.pbtxt").write_text(text, encoding="utf-8")


@dsl.component(base_image=IMAGE, packages_to_install=["tensorflow"])
def count_features(examples: dsl.Input[dsl.Dataset], metrics: dsl.Output[dsl.Metrics]) -> int:
    """How many examples there are, and the mean of every feature."""
    from pathlib import Path

    import tensorflow as tf

    files = sorted(map(str, Path(examples.path).rglob("*.gz")))
    totals, rows = {}, 0
    for record in tf.data.TFRecordDataset(files, "GZIP").as_numpy_iterator():
        rows += 1
        for name, feature in tf.train.Example.FromString(record).features.feature.items():
            totals[name] = totals.get(name, 0.0) + sum(feature.float_list.value)
    for name, total in sorted(totals.items()):
        metrics.log_metric(name, total / rows)
    return rows


@dsl.pipeline(name="harbor-hybrid", description="Luigi, TFX and KFP in one graph")
def hybrid(workspace_claim: str = "listeners-workspace") -> int:
    """Luigi's features of listeners, Featran's transform of them in TFX, a check of the result."""
    luigi = listeners(workspace_claim=workspace_claim)
    plays = as_parquet(csv=luigi.outputs["output_features"])
    tfx = TfxSteps(IMAGE)
    generate = FileBasedExampleGen(
        input_base="",  # the folder of the step above, known when the step runs
        input_config=Input(splits=[Input.Split(name="all", pattern="*.parquet")]),
        custom_executor_spec=BeamExecutorSpec(ParquetExecutor),
    )
    tfx.add(generate, input_base=plays.outputs["plays"])
    tfx.add(StatisticsGen(examples=generate.outputs["examples"]))
    transform = Transform(
        examples=generate.outputs["examples"],
        schema=tfx.channel(schema_file(text=SCHEMA).outputs["schema"], Schema),
        preprocessing_fn="preprocessing.preprocessing_fn",
    )
    transformed = tfx.add(transform)
    return count_features(examples=transformed.outputs["transformed_examples"]).outputs["Output"]


if __name__ == "__main__":
    target = sys.argv[1] if sys.argv[1:] else str(HERE / "pipeline.yaml")
    compiler.Compiler().compile(hybrid, target)
