"""Inputs of tasks and outputs of DAGs: follows the references of the PipelineSpec."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bridges.kfp.artifacts import Artifact
from bridges.kfp.errors import StepError
from bridges.kfp.model import StepState, Values
from bridges.kfp.placeholders import fill_value, parameter_placeholders
from bridges.kfp.spec import (
    Component,
    Constant,
    Dag,
    FinalStatus,
    FromParent,
    FromTask,
    Loop,
    ParameterInput,
    Task,
)
from bridges.kfp.values import as_text, from_text, transported

_ABSENT = object()
_FINAL_STATES = {
    StepState.FAILED: "FAILED",
    StepState.CANCELED: "CANCELLED",
    StepState.SKIPPED: "FAILED",
}
_INTERNAL = 13  # google.rpc.Code


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task of a DAG ended, and its outputs when it did well.

    With ``holes`` a reader would not get all that it declares, not even a place for a file.
    """

    state: StepState
    values: Values = field(default_factory=Values)
    detail: str = ""
    holes: bool = False

    @property
    def good(self) -> bool:
        return self.state in (StepState.SUCCEEDED, StepState.CACHED)


@dataclass(frozen=True, slots=True)
class Scope:
    """One instance of a DAG: its path, its inputs, what its tasks have given, job placeholders."""

    path: tuple[str, ...]
    inputs: Values
    done: dict[str, Outcome]
    job: Mapping[str, str]


def task_inputs(task: Task, scope: Scope) -> Values:
    """What the references of the task give; a reference to nothing is left out."""
    given = {k: _parameter(source, scope) for k, source in task.parameters.items()}
    present = {k: v for k, v in given.items() if v is not _ABSENT}
    table = {**scope.job, **parameter_placeholders(present)}
    table["{{$.pipeline_task_name}}"] = task.name
    constants = {k for k, v in task.parameters.items() if isinstance(v.source, Constant)}
    filled = {k: fill_value(v, table) if k in constants else v for k, v in present.items()}
    artifacts = {k: found for k, v in task.artifacts.items() if (found := _artifacts(v, scope))}
    return Values(filled, artifacts)


def with_defaults(component: Component, given: Values) -> Values:
    """The inputs with the component's defaults and in the component's types.

    Raises StepError for a required input that has no value.
    """
    parameters = dict(given.parameters)
    for name, definition in component.parameters.items():
        if name not in parameters and definition.has_default:
            parameters[name] = definition.default
        if name in parameters:
            parameters[name] = _received(name, parameters[name], definition.type)
        elif not definition.optional:
            raise StepError(f"input {name!r} has no value")
    for name, artifact in component.artifacts.items():
        if name not in given.artifacts and not artifact.optional and not artifact.is_list:
            raise StepError(f"input artifact {name!r} has no value")
    return Values(parameters, given.artifacts)


def loop_items(loop: Loop, inputs: Values) -> Sequence[Any]:
    """What the loop runs over."""
    if not isinstance(loop.items, str):
        return [transported(item) for item in loop.items]
    if loop.over_artifacts:
        return inputs.artifacts.get(loop.items, ())
    items = inputs.parameters.get(loop.items)
    if isinstance(items, str):
        items = json.loads(items)
    if not isinstance(items, list):
        raise StepError(f"cannot loop over {loop.items!r}: {items!r} is not a list")
    return items


def with_item(loop: Loop, inputs: Values, item: Any) -> Values:
    """The inputs of one iteration."""
    if loop.over_artifacts:
        return Values(inputs.parameters, {**inputs.artifacts, loop.item_input: (item,)})
    return Values({**inputs.parameters, loop.item_input: item}, inputs.artifacts)


def collected(component: Component, iterations: Sequence[Values]) -> Values:
    """The outputs of a loop: a list per parameter and all artifacts of all iterations."""
    return Values(
        {
            name: [v.parameters[name] for v in iterations if name in v.parameters]
            for name in component.output_parameters
        },
        {
            name: tuple(a for v in iterations for a in v.artifacts.get(name, ()))
            for name in component.output_artifacts
        },
    )


def dag_outputs(dag: Dag, done: Mapping[str, Outcome]) -> Values:
    """The outputs of a DAG; one whose producers did not run is left out."""
    parameters = {}
    artifacts = {}
    for name, sources in dag.parameters.items():
        for source in sources:
            if source.key in (values := done[source.task].values.parameters):
                parameters[name] = values[source.key]
                break
    for name, sources in dag.artifacts.items():
        for source in sources:
            if found := done[source.task].values.artifacts.get(source.key):
                artifacts[name] = found
                break
    return Values(parameters, artifacts)


def _parameter(wanted: ParameterInput, scope: Scope) -> Any:
    value = _source_value(wanted, scope)
    if value is _ABSENT or not wanted.selector:
        return value
    if isinstance(value, str):
        value = json.loads(value)
    for key in wanted.selector:
        if not isinstance(value, Mapping) or key not in value:
            raise StepError(f"there is no key {key!r} in {value!r}")
        value = value[key]
    return value


def _source_value(wanted: ParameterInput, scope: Scope) -> Any:
    match wanted.source:
        case Constant(value):
            return transported(value)
        case FromParent(name):
            return scope.inputs.parameters.get(name, _ABSENT)
        case FromTask(task, key):
            return scope.done[task].values.parameters.get(key, _ABSENT)
        case FinalStatus(task):
            return _final_status(task, scope)


def _final_status(task: str, scope: Scope) -> dict[str, Any]:
    outcome = scope.done[task]
    error = {} if outcome.good else {"code": _INTERNAL, "message": outcome.detail}
    return {
        "state": "SUCCEEDED" if outcome.good else _FINAL_STATES[outcome.state],
        "pipelineJobResourceName": scope.job["{{$.pipeline_job_resource_name}}"],
        "pipelineTaskName": task,
        "error": error,
    }


def _artifacts(source: FromTask | FromParent, scope: Scope) -> tuple[Artifact, ...]:
    match source:
        case FromParent(name):
            return scope.inputs.artifacts.get(name, ())
        case FromTask(task, key):
            return scope.done[task].values.artifacts.get(key, ())


def _received(name: str, value: Any, parameter_type: str) -> Any:
    """The driver turns text into the declared type and, for text, anything into text."""
    try:
        if parameter_type == "STRING":
            return value if isinstance(value, str) else as_text(value)
        if isinstance(value, str):
            return from_text(value, parameter_type)
        return transported(value)
    except ValueError as error:
        raise StepError(f"input {name!r}: {error}") from None
