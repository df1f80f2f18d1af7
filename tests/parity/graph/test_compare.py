"""Two graphs are equal exactly when nothing was planted, and what was planted is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.parity.graph import TaskNode, compare_graphs
from tests.parity.graph.graphs import side, told

NODES = {"a": "Load day=1", "b": "Load day=2", "c": "Clean", "d": "Report week=7"}
EDGES = ("a>c", "b>c", "c>d", "a>d")
OLD = side(NODES, EDGES)

DIFFERENCES = {
    "nothing": (NODES, EDGES, []),
    "other names, same tasks": (
        {f"{k}-step": v for k, v in NODES.items()},
        [e.replace(">", "-step>") + "-step" for e in EDGES],
        [],
    ),
    "component names": ({**NODES, "c": "clean", "d": "re-port week=7"}, EDGES, []),
    "task missing": (
        {k: v for k, v in NODES.items() if k != "a"},
        ["b>c", "c>d"],
        ["missing a", "missing a>c", "missing a>d"],
    ),
    "task extra": (
        {**NODES, "x": "Audit"},
        [*EDGES, "c>x"],
        ["extra x", "extra c>x"],
    ),
    "task twice": (
        {**NODES, "a2": "Load day=1"},
        [*EDGES, "a2>c"],
        ["extra a2", "extra a2>c"],
    ),
    "parameter": ({**NODES, "b": "Load day=3"}, EDGES, ["different b day:2>3"]),
    "parameters swapped": ({**NODES, "a": "Load day=2", "b": "Load day=1"}, EDGES, [
        "extra b>d", "missing a>d",
    ]),
    "parameter not given": ({**NODES, "d": "Report"}, EDGES, ["different d week:7>None"]),
    "parameter too many": ({**NODES, "c": "Clean x=1"}, EDGES, ["different c x:None>1"]),
    "family": ({**NODES, "c": "Scrub"}, EDGES, ["different c family:Clean>Scrub"]),
    "family and place": (
        {**NODES, "c": "Scrub"},
        ["a>c", "c>d", "a>d"],
        ["missing c", "extra c (new)", "extra a>c (new)", "missing a>c", "missing b>c",
         "extra c (new)>d", "missing c>d"],
    ),
    "edge missing": (NODES, EDGES[:-1], ["missing a>d"]),
    "edge extra": (NODES, [*EDGES, "b>d"], ["extra b>d"]),
    "edge turned": (NODES, ["a>c", "b>c", "d>c", "a>d"], ["extra d>c", "missing c>d"]),
    "everything": ({"z": "Other"}, [], [
        *(f"missing {n}" for n in NODES), "extra z", "missing a>c", "missing b>c", "missing a>d",
        "missing c>d",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("nodes", "edges", "said"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_exactly_what_differs_is_said(nodes, edges, said):
    parity = compare_graphs(OLD, side(nodes, edges))
    assert sorted(told(parity)) == sorted(said)
    assert parity.equal is (not said)


def test_a_missing_edge_that_others_still_order_is_marked():
    parity = compare_graphs(OLD, side(NODES, EDGES[:-1]))
    assert [e.implied for e in parity.edges if e.status.value == "missing"] == [True]
    parity = compare_graphs(OLD, side(NODES, EDGES[1:]))
    assert [e.implied for e in parity.edges if e.status.value == "missing"] == [False]


def test_a_value_known_only_at_run_time_is_not_called_equal():
    nodes = {**OLD.nodes, "d": TaskNode("d", "Report", {"week": None})}
    parity = compare_graphs(OLD, replace(OLD, nodes=nodes))
    assert not told(parity)
    assert [node.key for node in parity.unproved] == ["d"]
    assert not parity.equal


def test_a_task_id_covers_what_the_file_does_not_say():
    old = {**OLD.nodes, "d": TaskNode("d", "Report", {"week": "7"}, "Report_7")}
    new = {**OLD.nodes, "d": TaskNode("d", "Report", {}, "Report_7", closed=False)}
    parity = compare_graphs(replace(OLD, nodes=old), replace(OLD, nodes=new))
    assert parity.equal
    (node,) = (n for n in parity.nodes if n.key == "d")
    assert (node.unknown, node.asserted) == (("week",), True)


def test_an_id_that_contradicts_the_parameters_does_not_hide_them():
    old = replace(OLD, nodes={"d": TaskNode("d", "Report", {"week": "7"}, "R")}, edges=frozenset())
    new = replace(old, nodes={"d": TaskNode("d", "Report", {"week": "8"}, "R")})
    assert told(compare_graphs(old, new)) == ["different d week:7>8"]


def test_equal_parameters_under_other_ids_are_other_tasks():
    old = replace(OLD, nodes={"d": TaskNode("d", "Report", {}, "R_1")}, edges=frozenset())
    new = replace(old, nodes={"d": TaskNode("d", "Report", {}, "R_2")})
    assert not compare_graphs(old, new).equal


GRAPHS = st.integers(0, 12).flatmap(
    lambda n: st.tuples(
        st.lists(st.sampled_from(["A", "A x=1", "A x=2", "B", "B x=1"]), min_size=n, max_size=n),
        st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20),
    )
)


def _side(drawn, prefix):
    families, pairs = drawn
    nodes = {f"{prefix}{i}": family for i, family in enumerate(families)}
    edges = [f"{prefix}{a}>{prefix}{b}" for a, b in sorted(pairs) if a < b < len(families)]
    return side(nodes, edges)


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
def test_a_graph_equals_itself(drawn):
    assert compare_graphs(_side(drawn, "t"), _side(drawn, "t")).equal


@settings(max_examples=60, deadline=None)
@given(GRAPHS, GRAPHS)
def test_every_task_and_edge_is_counted_once(one, other):
    old, new = _side(one, "o"), _side(other, "n")
    parity = compare_graphs(old, new)
    counts = parity.counts("nodes")
    both = counts["same"] + counts["different"]
    assert both + counts["missing"] == len(old.nodes)
    assert both + counts["extra"] == len(new.nodes)
    edges = parity.counts("edges")
    assert edges["same"] + edges["missing"] == len(old.edges)
    assert edges["same"] + edges["extra"] == len(new.edges)
