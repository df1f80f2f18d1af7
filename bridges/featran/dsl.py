"""Featran specs written in Python: what generated modules are made of.

::

    user = record("User", age=INT, name=OptionOf(STRING))
    SPEC = spec(
        required(user, to(DOUBLE, user.age), MinMaxScaler("age")),
        optional(user, user.name, OneHotEncoder("name"), default="nobody"),
        cross("age", "name", lambda x, y: x * y),
    )

An expression builds a typed tree (:mod:`bridges.featran.getters.ast`); nothing is computed here.
Arithmetic has the JVM's rules: ``+`` of two ``Int`` wraps around, ``/`` truncates.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

from bridges.featran.field import field as named_field
from bridges.featran.getters.ast import (
    Expr,
    Field,
    Fn,
    Getter,
    If,
    Let,
    Lit,
    New,
    Op,
    Scalar,
    Throw,
    Var,
)
from bridges.featran.getters.feature import ScalaCross, ScalaGetter
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    INT,
    STRING,
    RecordOf,
    TupleOf,
    Type,
)
from bridges.featran.model import Crossing, Feature, FeatureSpec, MultiFeatureSpec, Source
from bridges.featran.transformers.base import Transformer

_LITERALS: dict[type, Type] = {bool: BOOLEAN, int: INT, float: DOUBLE, str: STRING}


class E:
    """An expression; ``row.name`` is a field, operators are Scala's on two operands of one type."""

    __slots__ = ("_node",)

    def __init__(self, node: Expr) -> None:
        self._node = node

    def __getattr__(self, name: str) -> E:
        return field(self, name)

    def __add__(self, other: E) -> E:
        return _binary("+", self, other)

    def __sub__(self, other: E) -> E:
        return _binary("-", self, other)

    def __mul__(self, other: E) -> E:
        return _binary("*", self, other)

    def __truediv__(self, other: E) -> E:
        return _binary("/", self, other)

    def __mod__(self, other: E) -> E:
        return _binary("%", self, other)

    def __lt__(self, other: E) -> E:
        return _binary("<", self, other, BOOLEAN)

    def __le__(self, other: E) -> E:
        return _binary("<=", self, other, BOOLEAN)

    def __gt__(self, other: E) -> E:
        return _binary(">", self, other, BOOLEAN)

    def __ge__(self, other: E) -> E:
        return _binary(">=", self, other, BOOLEAN)


Argument: TypeAlias = "E | Scalar"


def node_of(value: Argument) -> Expr:
    """The tree of an expression, or of a plain Python constant."""
    return value._node if isinstance(value, E) else Lit(value, _LITERALS[type(value)])


def type_of(expression: E) -> Type:
    """The static type."""
    return expression._node.type


def _binary(name: str, left: E, right: Argument, kind: Type | None = None) -> E:
    operand = node_of(left)
    return E(Op(name, (operand, node_of(right)), kind or operand.type))


def row(kind: Type, name: str = "row") -> E:
    """The record that getters read, of a type declared before."""
    return E(Var(name, kind))


def record(name: str, /, **fields: Type) -> E:
    """The record of a case class with these fields."""
    return row(RecordOf(name, tuple(fields.items())), name[:1].lower() + name[1:] or "row")


def field(of: E, name: str) -> E:
    """A field whose name is no Python identifier, or any other."""
    return E(Field(node_of(of), name))


def lit(value: Scalar, kind: Type | None = None) -> E:
    """A constant; of ``Int``, ``Double``, ``Boolean`` or ``String`` unless told otherwise."""
    return E(Lit(value, kind or _LITERALS[type(value)]))


def to(kind: Type, value: Argument) -> E:
    """A numeric conversion."""
    return op("convert", value, kind=kind)


def op(name: str, *args: Argument, kind: Type) -> E:
    """An operation of :mod:`bridges.featran.getters.operations`."""
    return E(Op(name, tuple(node_of(arg) for arg in args), kind))


def if_(test: E, then: Argument, other: Argument, kind: Type | None = None) -> E:
    """One of two values."""
    chosen = node_of(then)
    return E(If(node_of(test), chosen, node_of(other), kind or chosen.type))


def let(value: E, body: Callable[[E], E]) -> E:
    """A value used by name; the name is the parameter's."""
    (name,) = inspect.signature(body).parameters
    return E(Let(name, node_of(value), node_of(body(E(Var(name, type_of(value)))))))


def fn(body: Callable[..., E], *kinds: Type) -> E:
    """A function literal whose parameters have these types."""
    params = tuple(
        Var(n, k) for n, k in zip(inspect.signature(body).parameters, kinds, strict=True)
    )
    return E(Fn(params, node_of(body(*map(E, params)))))


def new(kind: Type, *args: Argument) -> E:
    """A case class instance or a tuple."""
    return E(New(kind, tuple(node_of(arg) for arg in args)))


def throw(exception: str, message: Argument = "") -> E:
    """Raises."""
    return E(Throw(exception, node_of(message)))


# --- specs ---------------------------------------------------------------------------------------


def getter_of(record: E, value: E) -> Getter:
    """``record => value``."""
    row = node_of(record)
    if not isinstance(row, Var):
        raise TypeError("a getter starts from a record: record(…) or row(…)")
    return Getter(row, node_of(value))


def required(
    record: E, value: E, transformer: Transformer[Any], source: Source | None = None
) -> Feature:
    """A feature that every record has."""
    getter = ScalaGetter(transformer.kind, getter_of(record, value), transformer.name)
    return Feature(getter, transformer, required=True, source=source)


def optional(
    record: E,
    value: E,
    transformer: Transformer[Any],
    default: Any = None,
    source: Source | None = None,
) -> Feature:
    """A feature that records may lack; ``value`` is of an ``Option``."""
    getter = ScalaGetter(transformer.kind, getter_of(record, value), transformer.name)
    return Feature(getter, transformer, default, source=source)


def column(name: str, transformer: Transformer[Any], default: Any = None) -> Feature:
    """A feature whose value is a field of the record, as it is; dots lead into records."""
    return Feature(named_field(name, transformer.kind), transformer, default)


def cross(left: str, right: str, function: Callable[[E, E], E]) -> Crossing:
    """The features of one transformer with those of another."""
    pair = Var("pair", TupleOf((DOUBLE, DOUBLE)))
    body = function(E(Field(pair, "_1")), E(Field(pair, "_2")))
    return Crossing(left, right, ScalaCross(Getter(pair, node_of(body))))


def spec(*parts: Feature | Crossing) -> FeatureSpec:
    """Features in order, and crossings."""
    made = FeatureSpec()
    for part in parts:
        if isinstance(part, Feature):
            made = made.plus(part)
        else:
            made = made.cross(part.left, part.right, part.function, part.source)
    return made


def specs(*parts: FeatureSpec) -> MultiFeatureSpec:
    """Several specs of one record type, put out side by side."""
    return MultiFeatureSpec(parts)
