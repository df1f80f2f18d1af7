"""Conversions that Scala's checker inserts: numeric widening, empty collections, unboxing."""

from __future__ import annotations

from dataclasses import replace

from bridges.featran.getters.ast import Expr, If, Let, Lit, New, Op, Throw
from bridges.featran.getters.numbers import converter
from bridges.featran.getters.types import (
    BYTE,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NOTHING,
    NULL,
    NUMERIC,
    SHORT,
    STRING,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqKind,
    SeqOf,
    TupleOf,
    Type,
    either,
    sides,
)

_WIDER = {
    BYTE: (SHORT, INT, LONG, FLOAT, DOUBLE),
    SHORT: (INT, LONG, FLOAT, DOUBLE),
    CHAR: (INT, LONG, FLOAT, DOUBLE),
    INT: (LONG, FLOAT, DOUBLE),
    LONG: (FLOAT, DOUBLE),
    FLOAT: (DOUBLE,),
}


class Mismatch(Exception):
    """Two types that Scala would not bring together; the message names them."""


def widens(source: Type, target: Type) -> bool:
    """Whether Scala converts a numeric ``source`` to ``target`` by itself."""
    return isinstance(source, Prim) and target in _WIDER.get(source, ())


def convert(expr: Expr, target: Prim) -> Expr:
    """``expr`` as numeric type ``target``; constants are converted here."""
    source = expr.type
    if source == target or not isinstance(source, Prim):
        return expr
    if isinstance(expr, Lit):
        return Lit(converter(source, target)(expr.value), target)
    return Op("convert", (expr,), target)


def coerce(expr: Expr, target: Type) -> Expr:
    """``expr`` as ``target``, as Scala would; raises Mismatch."""
    source = expr.type
    if source in (target, NOTHING):
        return expr
    if isinstance(target, Prim) and (widens(source, target) or _narrow_literal(expr, target)):
        return convert(expr, target)
    if isinstance(source, Boxed) and isinstance(target, Prim) and target in NUMERIC:
        return coerce(Op("unbox", (expr,), source.item), target)
    if isinstance(target, Boxed) and source == target.item:
        return Op("box", (expr,), target)
    if source == NULL and nullable(target):
        return Lit(None, target)
    return _structural(expr, target)


def nullable(kind: Type) -> bool:
    """Whether a value of ``kind`` may be null."""
    return not isinstance(kind, Prim) or kind == STRING


def _narrow_literal(expr: Expr, target: Type) -> bool:
    return isinstance(expr, Lit) and expr.type == INT and target in (BYTE, SHORT, CHAR)


def _structural(expr: Expr, target: Type) -> Expr:
    match expr:
        case If(test, then, other):
            return If(test, coerce(then, target), coerce(other, target), target)
        case Let(name, value, body):
            return Let(name, value, coerce(body, target))
        case Throw():
            return expr
        case New(TupleOf(), args) if isinstance(target, TupleOf) and len(args) == len(target.items):
            return New(target, tuple(coerce(a, t) for a, t in zip(args, target.items, strict=True)))
        case New(RecordOf(), args) if (both := sides(target)) and sides(expr.type):
            parts = zip(args, map(OptionOf, both), strict=True)
            return New(target, tuple(coerce(a, t) for a, t in parts))
        case Op("Some", (value,)) if isinstance(target, OptionOf):
            return replace(expr, args=(coerce(value, target.item),), type=target)
        case Op("Seq.of", items) if isinstance(target, SeqOf):
            inner = SeqOf(target.item, _kind(expr.type, target))
            return replace(expr, args=tuple(coerce(i, target.item) for i in items), type=inner)
    if not conforms(expr.type, target):
        raise Mismatch(f"{expr.type} is not {target}")
    if _has_nothing(expr.type):
        return _retyped(expr, target)
    return expr


def _kind(source: Type, target: SeqOf) -> SeqKind:
    return source.kind if isinstance(source, SeqOf) and target.kind == "Seq" else target.kind


def _retyped(expr: Expr, target: Type) -> Expr:
    if isinstance(expr, Op) and not expr.args:
        return replace(expr, type=target)
    return Op("as", (expr,), target)


def _has_nothing(kind: Type) -> bool:
    match kind:
        case Prim():
            return kind == NOTHING
        case OptionOf(item) | SeqOf(item):
            return _has_nothing(item)
        case MapOf(key, value):
            return _has_nothing(key) or _has_nothing(value)
        case TupleOf(items):
            return any(map(_has_nothing, items))
        case RecordOf():
            return any(map(_has_nothing, sides(kind) or ()))
    return False


def conforms(source: Type, target: Type) -> bool:
    """Whether a ``source`` is a ``target`` as it stands (collections are covariant)."""
    match source, target:
        case _ if source in (target, NOTHING):
            return True
        case (OptionOf(a), OptionOf(b)):
            return conforms(a, b)
        case (RecordOf(), RecordOf()) if (ours := sides(source)) and (theirs := sides(target)):
            return all(map(conforms, ours, theirs))
        case (SeqOf(a, kind), SeqOf(b, wanted)):
            return conforms(a, b) and (kind == wanted or "Set" not in (kind, wanted))
        case (MapOf(a, b), MapOf(c, d)):
            return conforms(a, c) and conforms(b, d)
        case (TupleOf(xs), TupleOf(ys)):
            return len(xs) == len(ys) and all(map(conforms, xs, ys))
        case (RecordOf(a), RecordOf(b)):
            return a == b
        case (Prim("Null"), _):
            return nullable(target)
    return False


def lub(a: Type, b: Type) -> Type:
    """The type of ``if (c) a else b``; numbers of two types become the wider one.

    Raises Mismatch where the result would be one that getters cannot have, like ``Any``.
    """
    match a, b:
        case _ if conforms(a, b) and not (isinstance(a, SeqOf) and a != b):
            return b
        case _ if conforms(b, a) and not (isinstance(a, SeqOf) and a != b):
            return a
        case (Prim(), Prim()) if a in NUMERIC and b in NUMERIC:
            return numeric_lub(a, b)
        case (OptionOf(x), OptionOf(y)):
            return OptionOf(_exact(x, y))
        case (SeqOf(x, kind), SeqOf(y, other)) if "Set" not in {kind, other} or kind == other:
            return SeqOf(_exact(x, y), kind if kind == other else "Seq")
        case (MapOf(k, v), MapOf(k2, v2)) if k == k2:
            return MapOf(k, _exact(v, v2))
        case (TupleOf(xs), TupleOf(ys)) if len(xs) == len(ys):
            return TupleOf(tuple(map(_exact, xs, ys)))
        case (RecordOf(), RecordOf()) if (ours := sides(a)) and (theirs := sides(b)):
            return either(*map(_exact, ours, theirs))
    raise Mismatch(f"neither of {a} and {b} is the other")


def _exact(a: Type, b: Type) -> Type:
    """The common type inside a collection: no number is converted there."""
    if a in NUMERIC and b in NUMERIC and a != b:
        raise Mismatch(f"neither of {a} and {b} is the other")
    return lub(a, b)


def numeric_lub(a: Type, b: Type) -> Prim:
    """The wider of two numeric types, by weak conformance."""
    for kind in (a, b):
        other = b if kind is a else a
        if kind == other or widens(other, kind):
            assert isinstance(kind, Prim)
            return kind
    return INT


def promoted(a: Type, b: Type) -> Prim:
    """The type that a binary operation computes in (JLS 5.6.2)."""
    for kind in (DOUBLE, FLOAT, LONG):
        if kind in (a, b):
            return kind
    return INT
