"""Pipelines that kfp compiled, with inputs that change places: tasks and edges stay as they are."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bridges.kfp.load import pipeline_from_documents
from migrate.cli.main import run
from migrate.parity.graph import GraphParity, Status, as_json, compare_graphs
from migrate.parity.graph.kfp_side import kfp_side
from migrate.parity.graph.report import report_of
from migrate.report import html

SHA = "0" * 64


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from kfp import compiler

    from tests.parity.graph.shop_pipeline import shop

    path = tmp_path_factory.mktemp("compiled") / "shop.yaml"
    compiler.Compiler().compile(shop, str(path))
    document: dict[str, Any] = next(yaml.safe_load_all(path.read_text()))
    return document


Change = Callable[[dict[str, Any]], None]


def tasks(document: dict[str, Any]) -> Any:
    return document["root"]["dag"]["tasks"]


def swap(inputs: dict[str, Any], one: str, other: str) -> None:
    inputs[one], inputs[other] = inputs[other], inputs[one]


def artifacts_of(task: str, *names: str) -> Change:
    return lambda d: swap(tasks(d)[task]["inputs"]["artifacts"], *names)


def inside(d: dict[str, Any]) -> None:
    dag = d["components"]["comp-cleaned"]["dag"]
    swap(dag["tasks"]["join"]["inputs"]["artifacts"], "left", "right")


def another_output(d: dict[str, Any]) -> None:
    given = tasks(d)["check"]["inputs"]["artifacts"]["more"]["taskOutputArtifact"]
    given["outputArtifactKey"] = "rows"


def another_parameter(d: dict[str, Any]) -> None:
    given = tasks(d)["join"]["inputs"]["parameters"]["limit"]["taskOutputParameter"]
    given["producerTask"] = "load-2"


def a_constant(d: dict[str, Any]) -> None:
    limit = tasks(d)["join"]["inputs"]["parameters"]
    limit["limit"] = {"runtimeValue": {"constant": 1}}


def another_uri(d: dict[str, Any]) -> None:
    importer = d["deploymentSpec"]["executors"]["exec-importer"]["importer"]
    importer["artifactUri"] = {"constant": "gs://b/u"}
    parameters = tasks(d)["importer"]["inputs"]["parameters"]
    parameters["uri"] = {"runtimeValue": {"constant": "gs://b/u"}}


#: What is done to NEW, and what is found: task, input, status.
CHANGES: dict[str, tuple[Change, set[tuple[str, str, Status]]]] = {
    "two inputs of a step": (
        artifacts_of("join", "left", "right"),
        {("join", "left", Status.DIFFERENT), ("join", "right", Status.DIFFERENT)},
    ),
    "two inputs of a sub-pipeline": (
        artifacts_of("cleaned", "left", "right"),
        {("cleaned/join", side, Status.DIFFERENT) for side in ("left", "right")},
    ),
    "two inputs inside a sub-pipeline": (
        inside,
        {("cleaned/join", side, Status.DIFFERENT) for side in ("left", "right")},
    ),
    "another output of the same step": (another_output, {("check", "more", Status.DIFFERENT)}),
    "another step's parameter": (another_parameter, {("join", "limit", Status.DIFFERENT)}),
    "a constant in place of a parameter": (a_constant, {("join", "limit", Status.MISSING)}),
    "an importer of something else": (
        another_uri,
        {("cleaned/join", "right", Status.DIFFERENT)},
    ),
}


def parity(old: dict[str, Any], new: dict[str, Any]) -> GraphParity:
    sides = (
        kfp_side(pipeline_from_documents([document]), {}, "p.yaml", SHA) for document in (old, new)
    )
    return compare_graphs(*sides)


@pytest.mark.parametrize("title", CHANGES)
def test_an_input_that_is_fed_otherwise_is_found(title: str, compiled: dict[str, Any]) -> None:
    change, expected = CHANGES[title]
    new = copy.deepcopy(compiled)
    change(new)
    found = parity(compiled, new)
    others = [wire for wire in found.wires if wire.status is not Status.SAME]
    assert {(wire.task, wire.input, wire.status) for wire in others} == expected
    assert not found.equal
    assert {one.code for one in report_of(found).findings} >= {"PA108"}
    assert "Inputs that are fed otherwise" in html.render(report_of(found))
    jsonschema.Draft202012Validator(as_json.schema()).validate(as_json.to_json(found))


def test_a_pipeline_equals_itself_with_all_its_wires(compiled: dict[str, Any]) -> None:
    found = parity(compiled, compiled)
    assert found.equal, [str(n.unknown) for n in found.unproved]
    told = {
        (wire.task, wire.input): [str(source) for source in wire.new]
        for wire in found.wires
        if wire.status is Status.SAME
    }
    assert told["join", "left"] == ["load.rows"]
    assert told["cleaned/join", "left"] == ["join.joined"]
    assert told["cleaned/join", "right"] == ["(importer of gs://b/t).artifact"]
    assert told["check", "data"] == ["cleaned/join.joined"]
    assert told["join", "limit"] == ["load.Output"]
    (counts,) = (sources for (task, _), sources in told.items() if task == "total")
    assert [source.partition("[")[2] for source in counts] == [
        f"{i}]/load-3.Output" for i in range(2)
    ]


def test_names_of_tasks_do_not_matter(compiled: dict[str, Any]) -> None:
    """kfp numbers the tasks of a component: the users may be load-2 in the other pipeline."""
    text = yaml.safe_dump(tasks(compiled))
    renamed = text.replace("load-2", "load-9").replace("load\n", "load-2\n")
    new = copy.deepcopy(compiled)
    new["root"]["dag"]["tasks"] = {
        {"load": "load-2", "load-2": "load-9"}.get(name, name): task
        for name, task in yaml.safe_load(renamed).items()
    }
    for name in ("load-2", "load-9"):
        component = "comp-load" if name == "load-2" else "comp-load-2"
        tasks(new)[name]["componentRef"]["name"] = component
    assert parity(compiled, new).equal


def test_by_command(compiled: dict[str, Any], tmp_path: Path, capsys: Any) -> None:
    new = copy.deepcopy(compiled)
    CHANGES["two inputs of a step"][0](new)
    for name, document in (("old", compiled), ("new", new)):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(document))
    old, other = (str(tmp_path / f"{name}.yaml") for name in ("old", "new"))
    assert run(["parity", "graph", old, old]) == 0
    assert run(["parity", "graph", old, other]) == 3
    assert "left of join is load-2.rows in NEW, load.rows in OLD" in capsys.readouterr().out
