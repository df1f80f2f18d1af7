"""Plain WrapperTasks are dropped and their edges kept, whatever stands where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.kfp.contract import contract, is_plain_wrapper, plain_wrappers, required_through
from migrate.luigi.graph import TaskGraph
from tests.kfp.building import MODULE, Raw, graph, int_param, task, wrapper, wrapper_class

WRAPPERS = {
    "plain": ({}, True),
    "own requires()": ({"requires": f"{MODULE}:W"}, True),
    "run() of Luigi": ({"run": "luigi.task:Task"}, True),
    "own run()": ({"run": f"{MODULE}:W"}, False),
    "run() of a base class": ({"run": f"{MODULE}:Base"}, False),
    "own output()": ({"output": f"{MODULE}:W"}, False),
    "own complete()": ({"complete": f"{MODULE}:W"}, False),
    "a module that only begins like Luigi": ({"run": "luigi_tools.base:W"}, False),
}


@pytest.mark.parametrize(("defines", "plain"), WRAPPERS.values(), ids=WRAPPERS)
def test_what_is_a_plain_wrapper(defines: dict[str, str], plain: bool) -> None:
    built = graph(wrapper("W"), classes={"W": wrapper_class("W", **defines)})
    assert is_plain_wrapper(built.nodes[built.root], built) is plain


def test_a_task_is_no_wrapper_and_a_broken_wrapper_stays() -> None:
    broken = {**wrapper("W"), "errors": [{"where": "requires", "type": "E", "message": "m"}]}
    for raw in (task("W"), broken):
        built = graph(raw, classes={"W": wrapper_class("W")})
        assert not is_plain_wrapper(built.nodes[built.root], built)


def wrapped(*raws: Raw) -> TaskGraph:
    classes = {r["family"]: wrapper_class(r["family"]) for r in raws if r["kind"] == "wrapper"}
    return graph(*raws, classes=classes)


def test_a_wrapper_as_root_is_dropped() -> None:
    a = task("A")
    assert plain_wrappers(wrapped(a, wrapper("W", a))) == {wrapper("W", a)["task_id"]}


def test_only_wrappers_leave_the_root() -> None:
    below = wrapper("Below")
    root = wrapper("Root", below)
    assert plain_wrappers(wrapped(below, root)) == {below["task_id"]}


def test_chains_of_wrappers_become_one_edge() -> None:
    a = task("A")
    one = wrapper("One", a)
    two = wrapper("Two", one)
    root = task("Root", requires=two["task_id"])
    built = wrapped(a, one, two, root)
    assert contract(built.edges, plain_wrappers(built)) == {(a["task_id"], root["task_id"])}


def test_requires_are_seen_through_a_dropped_wrapper_with_their_place() -> None:
    a, b = task("A"), task("B")
    both = wrapper("Both", a, b)
    root = task("Root", requires={"data": both["task_id"], "more": [a["task_id"]]})
    built = wrapped(a, b, both, root)
    leaves = required_through(built.nodes[built.root], built, plain_wrappers(built))
    assert [(leaf.path, leaf.value) for leaf in leaves] == [
        (("more", 0), a["task_id"]),
        (("data", 1), b["task_id"]),
    ]


def test_layers_of_wrappers_give_each_task_once() -> None:
    a = task("A")
    layer = [wrapper("Both", a, params=[int_param("n", n)]) for n in range(2)]
    tasks = [a, *layer]
    for depth in range(1, 12):
        layer = [wrapper("Both", *layer, params=[int_param("n", 2 * depth + n)]) for n in range(2)]
        tasks += layer
    root = task("Root", requires=[w["task_id"] for w in layer])
    built = wrapped(*tasks, root)
    leaves = required_through(built.nodes[built.root], built, plain_wrappers(built))
    assert [leaf.value for leaf in leaves] == [a["task_id"]]


def test_a_long_chain_of_wrappers_needs_no_deep_stack() -> None:
    edges = [(str(n), str(n + 1)) for n in range(5000)]
    assert contract(edges, {str(n) for n in range(1, 5000)}) == {("0", "5000")}


EDGES = st.sets(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda e: e[0] < e[1]), max_size=25
)


@given(EDGES, st.sets(st.integers(0, 9)))
def test_reachability_between_kept_nodes_is_preserved(
    edges: set[tuple[int, int]], dropped: set[int]
) -> None:
    before = {(str(up), str(down)) for up, down in edges}
    gone = {str(n) for n in dropped}
    after = contract(before, gone)
    kept = {pair for pair in _closure(before) if not gone & set(pair)}
    assert _closure(set(after)) == kept
    assert not gone & {end for edge in after for end in edge}


@given(EDGES)
def test_nothing_dropped_is_the_identity(edges: set[tuple[int, int]]) -> None:
    before = {(str(up), str(down)) for up, down in edges}
    assert contract(before, ()) == before


def _closure(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set(edges)
    while more := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= more
    return found
