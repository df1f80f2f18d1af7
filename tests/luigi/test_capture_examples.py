"""Capture of Luigi's own examples equals the graphs recorded from Luigi itself.

A recorded graph is a file of ``tests/golden/dags/luigi-examples``: what Luigi's scheduler saw of
that example, as task ids, families, parameters, targets and edges.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrate.luigi.graph import TaskGraph
from migrate.luigi.launch import capture_graph
from migrate.luigi.request import CaptureRequest
from tests.legacy import legacy_python
from tests.luigi_examples import luigi_examples

RECORDED = Path(__file__).parents[1] / "golden" / "dags" / "luigi-examples"
COUNTS = {
    "ArtistToplistToDatabase": (10, 9),
    "EntryPoint": (218, 255),
    "Foo": (11, 10),
    "HelloWorldTask": (1, 0),
    "Top10Artists": (32, 31),
    "WordCount": (31, 30),
}
SLEEPS = ("Foo",)  # a second in each output()
INTERPRETERS = (
    ("2.7", "luigi==2.8.13"),
    ("3.6", "luigi==2.8.13"),
    ("3.6", "luigi==3.0.3"),
    ("3.8", "luigi==3.0.3"),
    ("3.9", "luigi==3.5.0"),
    ("3.13", "luigi==3.8.1"),
)


def recorded(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((RECORDED / f"{name}.json").read_text())
    return data


def capture_example(name: str, python: Path | None = None) -> TaskGraph:
    golden = recorded(name)
    return capture_graph(
        CaptureRequest(
            repo=luigi_examples(),
            modules=(golden["module"],),
            task=golden["task"],
            params=golden["params"],
            python=python,
        )
    )


def outline(graph: TaskGraph) -> dict[str, Any]:
    """What a recorded graph says of each task."""
    return {
        node.task_id: {
            "family": node.family,
            "kind": node.kind,
            "params": {p.name: p.text for p in node.params},
            "targets": [
                {"type": leaf.value.class_name.split(".")[-1], "path": leaf.value.path}
                for leaf in node.targets()
                if leaf.value.path
            ],
        }
        for node in graph.nodes.values()
    }


def recorded_outline(golden: dict[str, Any]) -> dict[str, Any]:
    table = {}
    for node in golden["nodes"]:
        files = [t for t in node["targets"] if not t["type"].startswith("Postgres")]
        table[node["id"]] = {
            "family": node["family"],
            "kind": node["kind"],
            "params": node["params"],
            "targets": [{**t, "path": t["path"].replace("$WORK/", "")} for t in files],
        }
    return table


@pytest.mark.network
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow) if n in SLEEPS else n for n in COUNTS]
)
def test_equals_the_recorded_graph(name: str) -> None:
    graph, golden = capture_example(name), recorded(name)
    assert (len(graph.nodes), len(graph.edges)) == COUNTS[name]
    assert graph.edges == {tuple(edge) for edge in golden["edges"]}
    assert outline(graph) == recorded_outline(golden)


@pytest.mark.network
@pytest.mark.legacy
@pytest.mark.parametrize(("version", "luigi"), INTERPRETERS)
def test_every_interpreter_sees_the_same_graph(version: str, luigi: str) -> None:
    python = legacy_python(version, luigi)
    for name in set(COUNTS) - set(SLEEPS):
        graph, golden = capture_example(name, python), recorded(name)
        assert graph.edges == {tuple(edge) for edge in golden["edges"]}
        assert graph.python.startswith(version)
        assert luigi.endswith(graph.luigi)


@pytest.mark.network
@pytest.mark.legacy
def test_luigi_2_0_names_tasks_in_its_own_way() -> None:
    graph = capture_example("WordCount", legacy_python("2.7", "luigi==2.0.1"))
    assert (len(graph.nodes), len(graph.edges)) == COUNTS["WordCount"]
    assert graph.root == "WordCount(date_interval=2012-06)"
    assert graph.luigi == "2.0.1"


@pytest.mark.network
@pytest.mark.legacy
@pytest.mark.parametrize(("version", "luigi"), INTERPRETERS)
def test_every_interpreter_reads_the_same_facts(version: str, luigi: str) -> None:
    here = capture_example("Top10Artists")
    there = capture_example("Top10Artists", legacy_python(version, luigi))
    for key, cls in here.classes.items():
        assert there.classes[key].facts == cls.facts
        assert (there.classes[key].line, there.classes[key].path) == (cls.line, cls.path)
