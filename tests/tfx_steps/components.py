"""Components to put into pipelines. Imports TFX, which takes seconds: tests get it as a fixture."""

from pathlib import Path
from typing import Any

import yaml
from kfp import compiler, dsl
from tfx.components import FileBasedExampleGen, SchemaGen, StatisticsGen
from tfx.dsl.components.base.base_component import BaseComponent
from tfx.dsl.components.base.executor_spec import BeamExecutorSpec
from tfx.orchestration.data_types import RuntimeParameter
from tfx.proto import example_gen_pb2
from tfx.types.channel_utils import union
from tfx.types.standard_artifacts import Examples, ExampleStatistics
from tfx.v1.dsl import Importer
from tfx.v1.dsl.experimental import create_container_component

from bridges.tfx import ParquetExecutor
from bridges.tfx.artifacts import kfp_output, tfx_input, tfx_output
from bridges.tfx.step import properties_of
from bridges.tfx.step_request import StepRequest
from bridges.tfx.steps import TfxSteps

__all__ = ["kfp_output", "properties_of", "tfx_input", "tfx_output"]


@dsl.component
def folder(out: dsl.Output[dsl.Dataset]) -> None:
    pass


def example_gen(pattern: str = "*", **more: Any) -> BaseComponent:
    split = example_gen_pb2.Input.Split(name="all", pattern=pattern)
    return FileBasedExampleGen(
        input_base="",
        input_config=example_gen_pb2.Input(splits=[split]),
        custom_executor_spec=BeamExecutorSpec(ParquetExecutor),
        **more,
    )


def compiled(tmp_path: Path, define: Any) -> dict[str, Any]:
    """The compiled pipeline around ``define(steps, data)``."""

    @dsl.pipeline(name="p")
    def pipeline(exclude: str = "[]") -> None:
        data = folder().outputs["out"]
        define(TfxSteps("tfx:1"), data, exclude)

    target = tmp_path / "p.yaml"
    compiler.Compiler().compile(pipeline, str(target))
    loaded: dict[str, Any] = next(yaml.load_all(target.read_text("utf-8"), yaml.CSafeLoader))
    return loaded


def request_of(spec: dict[str, Any], task: str) -> StepRequest:
    component = spec["components"][f"comp-{task}"]
    container = spec["deploymentSpec"]["executors"][component["executorLabel"]]["container"]
    assert container["command"] == ["python", "-m", "bridges.tfx.step"]
    assert container["args"][1] == "{{$}}"
    return StepRequest.from_text(container["args"][0])


def container(**channels: Any) -> BaseComponent:
    make = create_container_component(
        name="Boxed", inputs={"data": Examples}, image="x", command=["true"]
    )
    return make(**channels)


#: By the word that names the case in the tests.
REFUSED: dict[str, Any] = {
    "executor": lambda steps, data: steps.add(
        container(data=steps.channel(data, Examples))),
    "producer": lambda steps, data: steps.add(
        StatisticsGen(examples=example_gen().outputs["examples"])),
    "union": lambda steps, data: steps.add(StatisticsGen(examples=union(
        [example_gen().outputs["examples"], steps.channel(data, Examples)]))),
    "importer": lambda steps, data: steps.add(StatisticsGen(examples=Importer(
        source_uri="x", artifact_type=Examples).outputs["result"])),
    "span": lambda steps, data: steps.add(example_gen("{SPAN}/*"), input_base=data),
    "property": lambda steps, data: steps.add(example_gen(), inputbase=data),
    "runtime": lambda steps, data: steps.add(FileBasedExampleGen(
        input_base=RuntimeParameter(name="base", ptype=str),
        custom_executor_spec=BeamExecutorSpec(ParquetExecutor))),
}  # fmt: skip


def chain(steps: TfxSteps, data: Any, _exclude: Any) -> None:
    generate = example_gen()
    steps.add(generate, input_base=data)
    statistics = StatisticsGen(examples=generate.outputs["examples"])
    steps.add(statistics)
    steps.add(SchemaGen(statistics=statistics.outputs["statistics"]))


def with_properties(steps: TfxSteps, data: Any, exclude: Any) -> None:
    examples = steps.channel(data, Examples)
    steps.add(StatisticsGen(examples=examples), exclude_splits=exclude)
    statistics = steps.channel(data, ExampleStatistics)
    steps.add(SchemaGen(statistics=statistics, infer_feature_shape=True))
