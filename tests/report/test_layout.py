from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.report.crossings import _crossings, _neighbours, ordered
from migrate.report.layout import layers, layout
from migrate.report.rows import _monotone
from migrate.report.svg import label_width


@st.composite
def dags(draw):
    count = draw(st.integers(0, 40))
    pairs = st.tuples(st.integers(0, 39), st.integers(0, 39))
    chosen = draw(st.sets(pairs.filter(lambda p: p[0] < p[1] < count), max_size=80))
    widths = {f"n{i}": draw(st.integers(40, 220)) for i in range(count)}
    return widths, [(f"n{a}", f"n{b}") for a, b in chosen]


@settings(max_examples=60, deadline=None)
@given(dags())
def test_boxes_never_overlap_and_data_flows_to_the_right(dag):
    widths, edges = dag
    drawn = layout(widths, edges)
    for a, b in itertools.combinations(drawn.boxes.values(), 2):
        apart_x = a.x + a.width <= b.x or b.x + b.width <= a.x
        apart_y = a.y + a.height <= b.y or b.y + b.height <= a.y
        assert apart_x or apart_y
    for up, down in edges:
        assert drawn.boxes[up].x + drawn.boxes[up].width < drawn.boxes[down].x
    for box in drawn.boxes.values():
        assert box.x >= 0 and box.x + box.width <= drawn.width
        assert box.y >= 0 and box.y + box.height <= drawn.height


@settings(max_examples=30, deadline=None)
@given(dags())
def test_edges_join_their_boxes_and_never_turn_back(dag):
    widths, edges = dag
    drawn = layout(widths, edges)
    for (up, down), points in drawn.edges.items():
        start, end = drawn.boxes[up], drawn.boxes[down]
        assert points[0] == (start.x + start.width, start.y + start.height / 2)
        assert points[-1] == (end.x, end.y + end.height / 2)
        xs = [x for x, _ in points]
        assert xs == sorted(xs)


@given(dags())
@settings(max_examples=20, deadline=None)
def test_the_order_of_edges_does_not_matter(dag):
    widths, edges = dag
    assert layout(widths, edges) == layout(widths, list(reversed(edges)))


def test_nodes_stand_next_to_what_needs_them():
    chain = [("a", "b"), ("b", "c"), ("c", "root"), ("late", "root")]
    assert layers(["a", "b", "c", "late", "root"], chain) == {
        "a": 0,
        "b": 1,
        "c": 2,
        "late": 2,
        "root": 3,
    }


def test_crossings_that_can_be_avoided_are():
    columns = [[("a", 0), ("b", 0)], [("x", 1), ("y", 1)]]
    segments = [(("a", 0), ("y", 1)), (("b", 0), ("x", 1))]
    right = _neighbours(segments)[1]
    assert _crossings(columns, right) == 1
    assert _crossings(ordered(columns, segments), right) == 0


def test_siblings_keep_the_order_given():
    names = [f"day{i}" for i in range(5)]
    drawn = layout(dict.fromkeys([*names, "sum"], 80), [(n, "sum") for n in names])
    assert sorted(names, key=lambda n: (drawn.boxes[n].y, drawn.boxes[n].x)) == names


@pytest.mark.parametrize(
    ("wishes", "settled"),
    [([1, 2, 3], [1, 2, 3]), ([3, 1], [2, 2]), ([0, 9, 3, 6, 20], [0, 6, 6, 6, 20]), ([], [])],
)
def test_rows_move_apart_as_little_as_possible(wishes, settled):
    assert _monotone(wishes) == settled


def test_edges_of_unknown_nodes_are_left_out():
    assert layout({"a": 50}, [("a", "gone")]).edges == {}


def test_three_hundred_nodes_are_placed_at_once():
    names = [f"t{i}" for i in range(300)]
    edges = [(names[i], names[min(299, i + 1 + i * 7 % 23)]) for i in range(299)]
    start = time.perf_counter()
    layout(dict.fromkeys(names, 120), edges)
    assert time.perf_counter() - start < 5


def test_capitals_and_ideographs_need_wider_boxes():
    assert label_width("CON") > label_width("con")
    assert label_width("\u65e5\u672c\u8a9e") > label_width("WWW")
