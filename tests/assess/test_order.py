"""Waves follow the edges, whatever the graph."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate.assess.order import components, waves, without_cycles

NAMES = "abcdefgh"
graphs = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=24)
calm = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@calm
@given(graphs)
def test_what_is_needed_comes_first(edges):
    edges = {e for e in edges if e[0] != e[1]}
    wave = waves(NAMES, edges)
    for up, down in without_cycles(NAMES, edges):
        assert wave[up] < wave[down]
    assert min(wave.values()) == 1


@calm
@given(graphs)
def test_a_component_is_what_reaches_itself(edges):
    component = components(NAMES, edges)
    reach = {(a, b) for a, b in edges}
    for middle in NAMES:
        reach |= {(a, d) for a, b in reach if b == middle for c, d in reach if c == middle}
    for a in NAMES:
        for b in NAMES:
            both = a == b or ((a, b) in reach and (b, a) in reach)
            assert (component[a] == component[b]) == both


def test_a_wave_is_one_after_the_last_that_is_needed():
    edges = {("load", "clean"), ("clean", "report"), ("load", "report")}
    assert waves(["report", "clean", "load", "alone"], edges) == {
        "load": 1, "clean": 2, "report": 3, "alone": 1,
    }  # fmt: skip


def test_classes_that_need_each_other_share_a_wave():
    edges = {("a", "b"), ("b", "a"), ("b", "c"), ("c", "c")}
    assert waves("abc", edges) == {"a": 1, "b": 1, "c": 2}
    assert without_cycles("abc", edges) == {("b", "c")}


def test_a_long_chain_needs_no_recursion():
    names = [f"n{i:05}" for i in range(20_000)]
    wave = waves(names, set(itertools.pairwise(names)))
    assert wave[names[-1]] == len(names)
