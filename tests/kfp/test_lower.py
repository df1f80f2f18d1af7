"""One step per task, one component per shape, names that never shadow each other."""

from __future__ import annotations

import json

import pytest

from migrate.kfp.helper_steps import PREPARE
from migrate.kfp.plan import Kind
from tests.kfp.building import (
    Raw,
    chain,
    graph,
    int_param,
    lowered,
    param,
    task,
    task_class,
)


def test_tasks_of_one_shape_share_a_component() -> None:
    days = [task("Day", [int_param("n", n)], outputs=f"out/{n}") for n in range(3)]
    root = task("Root", requires=[d["task_id"] for d in days], outputs="out/root")
    found = lowered(graph(*days, root))
    assert [c.name for c in found.components] == ["day", "root"]
    assert [s.variable for s in found.steps] == ["day_0", "day_1", "day_2", "root_task"]


def test_another_shape_of_requires_is_another_component() -> None:
    leaf = task("Day", [int_param("n", 0)], outputs="out/0")
    later = task("Day", [int_param("n", 1)], requires=leaf["task_id"], outputs="out/1")
    assert [c.name for c in lowered(graph(leaf, later)).components] == ["day", "day_2"]


def test_steps_are_in_topological_order_and_stable() -> None:
    built = chain("C", "A", "B")
    found = lowered(built)
    assert [s.key.split("_")[0] for s in found.steps] == ["C", "A", "B"]
    assert found == lowered(built)


# Families that pipeline.py uses for something of its own, and names that end up equal.
CLASHES = ["Step", "PrepareWorkspace", "Dsl", "Compiler", "Kubernetes", "Pipeline", "Print", "A_B"]


@pytest.mark.parametrize("family", CLASHES)
def test_a_component_shadows_nothing(family: str) -> None:
    opens = [{"name": "opens_path", "method": "run", "path": "", "line": 1, "detail": "it"}]
    built = chain("AB", family, classes={family: task_class(family, opens)})
    found = lowered(built)
    names = [c.name for c in found.components]
    assert len(set(names)) == len(names)
    luigi = {c.name for c in found.components if c.kind is not Kind.PREPARE}
    assert not luigi & {"step", "prepare_workspace", "dsl", "compiler", "pipeline", "print"}
    variables = [s.variable for s in found.steps]
    assert not set(variables) & set(names) and len(set(variables)) == len(variables)


def test_a_pipeline_parameter_shadows_nothing() -> None:
    def root(value: str) -> Raw:
        return task(
            "Root", [param("day", value), param("root_task", "1"), param("id", value + "!")]
        )

    base, *probes = (
        graph(task("Day", [param("day", "1")]), {**root(v), "requires": _one("Day", "1")})
        for v in ("1", "2")
    )
    found = lowered(base, *probes)
    assert {a.pipeline_param for s in found.steps for a in s.arguments} == {None, "day", "id_"}
    names = {c.name for c in found.components} | {s.variable for s in found.steps}
    assert not names & {"day", "id_"}


def _one(family: str, value: str) -> Raw:
    return {"task": task(family, [param("day", value)])["task_id"]}


def test_a_bound_argument_takes_the_type_of_the_pipeline_parameter() -> None:
    def made(value: int) -> Raw:
        return int_param("n", value)

    graphs = []
    for value in (1, 2):
        child = task("Child", [param("text", str(value))], outputs="out/child")
        graphs.append(graph(child, task("Root", [made(value)], requires=child["task_id"])))
    arguments = [a for s in lowered(*graphs).steps for a in s.arguments]
    assert {(a.luigi_name, a.kfp_type, a.pipeline_param) for a in arguments} == {
        ("n", "int", "n"),
        ("text", "int", "n"),
    }


def test_the_id_is_claimed_unless_it_follows_the_root() -> None:
    graphs = [graph(task("Root", [param("a", v), param("b", "1")])) for v in ("1", "2")]
    assert lowered(graphs[0]).steps[0].extras["task_id"] == graphs[0].root
    assert lowered(*graphs).steps[0].extras["task_id"] == ""


def test_what_cannot_be_written_is_rebuilt_along_the_route() -> None:
    hidden = param("parent", None, transport="object", value_type="Root")
    child = {**task("Child", [hidden]), "route": [2, 0]}
    found = lowered(graph(child, task("Root", [param("a", "1")], requires=child["task_id"])))
    step = next(s for s in found.steps if s.key.startswith("Child"))
    component = next(c for c in found.components if c.name == step.component)
    assert json.loads(step.extras["route"]) == [2, 0]
    assert component.task["root"] == {"module": "shop", "family": "Root", "params": {"a": "1"}}


def test_remote_externals_get_an_importer_behind_their_check() -> None:
    s3 = {"class_name": "luigi.contrib.s3.S3Target", "path": "s3://b/x", "uri": "s3://b/x"}
    ftp = {"class_name": "luigi.contrib.ftp.RemoteTarget", "path": "ftp://b/x", "uri": "ftp://b/x"}
    found = lowered(graph(task("E", kind="external", outputs=[s3, ftp])))
    _plan, check, importer = found.steps
    assert (importer.kind, importer.uri, importer.after) == (
        Kind.IMPORTER,
        "s3://b/x",
        (check.key,),
    )


def test_the_workspace_is_prepared_once_and_first() -> None:
    opens = [{"name": "opens_path", "method": "run", "path": "", "line": 1, "detail": "it"}]
    classes = {f: task_class(f, opens) for f in "AB"}
    found = lowered(chain("A", "B", classes=classes))
    assert [s.key for s in found.steps if s.kind is Kind.PREPARE] == [PREPARE]
    assert found.steps[0].key == PREPARE and found.steps[1].after == (PREPARE,)


def test_a_deep_chain_is_lowered() -> None:
    assert len(lowered(chain(*(f"T{n}" for n in range(1500)))).steps) == 1500
