"""The one raw feature that a getter passes on: what a stock op can read."""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.columns import Kind
from bridges.featran.field import Field as NamedField
from bridges.featran.getters.ast import Expr, Field, Fn, Getter, If, Lit, Op, Var
from bridges.featran.getters.types import (
    BOOLEAN,
    BYTE,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    SHORT,
    STRING,
    OptionOf,
    Prim,
    SeqOf,
    Type,
)
from bridges.featran.model import Feature

WHOLE = (BOOLEAN, BYTE, SHORT, INT, LONG)
SCALARS = (*WHOLE, FLOAT, DOUBLE, STRING)


@dataclass(frozen=True, slots=True)
class Source:
    """A field of the record: its path, its Scala type, and whether it may be missing or is a list.

    The type bounds the values: an ``Int`` is whole and has no NaN, whatever an example may hold.
    """

    path: tuple[str, ...]
    type: Prim
    optional: bool = False
    many: bool = False

    @property
    def name(self) -> str:
        """The feature's name in an example."""
        return ".".join(self.path)

    @property
    def whole(self) -> bool:
        """Whether every value is a whole number."""
        return self.type in WHOLE


def source_of(feature: Feature) -> Source | None:
    """The field that a feature's getter passes on, or None where it computes anything."""
    getter = feature.getter
    if isinstance(getter, NamedField):
        return _named(getter)
    expression = getattr(getter, "getter", None)
    if not isinstance(expression, Getter):
        return None
    body = _passed(expression.body, feature.transformer.kind)
    path = _path(body, expression.row)
    return _typed(path, body.type) if path else None


def _named(getter: NamedField) -> Source | None:
    """A column of settings alone: nothing says that it is required."""
    kinds = {Kind.DOUBLE: (DOUBLE, False), Kind.VECTOR: (DOUBLE, True)}
    kinds |= {Kind.STRING: (STRING, False), Kind.STRINGS: (STRING, True)}
    if getter.kind not in kinds:
        return None
    kind, many = kinds[getter.kind]
    return Source(getter.path, kind, optional=not many, many=many)


def _passed(body: Expr, kind: Kind) -> Expr:
    """The expression without conversions that change no value."""
    match body:
        case Op("convert", (inner,)) if body.type == DOUBLE and kind is Kind.DOUBLE:
            return inner
        case Op("Option.map", (inner, Fn((param,), Op("convert", (Var(name),)) as made))) if (
            name == param.name and made.type == DOUBLE
        ):
            return inner
        case Op("Seq.to", (inner,)) if isinstance(inner.type, SeqOf) and _kept(body, inner):
            return inner
        case If(Field() as test, Lit(1.0), Lit(0.0), result) if result == DOUBLE:
            return test
    return body


def _kept(body: Expr, inner: Expr) -> bool:
    """Whether a conversion of collections keeps every item."""
    after, before = body.type, inner.type
    return (
        isinstance(after, SeqOf)
        and isinstance(before, SeqOf)
        and "Set" not in (after.kind, before.kind)
        and after.item == before.item
    )


def _path(node: Expr, row: Var) -> tuple[str, ...]:
    """The names from the record down to a field; none where a record on the way may be missing."""
    names: list[str] = []
    while isinstance(node, Field):
        names.append(node.name)
        node = node.of
    return tuple(reversed(names)) if node == row else ()


def _typed(path: tuple[str, ...], kind: Type) -> Source | None:
    match kind:
        case Prim() if kind in SCALARS:
            return Source(path, kind)
        case OptionOf(Prim() as item) if item in SCALARS:
            return Source(path, item, optional=True)
        case SeqOf(Prim() as item, which) if item in SCALARS and which != "Set":
            return Source(path, item, many=True)
    return None
