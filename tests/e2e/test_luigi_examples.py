"""Luigi's own examples: the compiled YAML is the graph that Luigi's scheduler saw."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.pipelines import compiled_graph, convert, report_of
from tests.luigi_examples import luigi_examples_without_waiting

pytestmark = pytest.mark.network

GOLDEN = Path(__file__).parents[1] / "golden/dags/luigi-examples"
COUNTS = {
    "ArtistToplistToDatabase": (10, 9),
    "Dynamic": (1, 0),
    "EntryPoint": (218, 255),
    "Foo": (11, 10),
    "HelloWorldTask": (1, 0),
    "Top10Artists": (32, 31),
    "WordCount": (31, 30),
}

QUICK = ("EntryPoint", "Top10Artists")


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text())
    return found


def convert_example(name: str, out: Path) -> Path:
    golden = recorded(name)
    params = [f"--param={key}={text}" for key, text in golden["params"].items()]
    repo = luigi_examples_without_waiting(out.with_name("repo"), "/tmp")
    return convert(repo, golden["module"], golden["task"], out, *params)


@pytest.mark.parametrize(
    "name",
    [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in COUNTS],
)
def test_compiled_graph_is_luigis(name: str, tmp_path: Path) -> None:
    golden, found = recorded(name), compiled_graph(convert_example(name, tmp_path / "out"))
    assert (len(found.tasks), len(found.edges)) == COUNTS[name]
    assert found.edges == {tuple(edge) for edge in golden["edges"]}
    assert found.tasks == {n["id"]: (n["family"], n["params"]) for n in golden["nodes"]}


@pytest.mark.slow
def test_dynamic_tasks_are_listed_in_the_report(tmp_path: Path) -> None:
    report = report_of(convert_example("Dynamic", tmp_path / "out"))
    assert "Dynamic_1_70f3573dac" in json.dumps(report["proofs"])
    assert [f["subject"] for f in report["findings"] if f["code"] == "LK003"]


@pytest.mark.slow
def test_random_graph_has_the_structure_of_its_program(tmp_path: Path) -> None:
    """Which Bars there are is drawn anew each time; it always is a tree, one Foo on three Bars."""
    repo = luigi_examples_without_waiting(tmp_path / "repo", "/tmp")
    project = convert(repo, "examples.foo_complex", "examples.Foo", tmp_path / "out")
    found = compiled_graph(project)
    families = Counter(family for family, _ in found.tasks.values())
    needs = Counter(down for _, down in found.edges)
    feeds = Counter(up for up, _ in found.edges)
    (root,) = (task for task, (family, _) in found.tasks.items() if family == "examples.Foo")
    assert families.keys() == {"examples.Foo", "examples.Bar"}
    assert needs[root] == 3
    assert all(count <= 2 for task, count in needs.items() if task != root)
    assert {feeds[task] for task in found.tasks if task != root} == {1}
    assert len(found.edges) == len(found.tasks) - 1
