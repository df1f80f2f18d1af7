"""The outputs of a component, and the file that tells of them."""

from __future__ import annotations

import json
import typing
from pathlib import Path

from bridges.kfp.lightweight.artifacts import Artifact, artifact_of

PARAMETER_TYPES = (str, int, float, bool, dict, list)


class Outputs:
    """What the ExecutorInput wants, and what of it is there."""

    def __init__(self, declared: dict[str, typing.Any]) -> None:
        self.declared = declared
        self.written: dict[str, Artifact] = {}
        self.parameters: dict[str, typing.Any] = {}

    def path(self, name: str) -> str:
        """Where an ``OutputPath`` is to be written."""
        if name in self.declared["parameters"]:
            return made_parent(self.declared["parameters"][name]["outputFile"])
        return self.artifact(name, Artifact).path

    def artifact(self, name: str, cls: typing.Any) -> Artifact:
        made = artifact_of(self.declared["artifacts"][name]["artifacts"][0], cls)
        made_parent(made.path)
        self.written[name] = made
        return made

    def take(self, annotation: typing.Any, value: typing.Any) -> None:
        """The returned value counts as outputs."""
        if value is None:
            return
        fields = getattr(annotation, "_fields", None)
        if fields is None:
            self.take_one("Output", annotation, value)
            return
        if len(fields) != len(value):
            raise RuntimeError(f"expected {len(fields)} return values, got {len(value)}")
        for index, name in enumerate(fields):
            item = value[index] if type(value) is tuple else getattr(value, name)
            self.take_one(name, annotation.__annotations__[name], item)

    def take_one(self, name: str, annotation: typing.Any, value: typing.Any) -> None:
        wanted = getattr(annotation, "__origin__", None) or annotation
        if wanted in PARAMETER_TYPES:
            accepted = (int, float) if wanted is float else wanted
            if not isinstance(value, accepted):
                raise ValueError(f"returned value of type {type(value)}; want type {wanted}")
            self.parameters[name] = value
        elif isinstance(value, Artifact):
            self.written[name] = value
        else:
            Path(self.artifact(name, wanted).path).write_text(str(value))

    def write(self) -> None:
        output: dict[str, typing.Any] = {}
        if self.parameters:
            output["parameterValues"] = self.parameters
        if self.written:
            output["artifacts"] = {
                name: {"artifacts": [{"name": a.name, "uri": a.uri, "metadata": a.metadata}]}
                for name, a in self.written.items()
            }
        Path(made_parent(self.declared["outputFile"])).write_text(json.dumps(output))


def made_parent(path: str) -> str:
    """The path itself; its directory exists."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return path
