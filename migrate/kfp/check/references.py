"""Everything a task refers to exists: components, executors, producers, outputs, inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.kfp.check.dags import Task, component_of, dags, tasks

KINDS = ("parameters", "artifacts")
PRODUCED = {
    "parameters": ("taskOutputParameter", "outputParameterKey"),
    "artifacts": ("taskOutputArtifact", "outputArtifactKey"),
}
GIVEN = {"parameters": "componentInputParameter", "artifacts": "componentInputArtifact"}


def references(spec: Mapping[str, Any]) -> list[str]:
    """Dangling references; kfp's loader misses all of them."""
    return [
        f"{dag}.{name}: {problem}"
        for dag, component in dags(spec)
        for name, task in tasks(component).items()
        for problem in _task_problems(spec, component, task)
    ]


def _task_problems(spec: Mapping[str, Any], dag: Mapping[str, Any], task: Task) -> Iterator[str]:
    component = component_of(spec, task)
    if not component:
        yield f"component {task.get('componentRef', {}).get('name')!r} is missing"
        return
    yield from _executor_problems(spec, component)
    siblings = tasks(dag)
    yield from (
        f"dependent task {n!r} is missing"
        for n in task.get("dependentTasks", ())
        if n not in siblings
    )
    for kind in KINDS:
        yield from _input_problems(spec, dag, task, kind)


def _executor_problems(spec: Mapping[str, Any], component: Mapping[str, Any]) -> Iterator[str]:
    label = component.get("executorLabel")
    if label and label not in spec.get("deploymentSpec", {}).get("executors", {}):
        yield f"executor {label!r} is missing"
    if not label and "dag" not in component:
        yield "its component has neither an executor nor a DAG"


def _input_problems(
    spec: Mapping[str, Any], dag: Mapping[str, Any], task: Task, kind: str
) -> Iterator[str]:
    declared = component_of(spec, task).get("inputDefinitions", {}).get(kind, {})
    given = task.get("inputs", {}).get(kind, {})
    for name, definition in declared.items():
        if (
            name not in given
            and not definition.get("isOptional")
            and "parameterIterator" not in task
        ):
            yield f"required input {name!r} is not given"
    for name, source in given.items():
        if name not in declared:
            yield f"input {name!r} is unknown to its component"
        yield from _source_problems(spec, dag, task, kind, name, source)


def _source_problems(
    spec: Mapping[str, Any],
    dag: Mapping[str, Any],
    task: Task,
    kind: str,
    name: str,
    source: Mapping[str, Any],
) -> Iterator[str]:
    field, key = PRODUCED[kind]
    inherited = source.get(GIVEN[kind])
    if inherited is not None and inherited not in dag.get("inputDefinitions", {}).get(kind, {}):
        yield f"input {name!r} takes {inherited!r}, which the pipeline does not have"
    if field not in source:
        return
    producer = source[field]["producerTask"]
    if producer not in tasks(dag):
        yield f"input {name!r} comes from {producer!r}, which is missing"
    elif producer not in task.get("dependentTasks", ()):
        yield f"input {name!r} comes from {producer!r}, which is not among its dependent tasks"
    elif source[field][key] not in _outputs(spec, dag, producer, kind):
        yield f"input {name!r} comes from {producer!r}, which has no output {source[field][key]!r}"


def _outputs(
    spec: Mapping[str, Any], dag: Mapping[str, Any], producer: str, kind: str
) -> Mapping[str, Any]:
    component = component_of(spec, tasks(dag)[producer])
    found: Mapping[str, Any] = component.get("outputDefinitions", {}).get(kind, {})
    return found
