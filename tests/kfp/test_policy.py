"""Retries, timeouts and caching of a step."""

from __future__ import annotations

from typing import Any

import pytest

from migrate.kfp.plan import Flow, Mode
from migrate.kfp.policy import configured, policy_of
from migrate.luigi.graph import Node
from tests.kfp.building import graph, task

ARTIFACT = Flow(Mode.ARTIFACT, ())


def node(outputs: Any = "out/x", **more: Any) -> Node:
    built = graph(task("T", outputs=outputs, **more))
    return built.nodes[built.root]


RETRIES = {"three attempts": (3, 2), "one": (1, 0), "none": (0, 0), "negative": (-1, 0)}
RETRIES |= {"no number": ("3", 0), "a bool": (True, 0), "too many": (2**40, 0)}  # type: ignore[dict-item]


@pytest.mark.parametrize(("count", "retries"), RETRIES.values(), ids=RETRIES)
def test_retries(count: Any, retries: int) -> None:
    assert policy_of(node(attributes={"retry_count": count}), ARTIFACT, False).retries == retries


TIMEOUTS = {"seconds": (600, 600), "none": (0, 0), "nan": (float("nan"), 0)}
TIMEOUTS |= {"a fraction is rounded up": (0.5, 1), "infinite": (float("inf"), 0)}


@pytest.mark.parametrize(("worker_timeout", "seconds"), TIMEOUTS.values(), ids=TIMEOUTS)
def test_timeout(worker_timeout: Any, seconds: int) -> None:
    found = policy_of(node(attributes={"worker_timeout": worker_timeout}), ARTIFACT, False)
    assert found.timeout == seconds


CACHED = {
    "all data are artifacts": (node(), ARTIFACT, True),
    "no output": (node(None), ARTIFACT, False),
    "external": (node(kind="external"), ARTIFACT, False),
    "reads the volume": (node(), Flow(Mode.ARTIFACT, (), True), False),
    "on the volume": (node(), Flow(Mode.WORKSPACE, (), True), False),
    "in place": (node(), Flow(Mode.IN_PLACE, ()), False),
}


@pytest.mark.parametrize(("found", "flow", "cached"), CACHED.values(), ids=CACHED)
def test_caching_is_left_on_only_where_kfp_sees_all_data(
    found: Node, flow: Flow, cached: bool
) -> None:
    assert policy_of(found, flow, False).caching is cached


CONFIGURATIONS = {
    "new spelling": ({"worker": {"timeout": "30"}, "scheduler": {"retry_count": "4"}}, (3, 30)),
    "old spelling": ({"core": {"worker-timeout": "9"}, "scheduler": {"retry-count": "2"}}, (1, 9)),
    "no number": ({"worker": {"timeout": "never"}, "scheduler": {"retry_count": ""}}, (0, 0)),
    "nothing": ({}, (0, 0)),
}


@pytest.mark.parametrize(("config", "found"), CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_the_configuration_stands_in_for_the_task(
    config: dict[str, dict[str, str]], found: tuple[int, int]
) -> None:
    everywhere = configured(graph(task("T"), config=config))
    policy = policy_of(node(), ARTIFACT, False, everywhere)
    assert (policy.retries, policy.timeout) == found
    own = node(attributes={"retry_count": 6, "worker_timeout": 7})
    policy = policy_of(own, ARTIFACT, False, everywhere)
    assert (policy.retries, policy.timeout) == (5, 7)
