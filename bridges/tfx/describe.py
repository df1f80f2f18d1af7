"""What a step must know of a TFX component, read from the component; or why it cannot be a step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from google.protobuf import json_format
from tfx.dsl.components.base.base_component import BaseComponent
from tfx.dsl.components.base.executor_spec import ExecutorClassSpec
from tfx.dsl.placeholder.placeholder import Placeholder
from tfx.orchestration import data_types_utils
from tfx.orchestration.data_types import RuntimeParameter
from tfx.proto.orchestration import pipeline_pb2
from tfx.types import Artifact
from tfx.utils import name_utils

from bridges.errors import BridgeError

#: What an ExampleGen's driver would put in before the executor runs.
_DRIVER_WORK: Final = ("{SPAN", "{VERSION", "{YYYY}", "{MM}", "{DD}")


def executor_class(component: BaseComponent) -> str:
    """The dotted name of the executor; raises for a container's, or one of the running script."""
    spec = component.executor_spec
    if not isinstance(spec, ExecutorClassSpec):
        raise refused(
            component,
            f"has a {type(spec).__name__}; only executors in Python become a step",
            "write a @dsl.container_component for it",
        )
    path = spec.class_path
    if path.startswith("__main__."):
        raise refused(
            component,
            "has its executor in the script that is running",
            "move it to a module that the step's image can import",
        )
    return str(path)


def beam_args(component: BaseComponent) -> tuple[str, ...]:
    """The Beam arguments that the component itself was given."""
    own = tuple(getattr(component.executor_spec, "beam_pipeline_args", ()))
    if not all(isinstance(word, str) for word in own):
        raise refused(
            component, "has a placeholder among its Beam arguments", "write the argument itself"
        )
    return own


def properties(
    component: BaseComponent, late: Collection[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What TFX's compiler writes for the properties, but for those that come ``late``."""
    unknown = sorted(set(late) - set(component.spec.PARAMETERS))
    if unknown:
        raise refused(component, f"has no property {unknown[0]!r}", "see its PARAMETERS")
    for name, value in component.exec_properties.items():
        if value is None or name in late:
            continue
        if isinstance(value, RuntimeParameter | Placeholder):
            raise refused(
                component,
                f"{name!r} is a {type(value).__name__} of TFX",
                f"give {name}=… to TfxSteps.add: a parameter or an output of the KFP pipeline",
            )
        yield name, _message(component, name, value)


def _message(component: BaseComponent, name: str, value: Any) -> dict[str, Any]:
    _refuse_driver_work(component, name, value)
    message = data_types_utils.set_parameter_value(pipeline_pb2.Value(), value)
    found: dict[str, Any] = json_format.MessageToDict(message)
    return found


def _refuse_driver_work(component: BaseComponent, name: str, value: Any) -> None:
    if name != "input_config" or not any(word in str(value) for word in _DRIVER_WORK):
        return
    raise refused(
        component,
        "its pattern has spans or versions, which only TFX's driver can fill in",
        "give the folder of one span, or input_base=… to TfxSteps.add",
    )


def class_path(kind: type[Artifact]) -> str:
    """The dotted name of a type of artifacts."""
    return str(name_utils.get_full_name(kind))


def refused(component: BaseComponent, what: str, next_step: str) -> BridgeError:
    """The error that names the component."""
    return BridgeError(what, where=component.id, next_step=next_step)
