"""Every construct of the capture ends in the ledger, and a lost one is noticed."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from migrate.kfp.account import account
from migrate.kfp.convert import Conversion
from migrate.kfp.dataflow import decide_flows
from migrate.ledger import Ledger, LedgerMismatch, Outcome
from migrate.luigi.graph import TaskGraph
from tests.kfp.building import (
    Raw,
    graph,
    lowered,
    param,
    task,
    wrapper,
    wrapper_class,
)

EVENT = {"class": "shop:A", "event": "event.core.success", "handler": "log", "path": "", "line": 1}


def everything() -> TaskGraph:
    """One of each kind of construct, with each way it can end."""
    params = [param("a", "1"), param("token", None, transport="secret")]
    s3 = {"class_name": "luigi.contrib.s3.S3Target", "path": "s3://b/x", "uri": "s3://b/x"}
    a = task("A", params, outputs=["out/a", s3], attributes={"retry_count": 2, "priority": 3})
    dynamic = task("Dynamic", dynamic=True)
    broken = task("Broken", errors=[{"where": "output", "type": "E", "message": "m"}])
    return graph(
        a, dynamic, broken, wrapper("W", a, dynamic, broken),
        classes={"W": wrapper_class("W")},
        events=[EVENT, {**EVENT, "event": "event.core.timeout"}],
        config={"scheduler": {"x": "1"}, "shop": {"y": "2"}},
    )  # fmt: skip


def of(built: TaskGraph) -> Ledger:
    steps = frozenset(step.key for step in lowered(built).steps)
    return account(built, decide_flows(built, {}), steps)


def test_each_construct_ends_once() -> None:
    ends = {
        (e.kind, e.name.split("_")[0].split(" ")[0]): e.outcome for e in of(everything()).entries
    }
    tasks = {name: outcome for (kind, name), outcome in ends.items() if kind == "task"}
    assert tasks == {
        "A": Outcome.CONVERTED,
        "Dynamic": Outcome.NOTED,
        "Broken": Outcome.STUBBED,
        "W": Outcome.IGNORED,
    }


COUNTS = {
    "dependency": {"noted": 3},
    "parameter": {"converted": 1, "noted": 1},
    "attribute": {"converted": 1, "ignored": 1},
    "target": {"converted": 1, "noted": 1},
    "event handler": {"converted": 1, "ignored": 1},
    "configuration section": {"converted": 1, "ignored": 1},
}


@pytest.mark.parametrize(("kind", "expected"), COUNTS.items(), ids=COUNTS)
def test_how_constructs_end(kind: str, expected: dict[str, int]) -> None:
    counts = of(everything()).counts()[kind]
    assert {outcome: n for outcome, n in counts.items() if n} == expected


def test_a_task_without_a_step_is_refused() -> None:
    built = graph(task("A"))
    (entry,) = account(built, decide_flows(built, {}), frozenset()).entries
    assert (entry.outcome, entry.reason) == (Outcome.REFUSED, "no step was made")


@pytest.mark.parametrize(
    ("route", "outcome"), [([], Outcome.CONVERTED), (None, Outcome.REFUSED)], ids=["route", "none"]
)
def test_what_a_task_was_handed_ends_as_its_task_does(
    route: list[int] | None, outcome: Outcome
) -> None:
    ledger = of(graph(task("A", handed=["ports"], route=route)))
    assert {(e.kind, e.outcome) for e in ledger.entries} == {
        ("task", outcome),
        ("attribute", outcome),
    }


def test_a_real_capture_closes(conversion: Conversion) -> None:
    counts = conversion.plan.ledger.counts()
    raw = conversion.graph.raw
    assert sum(counts["task"].values()) == len(raw["nodes"])
    assert sum(counts["dependency"].values()) == len(raw["edges"])
    kinds = Counter(entry.kind for entry in conversion.plan.ledger.entries)
    assert kinds["parameter"] == sum(len(node["params"]) for node in raw["nodes"])


def add_node(raw: Raw) -> None:
    raw["nodes"].append(task("Lost"))


def add_edge(raw: Raw) -> None:
    raw["edges"].append(["x", "y"])


def add_parameter(raw: Raw) -> None:
    raw["nodes"][0]["params"].append(param("lost", "1"))


def add_attribute(raw: Raw) -> None:
    raw["nodes"][0]["attributes"] = {"lost": 1}


def add_target(raw: Raw) -> None:
    raw["nodes"][0]["outputs"] = {"dict": [["a", {"list": [{"target": {}}] * 3}]]}


def lose_node(raw: Raw) -> None:
    raw["nodes"].pop()


LOSSES: list[Callable[[Any], None]] = [
    add_node,
    add_edge,
    add_parameter,
    add_attribute,
    add_target,
    lose_node,
]


@pytest.mark.parametrize("change", LOSSES, ids=[c.__name__ for c in LOSSES])
def test_what_the_model_lost_is_noticed(change: Callable[[Any], None]) -> None:
    built = everything()
    raw = copy.deepcopy(dict(built.raw))
    change(raw)
    with pytest.raises(LedgerMismatch):
        of(replace(built, raw=raw))
