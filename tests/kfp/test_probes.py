"""Probes show which task parameters follow a root parameter, and what must stay frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from migrate.kfp.laid_over import laid_over
from migrate.kfp.probes import bind
from migrate.luigi.graph import TaskGraph
from tests.kfp.building import Raw, graph, int_param, param, task

Values = Mapping[str, str]


def made(root: Values, child: Values, **more: Any) -> TaskGraph:
    """Root(**root) requires Child(**child)."""
    below = task("Child", [param(k, v, **more) for k, v in child.items()])
    return graph(
        below, task("Root", [param(k, v) for k, v in root.items()], requires=below["task_id"])
    )


def follows(*graphs: TaskGraph) -> dict[str, str]:
    """What the parameters of Child are bound to."""
    base = graphs[0]
    places = bind(base, graphs[1:]).places
    return {p: root for (task_id, p), root in places.items() if task_id != base.root}


# Each graph as (values of the root, values of its child); what Child's parameters follow; what
# is exposed.
BINDINGS: dict[str, tuple[list[tuple[Values, Values]], Values, tuple[str, ...]]] = {
    "a plain copy": (
        [({"a": "1"}, {"x": "1"}), ({"a": "2"}, {"x": "2"})],
        {"x": "a"},
        ("a",),
    ),
    "a constant that equals the base value": (
        [({"a": "1"}, {"x": "1"}), ({"a": "2"}, {"x": "1"})],
        {},
        ("a",),
    ),
    "swapped": (
        [
            ({"a": "1", "b": "2"}, {"a": "2", "b": "1"}),
            ({"a": "3", "b": "2"}, {"a": "2", "b": "3"}),
            ({"a": "1", "b": "4"}, {"a": "4", "b": "1"}),
        ],
        {"a": "b", "b": "a"},
        ("a", "b"),
    ),
    "equal values, probed apart and together": (
        [
            ({"a": "1", "b": "1"}, {"x": "1", "y": "1"}),
            ({"a": "2", "b": "2"}, {"x": "2", "y": "2"}),
            ({"a": "2", "b": "1"}, {"x": "2", "y": "1"}),
            ({"a": "1", "b": "2"}, {"x": "1", "y": "2"}),
        ],
        {"x": "a", "y": "b"},
        ("a", "b"),
    ),
    "equal values, probed only together": (
        [({"a": "1", "b": "1"}, {"x": "1"}), ({"a": "2", "b": "2"}, {"x": "2"})],
        {},
        (),
    ),
    "not a copy": (
        [({"a": "1"}, {"x": "10"}), ({"a": "2"}, {"x": "20"})],
        {},
        (),
    ),
    "a copy at one value only": (
        [({"a": "1"}, {"x": "1"}), ({"a": "2"}, {"x": "2"}), ({"a": "3"}, {"x": "2"})],
        {},
        (),
    ),
    "a copy at one value, the base value at another": (
        [({"a": "1"}, {"x": "1"}), ({"a": "2"}, {"x": "2"}), ({"a": "3"}, {"x": "1"})],
        {},
        (),
    ),
    "one of two is no copy": (
        [
            ({"a": "1", "b": "1"}, {"x": "1", "y": "10"}),
            ({"a": "2", "b": "1"}, {"x": "2", "y": "10"}),
            ({"a": "1", "b": "2"}, {"x": "1", "y": "20"}),
        ],
        {"x": "a"},
        ("a",),
    ),
    "no probe": ([({"a": "1"}, {"x": "1"})], {}, ()),
}


@pytest.mark.parametrize(("values", "bound", "exposed"), BINDINGS.values(), ids=BINDINGS)
def test_bindings(
    values: list[tuple[Values, Values]], bound: Values, exposed: tuple[str, ...]
) -> None:
    graphs = [made(root, child) for root, child in values]
    binding = bind(graphs[0], graphs[1:])
    assert follows(*graphs) == bound
    assert binding.exposed == exposed
    assert set(binding.frozen) == set(values[0][0]) - set(exposed)
    assert all(binding.frozen.values())


def test_root_follows_itself() -> None:
    base, probe = made({"a": "1"}, {}), made({"a": "2"}, {})
    assert bind(base, [probe]).places == {(base.root, "a"): "a"}


def wide(count: int, **more: Any) -> TaskGraph:
    parts = [task("Part", [int_param("n", n)]) for n in range(count)]
    root = task("Root", [int_param("count", count)], requires=[p["task_id"] for p in parts], **more)
    return graph(*parts, root)


def test_a_change_of_shape_freezes_and_says_so() -> None:
    binding = bind(wide(2), [wide(3)])
    assert binding.exposed == ()
    assert binding.frozen == {
        "count": "Root requires 2 tasks at one value and 3 at another",
    }


def test_other_outputs_are_another_shape() -> None:
    found = laid_over(wide(1, outputs="a"), wide(1, outputs={"a": "a"}))
    assert found == "Root has other outputs at another value"


def test_another_family_is_another_shape() -> None:
    assert laid_over(graph(task("A")), graph(task("B"))) == "A becomes B"


def test_a_task_that_two_places_share_may_not_become_two() -> None:
    def pair(left: str, right: str) -> TaskGraph:
        parts = {i["task_id"]: i for i in (task("P", [param("x", v)]) for v in (left, right))}
        requires = [task("P", [param("x", v)])["task_id"] for v in (left, right)]
        root = task("Root", [param("a", left), param("b", right)], requires=requires)
        return graph(*parts.values(), root)

    assert isinstance(laid_over(pair("1", "1"), pair("1", "2")), str)
    assert isinstance(laid_over(pair("1", "2"), pair("1", "1")), str)


def test_the_pipeline_parameter_is_native_where_every_value_is() -> None:
    def root(value: int) -> TaskGraph:
        return graph(task("Root", [int_param("n", value)]))

    assert bind(root(1), [root(2)]).types == {"n": "int"}
    assert bind(root(1), [root(2**53 + 1)]).types == {"n": "str"}


UNBINDABLE: dict[str, Raw] = {
    "an int in a plain parameter": {"transport": "json", "value": 1, "value_type": "int"},
    "a task as value": {"transport": "object", "value": None, "value_type": "Task"},
    "a default that reads the clock": {"source": "default", "default_reads_clock": True},
}


@pytest.mark.parametrize("more", UNBINDABLE.values(), ids=UNBINDABLE)
def test_what_does_not_travel_as_text_freezes_the_root(more: Raw) -> None:
    base, probe = made({"a": "1"}, {"x": "1"}, **more), made({"a": "2"}, {"x": "2"}, **more)
    binding = bind(base, [probe])
    assert binding.exposed == () and not binding.places
    assert set(binding.frozen) == {"a"}
