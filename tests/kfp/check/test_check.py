"""Each check finds its planted defect and names it; a clean pipeline is clean."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from migrate.kfp.check import CHECKS, check
from migrate.kfp.convert import Conversion
from tests.kfp.conftest import spec_of

Spec = dict[str, Any]


def tasks(spec: Spec) -> dict[str, Any]:
    found: dict[str, Any] = spec["root"]["dag"]["tasks"]
    return found


def component(spec: Spec, task: str) -> dict[str, Any]:
    found: dict[str, Any] = spec["components"][tasks(spec)[task]["componentRef"]["name"]]
    return found


def unknown_field(spec: Spec) -> None:
    tasks(spec)["total"]["retries"] = 3


def unknown_enum(spec: Spec) -> None:
    component(spec, "clean")["inputDefinitions"]["parameters"]["limit"]["parameterType"] = "INT"


def no_schema_version(spec: Spec) -> None:
    del spec["schemaVersion"]


def no_pipeline_name(spec: Spec) -> None:
    del spec["pipelineInfo"]["name"]


def missing_component(spec: Spec) -> None:
    tasks(spec)["total"]["componentRef"]["name"] = "comp-none"


def missing_executor(spec: Spec) -> None:
    component(spec, "total")["executorLabel"] = "exec-none"


def neither_executor_nor_dag(spec: Spec) -> None:
    del component(spec, "total")["executorLabel"]


def dangling_dependent_task(spec: Spec) -> None:
    tasks(spec)["total"]["dependentTasks"].append("none")


def dangling_producer(spec: Spec) -> None:
    artifacts = tasks(spec)["total"]["inputs"]["artifacts"]
    artifacts["raw"]["taskOutputArtifact"]["producerTask"] = "none"


def producer_that_is_not_waited_for(spec: Spec) -> None:
    tasks(spec)["total"]["dependentTasks"].remove("raw")


def unknown_output(spec: Spec) -> None:
    artifacts = tasks(spec)["total"]["inputs"]["artifacts"]
    artifacts["raw"]["taskOutputArtifact"]["outputArtifactKey"] = "none"


def missing_input(spec: Spec) -> None:
    del tasks(spec)["clean"]["inputs"]["parameters"]["limit"]


def unknown_input(spec: Spec) -> None:
    given = tasks(spec)["clean"]["inputs"]["parameters"]
    given["extra"] = copy.deepcopy(given["limit"])


def unknown_pipeline_parameter(spec: Spec) -> None:
    given = tasks(spec)["clean"]["inputs"]["parameters"]
    given["limit"] = {"componentInputParameter": "none"}


def cycle(spec: Spec) -> None:
    tasks(spec)["raw"]["dependentTasks"] = ["total"]


def self_cycle(spec: Spec) -> None:
    tasks(spec)["raw"]["dependentTasks"] = ["raw"]


def illegal_task_name(spec: Spec) -> None:
    tasks(spec)["Bad_Name"] = tasks(spec).pop("total")


def illegal_pipeline_name(spec: Spec) -> None:
    spec["pipelineInfo"]["name"] = "Bad Name"


def long_pipeline_name(spec: Spec) -> None:
    spec["pipelineInfo"]["name"] = "x" * 129


def constant(value: Any, name: str = "limit") -> Callable[[Spec], None]:
    def mutate(spec: Spec) -> None:
        given = tasks(spec)["clean"]["inputs"]["parameters"]
        given[name] = {"runtimeValue": {"constant": value}}

    mutate.__name__ = f"{name}_is_{value!r}"
    return mutate


DEFECTS: list[tuple[Callable[[Spec], None], str, str]] = [
    (unknown_field, "strict proto parse", "retries"),
    (unknown_enum, "strict proto parse", "INT"),
    (no_schema_version, "strict proto parse", "schemaVersion is missing"),
    (no_pipeline_name, "strict proto parse", "pipelineInfo.name is missing"),
    (missing_component, "references", "component 'comp-none' is missing"),
    (missing_executor, "references", "executor 'exec-none' is missing"),
    (neither_executor_nor_dag, "references", "neither an executor nor a DAG"),
    (dangling_dependent_task, "references", "dependent task 'none' is missing"),
    (dangling_producer, "references", "comes from 'none', which is missing"),
    (producer_that_is_not_waited_for, "references", "not among its dependent tasks"),
    (unknown_output, "references", "which has no output 'none'"),
    (missing_input, "references", "required input 'limit' is not given"),
    (unknown_input, "references", "input 'extra' is unknown to its component"),
    (unknown_pipeline_parameter, "references", "takes 'none', which the pipeline does not have"),
    (cycle, "cycles", "root: cycle"),
    (self_cycle, "cycles", "raw → raw"),
    (illegal_task_name, "names", "task name 'Bad_Name'"),
    (illegal_pipeline_name, "names", "pipeline name 'Bad Name'"),
    (long_pipeline_name, "names", "pipeline name"),
    (constant("10"), "parameter types", "limit is '10', not a NUMBER_INTEGER"),
    (constant(10.5), "parameter types", "limit is 10.5, not a NUMBER_INTEGER"),
    (constant(True), "parameter types", "limit is True, not a NUMBER_INTEGER"),
    (constant("0.5", "ratio"), "parameter types", "not a NUMBER_DOUBLE"),
    (constant("true", "strict"), "parameter types", "not a BOOLEAN"),
    (constant(1, "day"), "parameter types", "day is 1, not a STRING"),
    (constant(None, "day"), "parameter types", "day is None, not a STRING"),
]


@pytest.mark.parametrize(("mutate", "name", "named"), DEFECTS, ids=[d[0].__name__ for d in DEFECTS])
def test_a_planted_defect_is_found(
    conversion: Conversion, mutate: Callable[[Spec], None], name: str, named: str
) -> None:
    spec = spec_of(conversion)
    mutate(spec)
    problems = CHECKS[name](spec)
    assert any(named in problem for problem in problems), problems


FINE = [constant(10), constant(10.0), constant(1, "ratio"), constant(False, "strict")]


@pytest.mark.parametrize("mutate", FINE, ids=[f.__name__ for f in FINE])
def test_other_spellings_of_a_value_are_fine(
    conversion: Conversion, mutate: Callable[[Spec], None]
) -> None:
    spec = spec_of(conversion)
    mutate(spec)
    assert not any(check(spec).values())


def test_defects_of_a_sub_pipeline_are_found(conversion: Conversion) -> None:
    spec = spec_of(conversion)
    inner = copy.deepcopy(spec["root"])
    spec["components"]["comp-inner"] = inner
    spec["root"] = {"dag": {"tasks": {"inner": {"componentRef": {"name": "comp-inner"}}}}}
    inner["dag"]["tasks"]["raw"]["dependentTasks"] = ["raw"]
    inner["dag"]["tasks"]["total"]["dependentTasks"].append("none")
    found = check(spec)
    assert found["cycles"] == ["comp-inner: cycle raw → raw"]
    assert "comp-inner.total: dependent task 'none' is missing" in found["references"]
