"""Inputs are named after their place in requires(); beyond 40 they come through bundles."""

from __future__ import annotations

import ast
import json
from collections import Counter
from typing import Any

import pytest

from migrate.kfp.choices import Lowered
from migrate.kfp.plan import ArtifactInput, Kind, Step
from migrate.kfp.wiring import MOST_BYTES, MOST_INPUTS, bundled
from tests.kfp.building import Raw, fan_in, graph, lowered, param, task, wrapper, wrapper_class


def step_of(found: Lowered, family: str) -> Step:
    luigi = (s for s in found.steps if not s.kind.is_helper)
    return next(s for s in luigi if s.key.startswith(f"{family}_"))


A, B = task("A", outputs="out/a"), task("B", outputs={"x": "out/x", "y": ["out/y", "out/z"]})
a, b = A["task_id"], B["task_id"]

STRUCTURES: dict[str, tuple[Any, list[str]]] = {
    "one": (a, ["a"]),
    "list": ([a, a], ["a_0", "a_1"]),
    "dict": ({"left": a, "right": a}, ["left", "right"]),
    "nested": ({"days": [a, a]}, ["days_0", "days_1"]),
    "several outputs": (b, ["b_x", "b_y_0", "b_y_1"]),
    "several outputs under a name": ({"data": b}, ["data_x", "data_y_0", "data_y_1"]),
    "a key that is no identifier": ({"class": a, "2020-01-01": a}, ["class_", "a_2020_01_01"]),
    "keys that become one name": ({"p q": a, "p-q": a}, ["p_q", "p_q_2"]),
    "a key named like a parameter": ({"Day": a}, ["day_2"]),
    "a key named like an output": ({"output": a}, ["output_2"]),
    "nothing": (None, []),
}


@pytest.mark.parametrize(("requires", "names"), STRUCTURES.values(), ids=STRUCTURES)
def test_input_names(requires: Any, names: list[str]) -> None:
    root = task("Root", [param("day", "1")], requires=requires, outputs="out/root")
    step = step_of(lowered(graph(A, B, root)), "Root")
    assert [i.name for i in step.inputs] == names
    assert {i.producer for i in step.inputs} == set(step.after)


OUTPUTS: dict[str, tuple[Any, list[Raw], list[str]]] = {
    "one": ("out/x", [], ["output"]),
    "list": (["out/x", "out/y"], [], ["output_0", "output_1"]),
    "dict": ({"good": "out/x", "bad": "out/y"}, [], ["output_good", "output_bad"]),
    "named like a parameter": (
        {"path": "out/x"},
        [param("output_path", "1")],
        ["output_path_2"],
    ),
    "remote ones stay": (
        ["out/x", {"class_name": "luigi.contrib.s3.S3Target", "path": "s3://b/x"}],
        [],
        ["output_0"],
    ),
}


@pytest.mark.parametrize(("outputs", "params", "names"), OUTPUTS.values(), ids=OUTPUTS)
def test_output_names(outputs: Any, params: list[Raw], names: list[str]) -> None:
    step = step_of(lowered(graph(task("Root", params, outputs=outputs))), "Root")
    assert [o.name for o in step.outputs] == names


def test_inputs_come_through_a_dropped_wrapper() -> None:
    both = wrapper("Both", A, B)
    root = task("Root", requires={"all": both["task_id"]}, outputs="out/root")
    built = graph(A, B, both, root, classes={"Both": wrapper_class("Both")})
    step = step_of(lowered(built), "Root")
    assert [(i.name, i.producer, i.requires_path) for i in step.inputs] == [
        ("all_0", a, ("all", 0)),
        ("all_1_x", b, ("all", 1)),
        ("all_1_y_0", b, ("all", 1)),
        ("all_1_y_1", b, ("all", 1)),
    ]


@pytest.mark.parametrize("count", [1, 31, 40, 41, 200, 2000])
def test_every_upstream_reaches_the_step_exactly_once(count: int) -> None:
    found = lowered(fan_in(count))
    steps = {step.key: step for step in found.steps}
    whole = step_of(found, "Whole")
    parts = [s.key for s in found.steps if s.key.startswith("Part_")]
    assert Counter(_leaf_producers(whole, steps)) == Counter(parts)
    assert len(parts) == count
    assert all(len(s.inputs) <= MOST_INPUTS for s in found.steps)
    bundles = [s for s in found.steps if s.kind is Kind.BUNDLE]
    assert bool(bundles) == (count > MOST_INPUTS)
    order = [s.key for s in found.steps]
    assert all(order.index(up) < order.index(s.key) for s in found.steps for up in s.after)


def _leaf_producers(step: Step, steps: dict[str, Step]) -> list[str]:
    found = []
    for item in step.inputs:
        producer = steps[item.producer]
        bundle = producer.kind is Kind.BUNDLE
        found += _leaf_producers(producer, steps) if bundle else [producer.key]
    return found


@pytest.mark.parametrize("count", [41, 200])
def test_a_bundle_says_what_its_members_are(count: int) -> None:
    found = lowered(fan_in(count))
    first = next(s for s in found.steps if s.kind is Kind.BUNDLE)
    for item, member in zip(first.inputs, json.loads(first.extras["members"]), strict=True):
        assert member == [item.name, item.producer, [], item.legacy_path]


def test_bundles_of_one_size_share_a_component() -> None:
    found = lowered(fan_in(200))
    assert sorted(c.name for c in found.components) == ["bundle_40", "part", "whole"]


def test_a_step_that_would_get_too_many_bytes_gets_a_bundle() -> None:
    long = "x" * (MOST_BYTES // 4)
    inputs = tuple(ArtifactInput(f"{long}{n}", f"p{n}", "output", (n,), ()) for n in range(3))
    wired = bundled("key", "title", inputs)
    assert [i.name for i in wired.inputs] == ["manifest_0"]
    assert [i.producer for i in wired.bundles[0].inputs] == ["p0", "p1", "p2"]


def test_members_start_no_placeholder() -> None:
    parts = [task("P", [param("n", str(n))], outputs=f"{{{{x}}}}/{n}") for n in range(41)]
    root = task("Root", requires=[p["task_id"] for p in parts], outputs="out/root")
    bundles = [s for s in lowered(graph(*parts, root)).steps if s.kind is Kind.BUNDLE]
    assert bundles
    for bundle in bundles:
        assert "{{" not in bundle.extras["members"]
        assert all(m[3].startswith("{{x}}") for m in json.loads(bundle.extras["members"]))


def test_a_component_constant_is_a_literal() -> None:
    for component in lowered(fan_in(41)).components:
        assert ast.literal_eval(repr(component.task)) == component.task


def test_long_parameters_leave_less_room_for_inputs() -> None:
    inputs = tuple(ArtifactInput(f"part_{n}", f"p{n}", "output", (n,), ()) for n in range(30))
    assert bundled("key", "title", inputs, 1000).bundles == ()
    wired = bundled("key", "title", inputs, MOST_BYTES - 1000)
    assert (len(wired.inputs), len(wired.bundles)) == (1, 1)
