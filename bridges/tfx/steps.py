"""TFX components as tasks of a KFP pipeline, beside Luigi's and KFP's own.

Kubeflow runs nothing of what TFX's KubeflowV2DagRunner compiles, which is for Vertex alone. Here
every component becomes one step whose command is ``python -m bridges.tfx.step``::

    @dsl.pipeline(name="hybrid")
    def hybrid() -> None:
        legacy = listeners()  # the pipeline function that luigi-to-kfp wrote
        steps = TfxSteps("registry.example/tfx:1")
        generate = FileBasedExampleGen(input_base="", custom_executor_spec=…)
        steps.add(generate, input_base=legacy.outputs["output"])
        statistics = StatisticsGen(examples=generate.outputs["examples"])
        task = steps.add(statistics)
        look_at(task.outputs["statistics"])
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from kfp import dsl
from kfp.dsl.pipeline_channel import PipelineArtifactChannel, PipelineParameterChannel
from tfx.dsl.components.base.base_component import BaseComponent
from tfx.types import Artifact, BaseChannel, Channel
from tfx.types.channel import OutputChannel

from bridges.tfx.describe import beam_args, class_path, executor_class, properties, refused
from bridges.tfx.step_request import StepRequest

KfpValue: TypeAlias = "PipelineArtifactChannel | PipelineParameterChannel"

#: In memory, as TFX's local runner has it, unless other arguments are given.
BEAM_ARGS: Final = ("--direct_running_mode=in_memory",)

#: KFP's parameter types that a property may have, and the annotation of a component's argument.
_PARAMETERS: Final[Mapping[str, type]] = {
    "String": str,
    "Integer": int,
    "Float": float,
    "Boolean": bool,
}
#: TFX's types that KFP has too; all others are plain artifacts there.
_ARTIFACTS: Final[Mapping[str, type[dsl.Artifact]]] = {"Examples": dsl.Dataset, "Model": dsl.Model}


class TfxSteps:
    """The TFX components of one KFP pipeline; make it inside the pipeline function.

    ``image`` has this package, TFX and the modules that components name. ``beam_pipeline_args``
    go to the executors that run on Beam.
    """

    def __init__(self, image: str, *, beam_pipeline_args: Sequence[str] = BEAM_ARGS) -> None:
        self._image = image
        self._beam_args = tuple(beam_pipeline_args)
        self._sources: dict[tuple[str, str], PipelineArtifactChannel] = {}
        self._given: list[tuple[Channel, PipelineArtifactChannel]] = []

    def channel(self, output: PipelineArtifactChannel, kind: type[Artifact]) -> Channel:
        """Return a channel of a type of TFX, for components to read another step's output from.

        The artifact must look as TFX writes that type: ``Examples``, say, has a folder for each
        split.
        """
        channel = Channel(type=kind)
        self._given.append((channel, output))
        return channel

    def add(self, component: BaseComponent, **late: KfpValue) -> dsl.PipelineTask:
        """Add the component's step, after the steps that it reads from.

        ``late`` are execution properties whose values come from the pipeline: a parameter, or an
        artifact, whose path the property becomes. Raises :class:`BridgeError` for what such a step
        cannot be.
        """
        executor = executor_class(component)
        inputs = dict(self._inputs(component))
        outputs = {key: channel.type for key, channel in component.outputs.items()}
        names = {key: f"input_{key}" if key in outputs else key for key in inputs}
        request = StepRequest(
            executor=executor,
            properties=dict(properties(component, late)),
            inputs={names[k]: (k, class_path(component.inputs[k].type)) for k in inputs},
            outputs={key: class_path(kind) for key, kind in outputs.items()},
            late={name: _late_kind(component, name, value) for name, value in late.items()},
            beam_args=(*self._beam_args, *beam_args(component)),
        )
        made = self._component(component.id, request, outputs, late)
        task = made(**{names[key]: source for key, source in inputs.items()}, **late)
        task.set_display_name(component.id)
        for key in outputs:
            self._sources[component.id, key] = task.outputs[key]
        return task

    def _inputs(self, component: BaseComponent) -> Iterator[tuple[str, PipelineArtifactChannel]]:
        for key, channel in component.inputs.items():
            yield key, self._source(component, key, channel)

    def _source(
        self, component: BaseComponent, key: str, channel: BaseChannel
    ) -> PipelineArtifactChannel:
        for known, output in self._given:
            if known is channel:
                return output
        if isinstance(channel, OutputChannel):
            place = (channel.producer_component_id, channel.output_key)
            if place in self._sources:
                return self._sources[place]
            raise refused(
                component,
                f"reads {place[1]!r} of {place[0]}, which is no step of this pipeline yet",
                f"add {place[0]} first",
            )
        raise refused(
            component,
            f"gets {key!r} from a {type(channel).__name__}, which KFP cannot resolve",
            "give it one output of one component, or TfxSteps.channel(…)",
        )

    def _component(
        self,
        name: str,
        request: StepRequest,
        outputs: Mapping[str, type[Artifact]],
        late: Mapping[str, KfpValue],
    ) -> Any:
        arguments: dict[str, Any] = dict.fromkeys(request.inputs, dsl.Input[dsl.Artifact])
        arguments |= {key: _annotation(value) for key, value in late.items()}
        arguments |= {key: dsl.Output[_kfp_type(kind)] for key, kind in outputs.items()}
        command = ["python", "-m", "bridges.tfx.step"]

        def container(*_placeholders: object) -> dsl.ContainerSpec:
            return dsl.ContainerSpec(self._image, command, [request.as_text(), "{{$}}"])

        container.__name__ = name
        container.__signature__ = _signature(arguments)  # type: ignore[attr-defined]
        return dsl.container_component(container)


def _late_kind(component: BaseComponent, name: str, value: KfpValue) -> str:
    if isinstance(value, PipelineArtifactChannel):
        return "path"
    if value.channel_type not in _PARAMETERS:
        raise refused(
            component, f"{name!r} gets a {value.channel_type}", "give a string, number or boolean"
        )
    return _PARAMETERS[value.channel_type].__name__


def _annotation(value: KfpValue) -> Any:
    if isinstance(value, PipelineArtifactChannel):
        return dsl.Input[dsl.Artifact]
    return _PARAMETERS[value.channel_type]


def _kfp_type(kind: type[Artifact]) -> type[dsl.Artifact]:
    return _ARTIFACTS.get(kind.TYPE_NAME, dsl.Artifact)


def _signature(arguments: Mapping[str, Any]) -> inspect.Signature:
    way = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature(
        [inspect.Parameter(name, way, annotation=kind) for name, kind in arguments.items()]
    )
