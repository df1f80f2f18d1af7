"""The JSON form of getters reads back to the same getter."""

import json
import math

import pytest

from bridges.errors import DataError
from bridges.featran.getters import (
    Field,
    Fn,
    Getter,
    If,
    Let,
    Lit,
    New,
    Op,
    Throw,
    Var,
    field_path,
    getter_from_json,
    getter_to_json,
    paths,
)
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    INT,
    STRING,
    WEIGHTED_LABEL,
    Boxed,
    MapOf,
    OptionOf,
    RecordOf,
    SeqOf,
    TupleOf,
)

USER = RecordOf("User", (("age", INT), ("tags", SeqOf(STRING)), ("score", OptionOf(DOUBLE))))
ROW = Var("r", RecordOf("Row", (("user", USER), ("m", MapOf(STRING, TupleOf((INT, Boxed(INT))))))))
AGE = Field(Field(ROW, "user"), "age")
TAG = Var("t", STRING)

BODIES = [
    AGE,
    Field(ROW, "m"),
    Lit(math.inf, DOUBLE),
    Lit(-0.0, DOUBLE),
    Lit(None, STRING),
    Let("a", AGE, Op("+", (Var("a", INT), Lit(1, INT)), INT, (3, 7))),
    If(Op("<", (AGE, Lit(0, INT)), BOOLEAN), Lit(0, INT), AGE, INT),
    Op(
        "Seq.map",
        (
            Field(Field(ROW, "user"), "tags"),
            Fn((TAG,), New(WEIGHTED_LABEL, (TAG, Lit(0.5, DOUBLE)))),
        ),
        SeqOf(WEIGHTED_LABEL),
    ),
    Throw("java.lang.IllegalStateException", Lit("no", STRING), (1, 2)),
]


@pytest.mark.parametrize("body", BODIES, ids=str)
def test_getter_reads_back(body):
    getter = Getter(ROW, body, "_.x", "A.scala:1:2")
    text = json.dumps(getter_to_json(getter))
    again = getter_from_json(json.loads(text))
    assert again == getter
    assert json.dumps(getter_to_json(again)) == text


def test_nan_reads_back():
    getter = getter_from_json(getter_to_json(Getter(ROW, Lit(math.nan, DOUBLE))))
    assert math.isnan(getter.body.value)


@pytest.mark.parametrize("broken", [{}, {"row": ["r", 0], "types": [], "body": ["var", "r", 0]}])
def test_not_a_getter(broken):
    with pytest.raises(DataError, match="not a getter"):
        getter_from_json(broken)


def test_field_path_and_paths():
    assert field_path(Getter(ROW, AGE)) == ("user", "age")
    assert field_path(Getter(ROW, ROW)) == ()
    assert field_path(Getter(ROW, BODIES[5])) is None
    assert paths(Getter(ROW, BODIES[7])) == {("user", "tags")}
