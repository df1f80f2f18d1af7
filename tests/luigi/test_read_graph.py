"""A graph.json is read into a TaskGraph, or refused with what does not hold."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrate.errors import GraphInvalid
from migrate.luigi.graph import Target, to_json, upstream_by_task
from migrate.luigi.read_graph import find_cycle, graph_from_json, read_graph
from tests.luigi.capturing import captured

CODE = """
class Up(luigi.Task):
    n = luigi.IntParameter()
    def output(self):
        return {"x": [luigi.LocalTarget("up.txt")]}

class Root(luigi.Task):
    def requires(self):
        return {"a": Up(1), "b": [Up(2)]}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return captured(tmp_path_factory.mktemp("repo"), CODE)


def test_reads_what_capture_wrote(data: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "graph.json"
    file.write_text(to_json(data))
    graph = read_graph(file)
    assert graph.raw == data
    assert [n.family for n in graph.nodes.values()] == ["Root", "Up", "Up"]
    root = graph.nodes[graph.root]
    assert [leaf.path for leaf in root.required()] == [("a",), ("b", 0)]
    up = graph.nodes[upstream_by_task(graph.edges)[graph.root][0]]
    (leaf,) = up.targets()
    assert isinstance(leaf.value, Target)
    assert (leaf.path, leaf.value.path) == (("x", 0), "up.txt")
    assert up.param("n") is not None
    assert graph.classes[up.class_key].name == "Up"


def drop_node(data: dict[str, Any]) -> None:
    data["nodes"].pop()


def add_cycle(data: dict[str, Any]) -> None:
    up = data["nodes"][1]
    up["requires"] = {"task": data["root"]}
    data["edges"].append([data["root"], up["task_id"]])


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "format": (lambda d: d.update(format="x"), "not a graph captured from Luigi"),
    "version": (lambda d: d.update(version=9), "its version is 9"),
    "field": (lambda d: d.pop("captured_by"), "a field is missing"),
    "root": (lambda d: d.update(root="x"), "the root x is no node"),
    "dangling edge": (drop_node, "which is no node"),
    "twice": (lambda d: d["nodes"].append(d["nodes"][0]), "two nodes have one task id"),
    "lost edge": (lambda d: d["edges"].pop(), "are not its requirements"),
    "class": (lambda d: d["classes"].clear(), "is not described"),
    "cycle": (add_cycle, "tasks require each other"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_refuses(case: str, data: dict[str, Any]) -> None:
    breaks, message = BROKEN[case]
    broken = copy.deepcopy(data)
    breaks(broken)
    with pytest.raises(GraphInvalid, match=message) as caught:
        graph_from_json(broken)
    assert caught.value.where
    assert caught.value.next_step


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_refuses_other_files(text: str, tmp_path: Path) -> None:
    file = tmp_path / "graph.json"
    file.write_text(text)
    with pytest.raises(GraphInvalid, match=r"graph\.json"):
        read_graph(file)


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(GraphInvalid, match="cannot be read"):
        read_graph(tmp_path / "none.json")


def test_a_cycle_is_named_in_order(data: dict[str, Any]) -> None:
    assert find_cycle(graph_from_json(json.loads(json.dumps(data)))) == []
