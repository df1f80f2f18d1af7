"""Type parameters of methods and classes: what they stand for in one call."""

from __future__ import annotations

from bridges.featran.getters.types import (
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.coercion import conforms


def unify(pattern: Type, actual: Type, names: list[str], found: dict[str, Type]) -> bool:
    """Whether ``actual`` is a ``pattern`` in which ``names`` may be any type; enters those."""
    match pattern, actual:
        case Prim(name), _ if name in names:
            return found.setdefault(name, actual) == actual
        case (OptionOf(a), OptionOf(b)) | (SeqOf(a), SeqOf(b)):
            return unify(a, b, names, found)
        case MapOf(a, b), MapOf(c, d):
            return unify(a, c, names, found) and unify(b, d, names, found)
        case TupleOf(xs), TupleOf(ys) if len(xs) == len(ys):
            return all(unify(x, y, names, found) for x, y in zip(xs, ys, strict=True))
    return conforms(actual, pattern)


def is_open(kind: Type) -> bool:
    """Whether ``kind`` holds a name that stands for no type here."""
    match kind:
        case Prim():
            from migrate.featran.scala.types import builtin

            return builtin(kind.name, []) is None and kind.name != "Null"
        case OptionOf(item) | SeqOf(item):
            return is_open(item)
        case MapOf(key, value):
            return is_open(key) or is_open(value)
        case TupleOf(items):
            return any(map(is_open, items))
        case RecordOf():
            return False
    return False
