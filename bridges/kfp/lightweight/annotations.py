"""What the annotations of a component's function evaluate to without kfp."""

from __future__ import annotations

import typing

from bridges.kfp.lightweight.artifacts import Artifact


class Direction:
    """What ``Input[T]`` and ``Output[T]`` evaluate to."""

    def __init__(self, kind: str, item: typing.Any = Artifact) -> None:
        self.kind = kind
        self.item = item

    def __getitem__(self, item: typing.Any) -> Direction:
        return Direction(self.kind, item)

    def __call__(self) -> None:  # typing accepts only callables inside Optional[…]
        raise TypeError("a type cannot be called")


class InputPath:
    """The annotation ``InputPath("Dataset")``."""

    def __init__(self, type: typing.Any = None) -> None:
        self.type = type

    def __call__(self) -> None:
        raise TypeError("a type cannot be called")


class OutputPath(InputPath):
    """The annotation ``OutputPath(str)``."""


class PipelineTaskFinalStatus:
    """How the body of an exit handler ended."""

    def __init__(self, status: dict[str, typing.Any]) -> None:
        error = status.get("error") or {}
        self.state = status.get("state")
        self.pipeline_job_resource_name = status.get("pipelineJobResourceName")
        self.pipeline_task_name = status.get("pipelineTaskName")
        self.error_code = error.get("code")
        self.error_message = error.get("message")


def strip_optional(annotation: typing.Any) -> typing.Any:
    """``T`` for ``Optional[T]``."""
    if getattr(annotation, "__origin__", None) is typing.Union:
        return annotation.__args__[0]
    return annotation
