"""Classes of the source with a ``toString``, ``equals`` or ``hashCode`` of their own.

A record prints and compares by its fields, as the compiler makes it. Where the source says
otherwise its ``toString`` is read like any method, and what would use the others is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from bridges.featran.getters.ast import Expr, If, Lit, New, Op, Throw, children
from bridges.featran.getters.types import (
    BOOLEAN,
    STRING,
    MapOf,
    OptionOf,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.families import is_family
from migrate.featran.scala.instances import instance_scope
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Definition

_TEXT = frozenset({"toString", "str", "format", "Seq.mkString"})
_EQUALS = frozenset(
    {
        *("==", "Seq.contains", "Seq.indexOf", "Seq.lastIndexOf", "Seq.distinct", "Seq.diff"),
        *("Seq.intersect", "Seq.groupBy", "Seq.toMap", "Map.get", "Map.contains", "Map.apply"),
    }
)


def overrides(reader: Reader, kind: Type, name: str) -> bool:
    """Whether the class of a record, or what it extends, defines ``name`` itself."""
    if not isinstance(kind, RecordOf):
        return False
    scope = instance_scope(reader, kind, Lit(None, kind))
    return scope is not None and isinstance(scope.names.get(name), Definition)


def misread(reader: Reader, body: Expr) -> str | None:
    """What in a getter would print or compare a record by its fields, but must not; else None."""
    for op in _operations(body):
        kinds = [part for arg in op.args for part in _within(arg.type)]
        in_set = any(isinstance(k, SeqOf) and k.kind == "Set" for k in (op.type, *kinds))
        names: tuple[str, ...] = ("toString",) if op.name in _TEXT else ()
        names = ("equals", "hashCode") if in_set or op.name in _EQUALS else names
        for name in names:
            found = next((k for k in kinds if _has_own(reader, k, name)), None)
            if found is not None:
                return f"{op.name} of a {found}, which has its own {name}"
    return None


def _has_own(reader: Reader, kind: Type, name: str) -> bool:
    return overrides(reader, kind, name) or (name == "toString" and is_family(kind))


def _operations(body: Expr) -> Iterator[Op]:
    """The operations of a getter but for what only the text of an exception holds."""
    if isinstance(body, Op):
        yield body
    for child in children(body) if not isinstance(body, Throw) else ():
        yield from _operations(child)


def _within(kind: Type) -> Iterator[Type]:
    """A type and the types of its parts."""
    yield kind
    match kind:
        case OptionOf(item) | SeqOf(item):
            yield from _within(item)
        case MapOf(key, value):
            yield from _within(key)
            yield from _within(value)
        case TupleOf(items):
            for item in items:
                yield from _within(item)
        case RecordOf(_, fields):
            for _, item in fields:
                yield from _within(item)


def null_or(value: Expr, text: Expr) -> Expr:
    """``String.valueOf``: ``null`` for a record that is null, else its own text."""
    if isinstance(value, New):
        return text
    return If(Op("isNull", (value,), BOOLEAN), Lit("null", STRING), text, STRING)
