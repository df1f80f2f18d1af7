"""Where each task's data lives, by the evidence its source gives."""

from __future__ import annotations

from typing import Any

import pytest

from migrate.kfp.dataflow import decide_flows
from migrate.kfp.flow_reasons import HIDDEN
from migrate.kfp.local_targets import is_local
from migrate.kfp.plan import Flow, Mode
from migrate.luigi.graph import Target, TaskGraph
from tests.kfp.building import (
    MODULE,
    READS,
    Raw,
    chain,
    graph,
    task,
    task_class,
    wrapper,
    wrapper_class,
)

READS_INPUT = READS[0]


def fact(name: str, method: str = "run") -> Raw:
    return {"name": name, "method": method, "path": "shop.py", "line": 7, "detail": "it"}


def flow_of(built: TaskGraph, family: str, **overrides: Mode) -> Flow:
    flows = decide_flows(built, overrides)
    (task_id,) = (i for i, n in built.nodes.items() if n.family == family)
    return flows[task_id]


def modes(built: TaskGraph, **overrides: Mode) -> dict[str, tuple[str, bool]]:
    flows = decide_flows(built, overrides)
    return {
        node.family: (flows[i].mode.value, flows[i].mounts_workspace)
        for i, node in built.nodes.items()
    }


ARTIFACT, WORKSPACE, IN_PLACE = ("artifact", False), ("workspace", True), ("in_place", False)

# Facts and more of the middle one of A → B → C.
MIDDLE: dict[str, tuple[Raw, tuple[str, bool]]] = {
    "reads input()": (task_class("B"), ARTIFACT),
    "reads requires()": (task_class("B", [fact("reads_requires")]), ARTIFACT),
    "never reads input()": (task_class("B", []), WORKSPACE),
    "never reads input(), run() inherited from Luigi": (
        task_class("B", [], defines={}),
        ARTIFACT,
    ),
    "does I/O in another method": (
        task_class("B", [READS_INPUT, fact("opens_path", "report")]),
        ARTIFACT,
    ),
    "reads the clock": (task_class("B", [READS_INPUT, fact("reads_clock")]), ARTIFACT),
    "an event handler does I/O": (
        task_class("B", [READS_INPUT, fact("opens_path", "event handler log")]),
        WORKSPACE,
    ),
    "only an event handler reads input()": (
        task_class("B", [fact("reads_input", "event handler log")]),
        WORKSPACE,
    ),
    "talks to a service": (task_class("B", [READS_INPUT, fact("touches_network")]), ARTIFACT),
    "own complete()": (
        task_class("B", defines={"run": f"{MODULE}:B", "complete": f"{MODULE}:B"}),
        WORKSPACE,
    ),
    "complete() of Luigi": (
        task_class("B", defines={"run": f"{MODULE}:B", "complete": "luigi.task:Task"}),
        ARTIFACT,
    ),
    **{name: (task_class("B", [READS_INPUT, fact(name)]), WORKSPACE) for name in HIDDEN},
}


@pytest.mark.parametrize(("cls", "expected"), MIDDLE.values(), ids=MIDDLE)
def test_mode_by_facts(cls: Raw, expected: tuple[str, bool]) -> None:
    built = chain("A", "B", "C", classes={"B": cls})
    found = modes(built)
    assert found["B"] == expected
    assert found["A"] == expected, "what is above a reader of paths keeps its paths"
    below = ("artifact", expected == WORKSPACE)
    assert found["C"] == below, "below, only the volume is needed to read"


def test_the_evidence_is_told_with_its_place() -> None:
    built = chain("A", "B", classes={"B": task_class("B", [READS_INPUT, fact("opens_path")])})
    assert [str(r) for r in flow_of(built, "B").reasons] == [
        "run() does I/O on a path of its own: it (shop.py:7)"
    ]
    assert "B below it" in str(flow_of(built, "A").reasons[0])


OVERRIDES: dict[str, tuple[Mode, tuple[str, bool], tuple[str, bool]]] = {
    "artifact": (Mode.ARTIFACT, ("artifact", False), ARTIFACT),
    "workspace": (Mode.WORKSPACE, WORKSPACE, WORKSPACE),
    "in place": (Mode.IN_PLACE, IN_PLACE, WORKSPACE),
}


@pytest.mark.parametrize(("mode", "own", "above"), OVERRIDES.values(), ids=OVERRIDES)
def test_an_override_wins_and_decides_what_is_above(
    mode: Mode, own: tuple[str, bool], above: tuple[str, bool]
) -> None:
    built = chain("A", "B", classes={"B": task_class("B", [READS_INPUT, fact("opens_path")])})
    found = modes(built, B=mode)
    assert found["A"] == above
    assert flow_of(built, "B", B=mode).overridden
    assert found["B"][0] == own[0]
    assert found["B"][1] == (own[1] or above == WORKSPACE)


def target(class_name: str, **more: Any) -> Raw:
    return {"class_name": class_name, "path": "out/x", **more}


TARGETS: dict[str, tuple[Raw | None, tuple[str, bool]]] = {
    "local": (target("luigi.local_target.LocalTarget"), ARTIFACT),
    "mock": (target("luigi.mock.MockTarget"), ARTIFACT),
    "of the repository": (target("shop.GzipTarget"), WORKSPACE),
    "S3": (target("luigi.contrib.s3.S3Target", path="s3://b/x"), IN_PLACE),
    "HDFS with a plain path": (target("luigi.contrib.hdfs.target.HdfsTarget"), IN_PLACE),
    "subclass of a contrib target": (
        target("shop.Ours", bases=["luigi.contrib.ssh.RemoteTarget"]),
        IN_PLACE,
    ),
    "table": (target("luigi.contrib.postgres.PostgresTarget", path=""), IN_PLACE),
    "none": (None, ARTIFACT),
}


@pytest.mark.parametrize(("output", "expected"), TARGETS.values(), ids=TARGETS)
def test_mode_by_target(output: Raw | None, expected: tuple[str, bool]) -> None:
    assert modes(graph(task("T", outputs=output))) == {"T": expected}


def test_two_tasks_that_write_one_path_share_the_volume() -> None:
    first = task("A", outputs="out/x")
    built = graph(first, task("B", requires=first["task_id"], outputs="out/x"))
    assert modes(built) == {"A": WORKSPACE, "B": WORKSPACE}
    assert "output of several tasks" in str(flow_of(built, "A").reasons[0])


def test_an_external_task_may_describe_the_path_that_another_writes() -> None:
    external = task("E", kind="external", outputs="out/x")
    built = graph(external, task("B", requires=external["task_id"], outputs="out/x"))
    assert modes(built)["B"][0] == "artifact"


def test_an_external_file_is_looked_for_on_the_volume() -> None:
    external = task("E", kind="external", outputs="data/x")
    built = graph(external, task("B", requires=external["task_id"], outputs="out/x"))
    assert modes(built) == {"E": ("artifact", True), "B": ARTIFACT}


def test_errors_and_dynamic_dependencies_keep_the_paths() -> None:
    error = {"where": "output", "type": "ValueError", "message": "no"}
    assert modes(graph(task("T", errors=[error]))) == {"T": WORKSPACE}
    assert modes(graph(task("T", dynamic=True))) == {"T": WORKSPACE}


def test_below_a_dropped_wrapper_the_volume_is_mounted_too() -> None:
    """The step asks the wrapper to be complete, which asks for files on the volume."""
    a = task("A", outputs="out/a")
    w = wrapper("W", a)
    classes = {
        "A": task_class("A", [fact("opens_path")]),
        "W": wrapper_class("W"),
    }
    built = graph(a, w, task("B", requires=w["task_id"], outputs="out/b"), classes=classes)
    assert modes(built)["A"] == WORKSPACE
    assert modes(built)["B"] == ("artifact", True)


ASKS_THE_VOLUME: dict[str, Raw] = {
    "own complete()": task_class("A", defines={"run": f"{MODULE}:A", "complete": f"{MODULE}:A"}),
    "sets complete": task_class("A", [fact("sets_complete")]),
}


@pytest.mark.parametrize("own", ASKS_THE_VOLUME.values(), ids=ASKS_THE_VOLUME)
def test_below_a_task_whose_complete_looks_at_the_volume_it_is_mounted(own: Raw) -> None:
    a = task("A")
    below = task("B", requires=a["task_id"], outputs="out/b")
    assert modes(graph(a, below, classes={"A": own})) == {"A": WORKSPACE, "B": ("artifact", True)}


def test_what_is_above_a_wrapper_with_own_work_keeps_its_paths_for_the_task_below() -> None:
    a = task("A", outputs="out/a")
    w = wrapper("W", a)
    classes = {"W": wrapper_class("W", run=f"{MODULE}:W")}
    below = graph(a, w, task("B", requires=w["task_id"], outputs="out/b"), classes=classes)
    assert modes(below) == {"A": WORKSPACE, "W": WORKSPACE, "B": ("artifact", True)}
    alone = graph(a, w, classes=classes)
    assert modes(alone) == {"A": ARTIFACT, "W": ARTIFACT}


LOCAL = {
    "plain path": (Target("luigi.local_target.LocalTarget", path="out/x"), True),
    "no path": (Target("shop.Row"), False),
    "uri": (Target("shop.T", path="x", uri="gs://b/x"), False),
    "scheme in the path": (Target("shop.T", path="gs://b/x"), False),
    "contrib": (Target("luigi.contrib.ftp.RemoteTarget", path="x"), False),
}


@pytest.mark.parametrize(("found", "local"), LOCAL.values(), ids=LOCAL)
def test_what_is_local(found: Target, local: bool) -> None:
    assert is_local(found) is local
