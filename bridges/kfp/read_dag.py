"""The tasks of a DAG, as a compiled pipeline describes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bridges.kfp.errors import SpecInvalid
from bridges.kfp.spec import (
    Constant,
    Dag,
    FinalStatus,
    FromParent,
    FromTask,
    Loop,
    ParameterInput,
    Retry,
    Task,
)

Json = Mapping[str, Any]
_ALWAYS: Final = "ALL_UPSTREAM_TASKS_COMPLETED"
_SELECTOR: Final = re.compile(r'parseJson\(string_value\)((?:\["[^"]*"\])+)')


def read_dag(body: Json) -> Dag:
    """The tasks and outputs; raises SpecInvalid for an input of unknown form."""
    outputs = body.get("outputs", {})
    return Dag(
        tasks={name: _task(name, task) for name, task in body.get("tasks", {}).items()},
        parameters={k: _parameter_sources(v) for k, v in outputs.get("parameters", {}).items()},
        artifacts={
            k: tuple(FromTask(s["producerSubtask"], s["outputArtifactKey"]) for s in selected)
            for k, v in outputs.get("artifacts", {}).items()
            for selected in [v.get("artifactSelectors", ())]
        },
    )


def _parameter_sources(body: Json) -> tuple[FromTask, ...]:
    selectors = (
        body["valueFromOneof"]["parameterSelectors"]
        if "valueFromOneof" in body
        else [body["valueFromParameter"]]
    )
    return tuple(FromTask(s["producerSubtask"], s["outputParameterKey"]) for s in selectors)


def _task(name: str, body: Json) -> Task:
    inputs = body.get("inputs", {})
    trigger = body.get("triggerPolicy", {})
    parameters = {k: _parameter_input(name, v) for k, v in inputs.get("parameters", {}).items()}
    artifacts = {k: _artifact_input(name, v) for k, v in inputs.get("artifacts", {}).items()}
    return Task(
        name=name,
        component=body["componentRef"]["name"],
        display_name=body.get("taskInfo", {}).get("name", name),
        dependencies=frozenset(body.get("dependentTasks", ()))
        | frozenset(_producers([p.source for p in parameters.values()]))
        | frozenset(_producers(list(artifacts.values()))),
        declared=frozenset(body.get("dependentTasks", ())),
        parameters=parameters,
        artifacts=artifacts,
        condition=trigger.get("condition", ""),
        runs_always=trigger.get("strategy") == _ALWAYS,
        loop=_loop(body),
        retry=_retry(body.get("retryPolicy", {})),
        cached=body.get("cachingOptions", {}).get("enableCache", False),
    )


def _producers(sources: list[Any]) -> Iterator[str]:
    for source in sources:
        if isinstance(source, FromTask | FinalStatus):
            yield source.task


def _parameter_input(task: str, body: Json) -> ParameterInput:
    selector = body.get("parameterExpressionSelector", "")
    return ParameterInput(_parameter_source(task, body), _keys(task, selector))


def _parameter_source(task: str, body: Json) -> Constant | FromTask | FromParent | FinalStatus:
    match body:
        case {"runtimeValue": {"constant": value}}:
            return Constant(value)
        case {"taskOutputParameter": output}:
            return FromTask(output["producerTask"], output["outputParameterKey"])
        case {"componentInputParameter": name}:
            return FromParent(name)
        case {"taskFinalStatus": status}:
            return FinalStatus(status["producerTask"])
    raise SpecInvalid(f"task {task}: cannot read the parameter input {dict(body)}")


def _artifact_input(task: str, body: Json) -> FromTask | FromParent:
    match body:
        case {"taskOutputArtifact": output}:
            return FromTask(output["producerTask"], output["outputArtifactKey"])
        case {"componentInputArtifact": name}:
            return FromParent(name)
    raise SpecInvalid(f"task {task}: cannot read the artifact input {dict(body)}")


def _keys(task: str, selector: str) -> tuple[str, ...]:
    if not selector:
        return ()
    match = _SELECTOR.fullmatch(selector)
    if match is None:
        raise SpecInvalid(f"task {task}: cannot read the selector {selector!r}")
    return tuple(re.findall(r'\["([^"]*)"\]', match[1]))


def _loop(body: Json) -> Loop | None:
    limit = int(body.get("iteratorPolicy", {}).get("parallelismLimit", 0))
    match body:
        case {"parameterIterator": {"itemInput": item, "items": {"raw": raw}}}:
            return Loop(item, json.loads(raw), parallelism=limit)
        case {"parameterIterator": {"itemInput": item, "items": {"inputParameter": name}}}:
            return Loop(item, name, parallelism=limit)
        case {"artifactIterator": {"itemInput": item, "items": {"inputArtifact": name}}}:
            return Loop(item, name, over_artifacts=True, parallelism=limit)
    return None


def _retry(body: Json) -> Retry:
    return Retry(
        attempts=1 + int(body.get("maxRetryCount", 0)),
        backoff=_seconds(body.get("backoffDuration", "0s")),
        factor=float(body.get("backoffFactor", 1.0)),
        longest=_seconds(body.get("backoffMaxDuration", "3600s")),
    )


def _seconds(duration: str) -> float:
    return float(duration.removesuffix("s"))
