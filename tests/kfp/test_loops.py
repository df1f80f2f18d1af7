"""Loops that one pipeline, one step or one image cannot take as they are."""

from __future__ import annotations

import pytest

from migrate.kfp.convert import Conversion, convert
from migrate.kfp.plan import Kind, Mode
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from migrate.luigi.graph import TaskGraph
from tests.kfp.building import Raw, graph, int_param, task


def month(days: int, *, lists: int = 1, setup: bool = False) -> TaskGraph:
    """Month requires ``lists`` lists of that many days; each Clean requires its Raw."""
    shared = [task("Setup", outputs="out/setup")] if setup else []
    tasks: list[Raw] = [*shared]
    clean, raw = [], []
    for n in range(days):
        ids = [shared[0]["task_id"]] if setup else None
        raw.append(task("Raw", [int_param("n", n)], outputs=f"out/raw-{n}", requires=ids))
        clean.append(
            task("Clean", [int_param("n", n)], outputs=f"out/{n}", requires=raw[n]["task_id"])
        )
        tasks += [raw[n], clean[n]]
    requires = {"clean": [t["task_id"] for t in clean], "raw": [t["task_id"] for t in raw]}
    wanted = dict(list(requires.items())[:lists])
    tasks.append(task("Month", [int_param("m", days)], requires=wanted, outputs="out/month"))
    return graph(*tasks)


def converted(
    tmp_path_factory: pytest.TempPathFactory, *graphs: TaskGraph, **settings: object
) -> Conversion:
    """The conversion; all its proofs hold."""
    source = Source(tmp_path_factory.mktemp("loops"))
    made = convert(source, list(graphs), Settings(**settings))  # type: ignore[arg-type]
    assert [proof.differences for proof in made.verified.proofs if not proof.holds] == []
    return made


def shares(made: Conversion) -> list[str]:
    """Which part of the loop's items each pipeline has."""
    return [
        next((step.extras["share"] for step in part if step.kind is Kind.ITEMS), "")
        for part in made.plan.parts
    ]


def loops(made: Conversion) -> int:
    return made.files["pipeline.py"].decode().count("dsl.ParallelFor(")


def why_not(made: Conversion) -> str:
    (why,) = [f.message for f in made.plan.findings if f.code == "LK024"]
    return why


def test_more_tasks_than_a_pipeline_holds_are_dealt_out(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    graphs = month(9, setup=True), month(2, setup=True), month(4, setup=True)
    made = converted(tmp_path_factory, *graphs, most_tasks=8)
    assert shares(made) == ["", "1/3", "2/3", "3/3", ""]
    assert len(made.verified.proofs) == 3
    assert made.flows[month(9).root].mode is Mode.ARTIFACT
    kept = {made.graph.nodes[i].family for i, f in made.flows.items() if f.mode is Mode.WORKSPACE}
    assert kept == {"Setup", "Clean"}
    (cut,) = [f for f in made.plan.findings if f.code == "LK054"]
    assert "5 pipelines" in cut.message and "clean_items of a loop in 3 of them" in cut.message


TOO_MANY = {
    "as many as one step takes": (150, 1, []),
    "one more": (151, 1, ["1/1", ""]),
    "two lists that are too many together": (76, 2, ["1/1", ""]),
}


@pytest.mark.parametrize(("days", "lists", "expected"), TOO_MANY.values(), ids=TOO_MANY)
def test_what_one_step_cannot_collect_is_read_from_the_volume(
    days: int, lists: int, expected: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = converted(tmp_path_factory, month(days, lists=lists), month(2, lists=lists))
    assert (shares(made), loops(made)) == (expected, max(len(expected) - 1, 1))


@pytest.mark.slow
def test_one_large_pipeline_is_written_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = converted(tmp_path_factory, month(151), month(2), most_tasks=0)
    assert (loops(made), made.plan.parts) == (0, ())
    assert "151 artifacts or records are more than one step can take" in why_not(made)


@pytest.mark.slow
def test_a_container_image_keeps_what_a_loop_gives_on_the_volume(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = converted(tmp_path_factory, month(3), month(2), step_kind="container")
    assert loops(made) == 1
    flows = {made.graph.nodes[i].family: flow for i, flow in made.flows.items()}
    assert (flows["Clean"].mode, flows["Raw"].mode) == (Mode.WORKSPACE, Mode.ARTIFACT)
    assert "a container component takes no list of artifacts" in flows["Clean"].reasons[0].text


def test_a_value_without_items_is_proved_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = converted(tmp_path_factory, month(3), month(2), month(0))
    assert loops(made) == 1
    assert [proof.arguments["m"] for proof in made.verified.proofs] == ["3", "2", "0"]


@pytest.mark.slow
def test_a_task_that_only_items_need_forbids_the_loop(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    graphs = month(3, setup=True), month(2, setup=True), month(0)
    made = converted(tmp_path_factory, *graphs)
    assert loops(made) == 0
    assert "with a loop over nothing the pipeline would not be Luigi's graph" in why_not(made)
