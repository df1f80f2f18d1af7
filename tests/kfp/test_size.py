"""The estimate follows its formula, and more work never looks smaller."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from migrate.kfp.convert import Conversion
from migrate.kfp.size import WARN_BYTES, WARN_TASKS, Size, estimate
from tests.kfp.conftest import spec_of


def small() -> dict[str, Any]:
    return {
        "components": {"comp-a": {"executorLabel": "exec-a"}},
        "deploymentSpec": {"executors": {"exec-a": {"container": {"image": "x"}}}},
        "root": {"dag": {"tasks": {"a": {"componentRef": {"name": "comp-a"}}}}},
    }


def test_the_formula() -> None:
    spec = small()
    task = len(json.dumps(json.dumps(spec["root"]["dag"]["tasks"]["a"])))
    container = len(json.dumps(spec["deploymentSpec"]["executors"]["exec-a"], sort_keys=True))
    distinct = container + len(json.dumps(spec["components"]["comp-a"]))
    expected = int(8590 + 1027 + 2.52 * task + 0.97 * distinct - 571)
    assert estimate(spec, 7) == Size(1, expected, 7)


def test_a_component_with_the_same_container_counts_once() -> None:
    spec = small()
    spec["components"]["comp-b"] = spec["components"]["comp-a"]
    assert estimate(spec, 0) == estimate(small(), 0)


def test_an_empty_spec_has_a_size() -> None:
    assert estimate({}, 0).tasks == 0


def test_more_tasks_are_more_bytes(wide: Conversion) -> None:
    spec = spec_of(wide)
    tasks = spec["root"]["dag"]["tasks"]
    sizes = [estimate(spec, 0)]
    for number in range(5):
        tasks[f"more-{number}"] = copy.deepcopy(tasks["part"])
        sizes.append(estimate(spec, 0))
    assert [s.tasks for s in sizes] == list(range(sizes[0].tasks, sizes[0].tasks + 6))
    assert sorted({s.argo_bytes for s in sizes}) == [s.argo_bytes for s in sizes]


def test_longer_constants_are_more_bytes() -> None:
    spec, longer = small(), small()
    longer["root"]["dag"]["tasks"]["a"]["inputs"] = {"parameters": {"p": "x" * 1000}}
    assert estimate(longer, 0).argo_bytes - estimate(spec, 0).argo_bytes > 2500


NEAR = {
    "small": (Size(1, 1, 1), False),
    "at the warning": (Size(WARN_TASKS, WARN_BYTES, 1), False),
    "many tasks": (Size(WARN_TASKS + 1, 1, 1), True),
    "many bytes": (Size(1, WARN_BYTES + 1, 1), True),
}


@pytest.mark.parametrize(("size", "near"), NEAR.values(), ids=NEAR)
def test_near_limit(size: Size, near: bool) -> None:
    assert size.near_limit is near
