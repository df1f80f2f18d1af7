"""Which values cross KFP natively, which as text, and which not at all."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.kfp.params import Carried, Omitted, Rebuilt, luigi_text, native_value, quote, transport
from migrate.luigi.graph import Parameter

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.text(alphabet="{}"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="{}a"), inner),
    max_leaves=10,
)

NATIVE = {
    "int": ("int", "7", 7),
    "negative int": ("int", "-7", -7),
    "2**53": ("int", str(2**53), 2**53),
    "-2**53": ("int", str(-(2**53)), -(2**53)),
    "2**53 + 1": ("int", str(2**53 + 1), None),
    "-2**53 - 1": ("int", str(-(2**53) - 1), None),
    "leading zero": ("int", "007", None),
    "plus sign": ("int", "+7", None),
    "underscore": ("int", "1_000", None),
    "not a number": ("int", "seven", None),
    "float": ("float", "0.1", 0.1),
    "minus zero": ("float", "-0.0", -0.0),
    "whole float written as int": ("float", "1", None),
    "other spelling": ("float", "1e5", None),
    "nan": ("float", "nan", None),
    "inf": ("float", "inf", None),
    "true": ("bool", "True", True),
    "false": ("bool", "False", False),
    "lower case": ("bool", "true", None),
    "text": ("str", "anything", "anything"),
    "empty text": ("str", "", ""),
}


@pytest.mark.parametrize(("kind", "text", "value"), NATIVE.values(), ids=NATIVE)
def test_native_value(kind: Any, text: str, value: Any) -> None:
    found = native_value(kind, text)
    assert (type(found), repr(found)) == (type(value), repr(value))


@given(st.integers(-(2**53), 2**53))
def test_exact_integers_come_back(value: int) -> None:
    carried = native_value("int", str(value))
    assert luigi_text("int", float(carried)) == str(value), "KFP makes a double of it"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_finite_floats_come_back(value: float) -> None:
    assert luigi_text("float", native_value("float", repr(value))) == repr(value)


@given(st.sampled_from(["int", "float", "bool", "str"]), st.text(alphabet="0123456789.-+eEnaifTru"))
def test_what_is_carried_natively_prints_as_it_was(kind: Any, text: str) -> None:
    value = native_value(kind, text)
    assert value is None or luigi_text(kind, value) == text


@given(JSON_VALUES)
def test_quoted_json_starts_no_placeholder_and_means_the_same(value: Any) -> None:
    text = quote(value)
    assert "{{" not in text
    assert json.loads(text) == value


def parameter(kind: str, text: str | None, **more: Any) -> Parameter:
    known = {"value": text, "value_type": "str", **more}
    return Parameter(name="p", type=f"luigi.parameter.{kind}", text=text, **known)


CARRIED = {
    "int": (parameter("IntParameter", "5"), ("int", "text", 5)),
    "int beyond 2**53": (
        parameter("IntParameter", "9007199254740993"),
        ("str", "text", "9007199254740993"),
    ),
    "float": (parameter("FloatParameter", "0.5"), ("float", "text", 0.5)),
    "nan": (parameter("FloatParameter", "nan"), ("str", "text", "nan")),
    "bool": (parameter("BoolParameter", "True"), ("bool", "text", True)),
    "text": (parameter("Parameter", "x"), ("str", "text", "x")),
    "date": (parameter("DateParameter", "2020-02-29"), ("str", "text", "2020-02-29")),
    "list": (parameter("ListParameter", "[1, 2]"), ("str", "text", "[1, 2]")),
    "tuple": (parameter("TupleParameter", "[[1, 2]]"), ("str", "text", "[[1, 2]]")),
    "dict of dicts": (
        parameter("DictParameter", '{"a": {"b": 1}}'),
        ("str", "text", '{"a": {"b": 1}}'),
    ),
    "custom": (parameter("MyParameter", "x"), ("str", "text", "x")),
    "None in a plain parameter": (
        parameter("Parameter", "None", transport="json", value=None, value_type="NoneType"),
        ("str", "json", "null"),
    ),
    "list in a plain parameter": (
        parameter("Parameter", "[1]", transport="json", value=[1], value_type="list"),
        ("str", "json", "[1]"),
    ),
    "text with a placeholder": (
        parameter("Parameter", "{{x}}"),
        ("str", "json", '"{\\u007bx}}"'),
    ),
}


@pytest.mark.parametrize(("param", "expected"), CARRIED.values(), ids=CARRIED)
def test_carried(param: Parameter, expected: tuple[str, str, Any]) -> None:
    assert transport(param) == Carried(*expected)  # type: ignore[arg-type]
    assert type(transport(param).literal) is type(expected[2])  # type: ignore[union-attr]


NOT_CARRIED = {
    "secret": (parameter("Parameter", None, transport="secret"), Omitted),
    "default that reads the clock": (
        parameter("DateParameter", "2020-01-01", source="default", default_reads_clock=True),
        Omitted,
    ),
    "task instance": (
        parameter("TaskParameter", None, transport="object", value_type="T"),
        Rebuilt,
    ),
    "text too long": (parameter("Parameter", "x" * (64 * 1024 + 1)), Rebuilt),
    "placeholder in a dict": (
        parameter("DictParameter", '{"a": "{{x}}"}', value=None, value_type="FrozenOrderedDict"),
        Rebuilt,
    ),
    "placeholder in a text that Luigi writes another way": (
        parameter("ShoutingParameter", "{{X}}", value="{{x}}"),
        Rebuilt,
    ),
}


@pytest.mark.parametrize(("param", "way"), NOT_CARRIED.values(), ids=NOT_CARRIED)
def test_not_carried(param: Parameter, way: type) -> None:
    found = transport(param)
    assert type(found) is way
    assert not isinstance(found, Carried) and found.reason


def test_a_given_date_is_carried_although_the_default_reads_the_clock() -> None:
    given_date = parameter("DateParameter", "2020-01-01", default_reads_clock=True)
    assert transport(given_date) == Carried("str", "text", "2020-01-01")


@given(st.text())
def test_no_argument_starts_a_placeholder(text: str) -> None:
    way = transport(parameter("Parameter", text + "{{" + text))
    assert isinstance(way, Carried) and "{{" not in way.literal
    assert json.loads(way.literal) == text + "{{" + text


def test_minus_zero_keeps_its_sign() -> None:
    assert math.copysign(1, native_value("float", "-0.0")) == -1
