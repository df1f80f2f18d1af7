"""Calls a component's function with what the ExecutorInput holds."""

from __future__ import annotations

import inspect
import typing

from bridges.kfp.lightweight.annotations import (
    Direction,
    InputPath,
    OutputPath,
    PipelineTaskFinalStatus,
    strip_optional,
)
from bridges.kfp.lightweight.artifacts import Artifact, artifact_of
from bridges.kfp.lightweight.outputs import PARAMETER_TYPES, Outputs


class Executor:
    """Calls the function with what the ExecutorInput holds and writes its outputs."""

    def __init__(
        self, function: typing.Callable[..., typing.Any], executor_input: dict[str, typing.Any]
    ) -> None:
        self.function = function
        self.inputs = executor_input["inputs"]
        self.outputs = Outputs(executor_input["outputs"])

    def execute(self) -> None:
        """executor_output.json is written."""
        hints = dict(inspect.getfullargspec(self.function).annotations)
        returned = hints.pop("return", None)
        arguments = {}
        for name, annotation in hints.items():
            given, value = self.argument(name, strip_optional(annotation))
            if given:
                arguments[name] = value
        self.outputs.take(returned, self.function(**arguments))
        self.outputs.write()

    def argument(self, name: str, annotation: typing.Any) -> tuple[bool, typing.Any]:
        """Whether the function gets the argument, and its value."""
        if annotation is PipelineTaskFinalStatus:
            return True, PipelineTaskFinalStatus(self.inputs["parameterValues"][name])
        if isinstance(annotation, OutputPath):
            return True, self.outputs.path(name)
        if isinstance(annotation, Direction) and annotation.kind == "output":
            return True, self.outputs.artifact(name, annotation.item)
        if name in self.inputs["parameterValues"]:
            value = self.inputs["parameterValues"][name]
            return value is not None, value
        entry = self.inputs["artifacts"].get(name)
        if isinstance(annotation, InputPath):
            return entry is not None, entry and artifact_of(entry["artifacts"][0], Artifact).path
        return self.input_artifact(entry, annotation)

    def input_artifact(
        self, entry: dict[str, typing.Any] | None, annotation: typing.Any
    ) -> tuple[bool, typing.Any]:
        item = annotation.item if isinstance(annotation, Direction) else annotation
        if inspect.isclass(item) and issubclass(item, PARAMETER_TYPES):
            return False, None
        many = getattr(item, "__origin__", None) is list
        if not many and not (inspect.isclass(item) and issubclass(item, Artifact)):
            return False, None
        cls = item.__args__[0] if many else item
        found = [artifact_of(a, cls) for a in (entry or {}).get("artifacts", [])]
        if many:
            return True, found
        return True, found[0] if found else None
