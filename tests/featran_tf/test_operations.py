"""Each operation in a graph and interpreted: the same values, and the same rows that raise."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.getters.ast import Expr, Fn, Lit, Op, Var
from bridges.featran.getters.interpret import prepare
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.types import (
    BOOLEAN,
    BYTE,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    SHORT,
    STRING,
    MapOf,
    OptionOf,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from bridges.featran.tf.getters.evaluate import evaluate
from bridges.featran.tf.getters.leaves import leaves, rebuilt
from bridges.featran.tf.getters.scope import Scope
from tests.featran_scala.jvm_values import shown
from tests.featran_tf.lanes import lanes, python
from tests.featran_tf.random_values import value

ROWS = 150
X, Y, ACC = Var("x", INT), Var("y", INT), Var("acc", STRING)
SMALL = Fn((X,), Op("%", (X, Lit(3, INT)), INT))
POSITIVE = Fn((X,), Op(">", (X, Lit(0, INT)), BOOLEAN))
RAISING = Fn((X,), Op(">", (Op("/", (Lit(10, INT), X), INT), Lit(1, INT)), BOOLEAN))
JOINING = Fn((ACC, X), Op("String.concat", (ACC, Op("str", (X,), STRING)), STRING))
INTS, STRINGS, DOUBLES = SeqOf(INT, "List"), SeqOf(STRING, "List"), SeqOf(DOUBLE, "List")
PAIR, N = TupleOf((STRING, DOUBLE)), RecordOf("N", (("a", INT), ("b", STRING)))
PAIRS = SeqOf(PAIR, "List")
WORDS, NUMBERS = MapOf(STRING, DOUBLE), MapOf(INT, STRING)


def text(literal: str) -> Lit:
    return Lit(literal, STRING)


_TESTS = ("Digit", "Letter", "Upper", "Lower", "Whitespace")
#: Name, operands (a type is a column, an expression itself), and the type of the result.
STRING_OPERATIONS: list[tuple[str, tuple[Any, ...], Type]] = [
    *((f"String.{n}", (STRING, INT), STRING) for n in ["take", "drop", "takeRight", "dropRight"]),
    ("String.substring", (STRING, INT), STRING),
    ("String.substring", (STRING, INT, INT), STRING),
    ("String.charAt", (STRING, INT), CHAR),
    *((f"String.{n}", (STRING,), STRING) for n in ["reverse", "capitalize", "trim"]),
    ("String.length", (STRING,), INT),
    *((f"String.{n}", (STRING, STRING), BOOLEAN) for n in ["startsWith", "endsWith", "contains"]),
    *((f"String.{n}", (STRING, STRING), INT) for n in ["indexOf", "lastIndexOf"]),
    ("String.indexOf", (STRING, text("l"), INT), INT),
    ("String.indexOf", (STRING, text(""), INT), INT),
    *((f"String.{n}", (STRING, STRING), STRING) for n in ["stripPrefix", "stripSuffix", "concat"]),
    ("String.startsWith", (STRING, text("\ud83d")), BOOLEAN),
    ("String.equalsIgnoreCase", (STRING, STRING), BOOLEAN),
    ("String.replace", (STRING, text("l"), text("")), STRING),
    ("String.toChars", (STRING,), SeqOf(CHAR, "Vector")),
    ("String.split", (STRING, text(",")), STRINGS),
    ("String.split", (STRING, text("")), STRINGS),
    ("String.split", (STRING, text("[,;.]\\s*")), STRINGS),
    ("String.split", (STRING, text("\\s+|,"), Lit(2, INT)), STRINGS),
    ("String.split", (STRING, text("."), Lit(-1, INT)), STRINGS),
    ("String.splitChar", (STRING, Lit(ord(","), CHAR)), STRINGS),
    ("String.replaceAll", (STRING, text("([a-l]+)([^a-l])"), text("$2\\$$1")), STRING),
    ("String.replaceFirst", (STRING, text("\\W"), text("\\\\")), STRING),
    ("String.matches", (STRING, text(".*[\\s,].*")), BOOLEAN),
    ("compare", (STRING, STRING), INT),
    *((f"Char.is{n}", (CHAR,), BOOLEAN) for n in _TESTS),
    *(
        (f"Char.{n}", (CHAR,), k)
        for n, k in (("toUpper", CHAR), ("asDigit", INT), ("numericValue", INT))
    ),
    ("parseOption", (STRING,), OptionOf(SHORT)),
    ("parseOption", (STRING,), OptionOf(BOOLEAN)),
    ("str", (DOUBLE,), STRING),
    ("str", (FLOAT,), STRING),
    ("str", (OptionOf(N),), STRING),
]
COLLECTION_OPERATIONS: list[tuple[str, tuple[Any, ...], Type]] = [
    *((f"Seq.{n}", (DOUBLES,), DOUBLES) for n in ["sorted", "distinct", "reverse"]),
    *((f"Seq.{n}", (DOUBLES,), DOUBLE) for n in ["max", "min", "sum", "product"]),
    *((f"Seq.{n}", (STRINGS,), STRING) for n in ["max", "min"]),
    ("Seq.sorted", (STRINGS,), STRINGS),
    ("Seq.sorted", (PAIRS,), PAIRS),
    ("Seq.sorted", (SeqOf(OptionOf(INT), "List"),), SeqOf(OptionOf(INT), "List")),
    ("Seq.distinct", (SeqOf(N, "List"),), SeqOf(N, "List")),
    ("Seq.sum", (SeqOf(FLOAT, "List"),), FLOAT),
    ("Seq.product", (SeqOf(LONG, "List"),), LONG),
    ("Seq.sortBy", (INTS, SMALL), INTS),
    *((f"Seq.{n}", (INTS, SMALL), INT) for n in ["maxBy", "minBy"]),
    *((f"Seq.{n}", (INTS, POSITIVE), INTS) for n in ["takeWhile", "dropWhile", "filter"]),
    *((f"Seq.{n}", (INTS, RAISING), BOOLEAN) for n in ["exists", "forall"]),
    *((f"Seq.{n}", (INTS, RAISING), INTS) for n in ["takeWhile", "filter"]),
    ("Seq.find", (INTS, RAISING), OptionOf(INT)),
    ("Try.toOption", (Op("Seq.filter", (Var("a", INTS), RAISING), INTS),), OptionOf(INTS)),
    ("Seq.foldLeft", (INTS, text(""), JOINING), STRING),
    ("Seq.reduce", (INTS, Fn((X, Y), Op("/", (X, Y), INT))), INT),
    ("Seq.sliding", (INTS, INT), SeqOf(INTS, "List")),
    ("Seq.sliding", (INTS, INT, INT), SeqOf(INTS, "List")),
    ("Seq.indexOf", (DOUBLES, DOUBLE), INT),
    ("Seq.range", (Lit(-3, INT), BYTE, SHORT), INTS),
    ("Seq.fill", (Op("%", (Var("a", INT), Lit(5, INT)), INT), STRING), STRINGS),
    ("Seq.mkString", (SeqOf(CHAR, "List"), text(""), text(""), text("")), STRING),
    ("Seq.mkString", (DOUBLES, text("<"), text("é"), text("\ud83d")), STRING),
    ("==", (INTS, INTS), BOOLEAN),
    ("==", (OptionOf(N), OptionOf(N)), BOOLEAN),
    ("==", (SeqOf(BOOLEAN, "Set"), SeqOf(BOOLEAN, "Set")), BOOLEAN),
    *(("Seq.to", (SeqOf(k, "List"),), SeqOf(k, "Set")) for k in (STRING, INT, LONG, BOOLEAN)),
    ("Seq.toMap", (PAIRS,), WORDS),
    ("Map.get", (WORDS, STRING), OptionOf(DOUBLE)),
    ("Map.apply", (NUMBERS, INT), STRING),
    ("Map.getOrElse", (WORDS, STRING, DOUBLE), DOUBLE),
    *((f"Map.{n}", (WORDS,), SeqOf(k, "List")) for n, k in (("keys", STRING), ("values", DOUBLE))),
    ("Map.pairs", (NUMBERS,), SeqOf(TupleOf((INT, STRING)), "List")),
    ("compare", (DOUBLE, DOUBLE), INT),
    ("compare", (CHAR, CHAR), INT),
    *((f"math.{n}", (INT, INT), INT) for n in ["floorMod", "floorDiv"]),
    *((f"math.{n}", (FLOAT, FLOAT), FLOAT) for n in ["max", "min"]),
]


def built(name: str, operands: tuple[Any, ...], kind: Type) -> tuple[Expr, dict[str, Type]]:
    """Return the expression, and the types of its columns ``a`` to ``d``."""
    columns: dict[str, Type] = {}
    args: list[Expr] = []
    for letter, operand in zip("abcd", operands, strict=False):
        if isinstance(operand, Expr):
            columns |= {"a": operand.args[0].type} if isinstance(operand, Op) else {}
            args.append(operand)
        else:
            columns[letter] = operand
            args.append(Var(letter, operand))
    return Op(name, tuple(args), kind), columns


def in_graph(expr: Expr, columns: dict[str, Any], flavour: Flavour = DEFAULT) -> list[str]:
    """Return the values of an expression as a traced function gives them; ``!`` where it raised."""
    templates: dict[str, Any] = {}

    @tf.function(autograph=False)
    def graph(given: dict[str, Any]) -> Any:
        variables = {n: rebuilt(columns[n], given[n]) for n in columns}
        scope = Scope(variables, tf.fill([ROWS], True), flavour=flavour)
        templates["value"] = evaluate(expr, scope)
        return leaves(templates["value"]), [mask for mask, _ in scope.raised]

    found, raised_at = graph({name: leaves(column) for name, column in columns.items()})
    made = python(rebuilt(templates["value"], found), expr.type)
    raised = np.any([np.zeros(ROWS, np.bool_), *(mask.numpy() for mask in raised_at)], axis=0)
    return ["!" if r else shown(v, expr.type) for v, r in zip(made, raised, strict=True)]


def interpreted(expr: Expr, rows: list[dict[str, Any]], flavour: Flavour = DEFAULT) -> list[str]:
    run = prepare(expr, flavour)

    def one(row: dict[str, Any]) -> str:
        try:
            return shown(run(dict(row)), expr.type)
        except JvmException:
            return "!"

    return list(map(one, rows))


def check(name: str, operands: tuple[Any, ...], kind: Type, flavour: Flavour = DEFAULT) -> None:
    expr, types = built(name, operands, kind)
    rng = random.Random(f"{name} {operands}")
    rows = [{n: value(k, rng, halves=True) for n, k in types.items()} for _ in range(ROWS)]
    columns = {n: lanes(k, [row[n] for row in rows]) for n, k in types.items()}
    got, want = in_graph(expr, columns, flavour), interpreted(expr, rows, flavour)
    assert len(set(want)) > 1
    bad = [(r, g, w) for r, g, w in zip(rows, got, want, strict=True) if g != w]
    assert not bad, f"{len(bad)} rows: {bad[:3]}"


EVERY = [*STRING_OPERATIONS, *COLLECTION_OPERATIONS]


@pytest.mark.parametrize(("name", "operands", "kind"), EVERY[::10])
def test_a_sample_of_the_operations(name: str, operands: tuple[Any, ...], kind: Type) -> None:
    check(name, operands, kind)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "operands", "kind"), EVERY)
def test_every_operation(name: str, operands: tuple[Any, ...], kind: Type) -> None:
    check(name, operands, kind)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "operands", "kind"),
    [
        ("Seq.to", (Op("Seq.to", (Var("a", STRINGS),), SeqOf(STRING, "Set")),), STRINGS),
        ("Map.pairs", (Op("Seq.toMap", (Var("a", PAIRS),), WORDS),), PAIRS),
        ("String.reverse", (STRING,), STRING),
    ],
)
def test_as_scala_2_12_does(name: str, operands: tuple[Any, ...], kind: Type) -> None:
    check(name, operands, kind, Flavour("2.12"))


A = Var("a", DOUBLE)
SEVENS = Op("Seq.of", (Lit(7.3, DOUBLE), Lit(-0.7, DOUBLE)), DOUBLES)
LITERALS = {
    "a quotient": (A, ("/", 3600000.0)),
    "one after another": (A, ("-", 3.7), ("/", 7.3), ("+", 3.7)),
    "products": (A, ("*", 1.1), ("*", 0.7)),
    "minus zero": (A, ("+", 0.0)),
    "in a list": (Op("/", (A, Op("Seq.apply", (SEVENS, Lit(0, INT)), DOUBLE)), DOUBLE),),
}


@pytest.mark.parametrize("title", LITERALS)
def test_literals_are_not_folded_into_what_is_beside_them(title: str) -> None:
    """Where the number of lanes is known when the graph is made, TensorFlow would rewrite."""
    expr, *steps = LITERALS[title]
    for name, literal in steps:
        expr = Op(name, (expr, Lit(literal, DOUBLE)), DOUBLE)
    dice = random.Random(title)
    rows = [{"a": dice.uniform(-1e7, 1e7)} for _ in range(ROWS - 1)] + [{"a": -0.0}]
    columns = {"a": lanes(DOUBLE, [row["a"] for row in rows])}
    assert in_graph(expr, columns) == interpreted(expr, rows)
