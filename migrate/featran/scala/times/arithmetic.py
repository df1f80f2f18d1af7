"""Whole numbers of 64 bits as getter expressions: short names for what calendars compute."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, If, Let, Lit, Op, Throw
from bridges.featran.getters.rewrite import is_path
from bridges.featran.getters.types import BOOLEAN, INT, LONG, STRING, Prim
from migrate.featran.scala.coercion import convert
from migrate.featran.scala.reader import Reader

Number = Expr | int


def long(value: Number) -> Expr:
    """A number as a Long."""
    return Lit(value, LONG) if isinstance(value, int) else convert(value, LONG)


def as_int(value: Expr) -> Expr:
    """A Long that an Int holds as an Int."""
    return convert(value, INT)


def _of(name: str, kind: Prim) -> Callable[[Number, Number], Expr]:
    return lambda left, right: Op(name, (long(left), long(right)), kind)


plus, minus, times = _of("+", LONG), _of("-", LONG), _of("*", LONG)
quotient, remainder = _of("/", LONG), _of("%", LONG)
floor_div, floor_mod = _of("math.floorDiv", LONG), _of("math.floorMod", LONG)
below, at_most, equal = _of("<", BOOLEAN), _of("<=", BOOLEAN), _of("==", BOOLEAN)


def both(left: Expr, right: Expr) -> Expr:
    """Whether both hold."""
    return Op("&&", (left, right), BOOLEAN)


def either(left: Expr, right: Expr) -> Expr:
    """Whether one holds."""
    return Op("||", (left, right), BOOLEAN)


def within(value: Expr, least: int, greatest: int) -> Expr:
    """Whether a number is in a closed range."""
    return both(at_most(least, value), at_most(value, greatest))


def choose(test: Expr, then: Number, other: Number) -> Expr:
    """One of two numbers."""
    return If(test, long(then), long(other), LONG)


def held(reader: Reader, name: str, value: Expr, body: Callable[[Expr], Expr]) -> Expr:
    """``body`` of a value that is computed once."""
    if is_path(value):
        return body(value)
    variable = reader.fresh(name, value.type)
    return Let(variable.name, value, body(variable))


def or_throw(test: Expr, value: Expr, exception: str, message: str) -> Expr:
    """The value where the test holds."""
    return If(test, value, Throw(exception, Lit(message, STRING)), value.type)
