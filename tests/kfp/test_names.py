"""Names of Luigi become Python identifiers: valid, unique, readable."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.kfp.names import (
    RESERVED,
    Names,
    display_name,
    identifier,
    pipeline_names,
    snake,
    telling_parameters,
    variable_text,
)
from tests.kfp.building import graph, int_param, param, task

SNAKES = {
    "camel case": ("Top10Artists", "top10_artists"),
    "acronym": ("HTTPServerLog", "http_server_log"),
    "namespace": ("music.top.Artists", "music_top_artists"),
    "already snake": ("daily_counts", "daily_counts"),
    "double underscores": ("__main__", "main"),
    "date": ("2012-06-01", "2012_06_01"),
    "nothing usable": ("łódź!", "d"),
    "empty": ("", ""),
}

IDENTIFIERS = {
    "keyword": ("Class", "class_"),
    "builtin": ("List", "list_"),
    "name the module uses": ("dsl", "dsl_"),
    "module a component imports": ("paved_road_step", "paved_road_step_"),
    "digits first": ("2012", "task_2012"),
    "nothing usable": ("任务", "task"),
    "empty": ("", "task"),
}


@pytest.mark.parametrize(("text", "expected"), SNAKES.values(), ids=SNAKES)
def test_snake(text: str, expected: str) -> None:
    assert snake(text) == expected


@pytest.mark.parametrize(("text", "expected"), IDENTIFIERS.values(), ids=IDENTIFIERS)
def test_identifier(text: str, expected: str) -> None:
    assert identifier(text) == expected


@given(st.text())
def test_an_identifier_is_valid_free_and_short(text: str) -> None:
    name = identifier(text)
    assert name.isidentifier() and name.isascii()
    assert not keyword.iskeyword(name) and name not in RESERVED
    assert len(name) <= 49


@given(st.lists(st.sampled_from(["a", "A", "a_2", "a_3", "list", "list_", "", "x" * 60, "é"])))
def test_names_are_handed_out_once(texts: list[str]) -> None:
    names = Names(taken={"a", "list__2"})
    made = [names.take(text) for text in texts]
    assert len({"a", *made}) == len(made) + 1
    assert all(name.isidentifier() and name not in RESERVED for name in made)


def test_long_names_that_differ_at_the_end_stay_apart() -> None:
    assert identifier("x" * 100 + "a") != identifier("x" * 100 + "b")


@given(st.lists(st.sampled_from(["id", "type", "startDate", "start_date", "workspace_claim"])))
def test_every_pipeline_parameter_has_a_name_of_its_own(given_names: list[str]) -> None:
    made = pipeline_names(given_names)
    assert set(made) == set(given_names)
    assert len(set(made.values())) == len(made)
    assert not set(made.values()) & {*RESERVED, "workspace_claim"}


def test_the_parameters_that_tell_instances_apart() -> None:
    same = [param("country", "SE"), param("note", "a", significant=False)]
    other = [param("country", "SE"), param("note", "b", significant=False)]
    days = [task("Day", [*same, int_param("n", 1)]), task("Day", [*other, int_param("n", 2)])]
    alone = task("Alone", [int_param("n", 1)], requires=[d["task_id"] for d in days])
    built = graph(*days, alone)
    telling = telling_parameters(built.nodes.values())
    assert telling == {"Alone": (), "Day": ("n",)}
    texts = [variable_text(n, telling[n.family]) for n in built.nodes.values()]
    assert sorted(texts) == ["Alone_task", "day_1", "day_2"]


DISPLAYED = {
    "plain": ([param("a", "1"), param("b", "x")], "T(a=1, b=x)"),
    "insignificant and secret are left out": (
        [param("a", "1", significant=False), param("b", None, transport="secret")],
        "T()",
    ),
    "placeholder": ([param("a", "{{workflow.name}}")], "T(a={ {workflow.name}})"),
    "three braces": ([param("a", "{{{x")], "T(a={ { {x)"),
}


@pytest.mark.parametrize(("params", "expected"), DISPLAYED.values(), ids=DISPLAYED)
def test_display_name(params: list[dict[str, object]], expected: str) -> None:
    (node,) = graph(task("T", params)).nodes.values()
    assert display_name(node) == expected


@given(st.text(alphabet="{}ab", max_size=300))
def test_a_display_name_starts_no_placeholder_and_is_short(text: str) -> None:
    (node,) = graph(task("T", [param("a", text)])).nodes.values()
    shown = display_name(node)
    assert "{{" not in shown
    assert len(shown) <= 120
