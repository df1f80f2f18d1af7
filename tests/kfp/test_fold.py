"""What fans out with a parameter becomes a loop; what only looks like it is left alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from migrate.kfp.fold import fold
from migrate.kfp.laid_over import laid_over
from migrate.luigi.graph import TaskGraph
from tests.kfp.building import Raw, graph, param, task


def days(names: str, *, clean: bool = False, shared: bool = False, **more: bool) -> TaskGraph:
    """Month requires a list of one Day for each letter of ``names``, and more on request."""
    setup = task("Setup") if shared else None
    tasks: list[Raw] = [setup] if setup else []
    members: list[Raw] = []
    for name in names:
        day = task("Day", [param("d", name)], requires=setup["task_id"] if setup else None)
        tasks.append(day)
        if clean:
            day = task("Clean", [param("d", name)], requires=day["task_id"])
            tasks.append(day)
        members.append(day)
    ids = [m["task_id"] for m in members]
    by_name = dict(zip(names, ids, strict=True))
    if more.get("first"):
        tasks.append(task("First", requires=ids[0]))
        ids = [*ids, tasks[-1]["task_id"]]
    return graph(
        *tasks, task("Month", [param("m", names)], requires=by_name if more.get("keys") else ids)
    )


def families(graph: TaskGraph) -> list[str]:
    return sorted(node.family for node in graph.nodes.values())


def folded_families(*graphs: TaskGraph) -> list[str]:
    return families(fold(graphs).graphs[0])


def test_a_list_that_grows_becomes_its_first_task() -> None:
    base, probe = days("abc"), days("abcd")
    folded = fold([base, probe])
    assert [families(g) for g in folded.graphs] == [["Day", "Month"]] * 2
    assert isinstance(laid_over(*folded.graphs), dict)
    (loop,) = folded.loops
    assert [len(ids) for ids in loop.positions[0].ids] == [3, 4]
    assert set(folded.stands_for) == set(base.nodes)
    assert set(folded.stands_for.values()) == set(folded.graphs[0].nodes)


def test_a_dict_whose_keys_change_is_a_list_too() -> None:
    assert folded_families(days("abc", keys=True), days("bcd", keys=True)) == ["Day", "Month"]


def test_what_each_item_requires_is_in_the_body() -> None:
    folded = fold([days("abc", clean=True), days("ab", clean=True)])
    assert families(folded.graphs[0]) == ["Clean", "Day", "Month"]
    assert [p.hops for p in folded.loops[0].positions] == [(), ((),)]


def test_what_all_items_require_stays_outside() -> None:
    folded = fold([days("abc", shared=True), days("ab", shared=True)])
    assert families(folded.graphs[0]) == ["Day", "Month", "Setup"]
    assert len(folded.loops[0].positions) == 1


def two_lists(names: str) -> TaskGraph:
    """Month requires all Clean and all Day, and each Clean its own Day."""
    raw = [task("Day", [param("d", n)]) for n in names]
    clean = [
        task("Clean", [param("d", n)], requires=r["task_id"])
        for n, r in zip(names, raw, strict=True)
    ]
    requires = {"clean": [c["task_id"] for c in clean], "raw": [r["task_id"] for r in raw]}
    return graph(*raw, *clean, task("Month", [param("m", names)], requires=requires))


def test_two_lists_over_one_body_share_the_loop() -> None:
    folded = fold([two_lists("abc"), two_lists("abcd")])
    assert len(folded.loops) == 1
    assert sorted(path for _, path in folded.fans) == [("clean",), ("raw",)]


def chained(names: str) -> TaskGraph:
    """Each day requires the day before."""
    tasks: list[Raw] = []
    for name in names:
        before = tasks[-1]["task_id"] if tasks else None
        tasks.append(task("Day", [param("d", name)], requires=before))
    ids = [t["task_id"] for t in tasks]
    return graph(*tasks, task("Month", [param("m", names)], requires=ids))


LEFT_ALONE: dict[str, tuple[Sequence[TaskGraph], str]] = {
    "no probe": ([days("abc")], ""),
    "the same list": ([days("abcd"), days("abcd")], ""),
    "a short list that moves": ([days("ab"), days("bc")], ""),
    "one of them is required alone": (
        [days("abc", first=True), days("abcd", first=True)],
        "Month requires 4 tasks at one value and 5 at another",
    ),
    "each requires the one before": (
        [chained("abc"), chained("abcd")],
        "requires() of Day has another structure at another value",
    ),
}


@pytest.mark.parametrize(("graphs", "why"), LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_left_alone(graphs: Sequence[TaskGraph], why: str) -> None:
    folded = fold(graphs)
    assert folded.graphs == tuple(graphs)
    assert not folded.loops
    assert folded.why_not == why
