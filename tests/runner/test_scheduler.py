"""Order: for any graph every node runs once, after everything it needs."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridges.kfp.errors import SpecInvalid
from bridges.kfp.scheduler import run_in_order


@st.composite
def graphs(draw):
    """A random acyclic graph: a node needs only nodes with a smaller number."""
    size = draw(st.integers(0, 12))
    return {
        str(n): draw(st.sets(st.integers(0, n - 1).map(str), max_size=4)) if n else set()
        for n in range(size)
    }


@settings(max_examples=100, deadline=None)
@given(graphs(), st.integers(1, 6))
def test_every_node_runs_once_and_in_order(needs, threads):
    begun, ended, lock = [], [], threading.Lock()

    def run(node):
        with lock:
            assert set(needs[node]) <= set(ended)
            begun.append(node)
        with lock:
            ended.append(node)

    run_in_order(needs, run, threads=threads)
    assert sorted(begun) == sorted(needs)


def test_independent_nodes_run_at_the_same_time():
    meeting = threading.Barrier(3, timeout=10)
    run_in_order({"a": (), "b": (), "c": ()}, lambda _node: meeting.wait(), threads=3)
    assert not meeting.broken


def test_a_cycle_is_an_error():
    with pytest.raises(SpecInvalid, match=r"wait for each other: (a -> b -> a|b -> a -> b)"):
        run_in_order({"a": {"b"}, "b": {"a"}}, print, threads=1)


def test_an_exception_comes_out():
    with pytest.raises(ZeroDivisionError):
        run_in_order({"a": ()}, lambda _node: 1 / 0, threads=1)
