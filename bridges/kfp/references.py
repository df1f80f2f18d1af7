"""Checks that everything a pipeline refers to is in it, before anything runs."""

from __future__ import annotations

import re
from typing import Final

from bridges.kfp.errors import SpecInvalid
from bridges.kfp.scheduler import prepared
from bridges.kfp.spec import Component, Dag, FromParent, Pipeline, Task

_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")  # also a folder of the run folder


def check_references(pipeline: Pipeline) -> None:
    """Raises SpecInvalid for the first name, task, component or input that does not exist."""
    for component in (pipeline.root, *pipeline.components.values()):
        if isinstance(component.body, Dag):
            _check_dag(component, component.body, pipeline)


def _check_dag(component: Component, dag: Dag, pipeline: Pipeline) -> None:
    name = component.name
    for task_name in dag.tasks:
        if not _NAME.fullmatch(task_name):
            raise SpecInvalid(f"{name}: {task_name!r} is not a legal task name")
    for task in dag.tasks.values():
        _check_parent_inputs(component, task)
        if task.component not in pipeline.components:
            raise SpecInvalid(f"task {name}/{task.name}: there is no component {task.component!r}")
        missing = sorted(task.dependencies - dag.tasks.keys())
        if missing:
            raise SpecInvalid(f"task {name}/{task.name}: there is no task {missing[0]!r} before it")
    prepared({task.name: task.dependencies for task in dag.tasks.values()})
    for sources in (*dag.parameters.values(), *dag.artifacts.values()):
        for source in sources:
            if source.task not in dag.tasks:
                raise SpecInvalid(f"outputs of {name}: there is no task {source.task!r}")


def _check_parent_inputs(component: Component, task: Task) -> None:
    """The compiler itself writes such a dangling input for an f-string over a loop item's key."""
    known = component.parameters.keys() | component.artifacts.keys()
    for key, source in [
        *((k, v.source) for k, v in task.parameters.items()),
        *task.artifacts.items(),
    ]:
        if isinstance(source, FromParent) and source.name not in known:
            raise SpecInvalid(
                f"task {component.name}/{task.name}: input {key!r} wants {source.name!r}, "
                f"which is no input of {component.name}"
            )
