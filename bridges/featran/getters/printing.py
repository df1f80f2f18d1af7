"""``toString`` of values, by type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bridges.featran.flavour import Flavour
from bridges.featran.getters.ordering import item_types
from bridges.featran.getters.text import join_pairs
from bridges.featran.getters.types import (
    BOOLEAN,
    CHAR,
    DOUBLE,
    FLOAT,
    UNIT,
    UNKNOWN,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
    is_enumeration,
    sides,
)
from bridges.featran.jvm import doubles, floats

Printer = Callable[[Any], str]


def printable(kind: Type) -> bool:
    """Whether the text is known: not of arrays or of collections of unknown class."""
    if isinstance(kind, SeqOf):
        return kind.kind in ("List", "Vector") and printable(kind.item)
    if isinstance(kind, MapOf):
        return False
    if sides(kind) is not None or kind == UNKNOWN:
        return False
    if isinstance(kind, TupleOf | RecordOf | OptionOf):
        return all(map(printable, item_types(kind, 1)))
    return True


def printer(kind: Type, flavour: Flavour) -> Printer:
    """``String.valueOf`` for values of ``kind``: null is ``null``."""
    if isinstance(kind, Boxed):
        return _or_null(printer(kind.item, flavour))
    if isinstance(kind, Prim):
        return _scalar(kind, flavour)
    return _or_null(_compound(kind, flavour))


def _or_null(plain: Printer) -> Printer:
    return lambda value: "null" if value is None else plain(value)


def _scalar(kind: Prim, flavour: Flavour) -> Printer:
    if kind == DOUBLE:
        return lambda x: doubles.to_string(x, flavour.jdk)
    if kind == FLOAT:
        return lambda x: floats.to_string(x, flavour.jdk)
    if kind == BOOLEAN:
        return lambda x: "true" if x else "false"
    if kind == CHAR:
        return chr
    if kind == UNIT:
        return lambda _: "()"
    return _or_null(str)


def _compound(kind: Type, flavour: Flavour) -> Printer:
    match kind:
        case MapOf(key, value):
            left, right = printer(key, flavour), printer(value, flavour)
            return lambda m: f"Map({', '.join(f'{left(k)} -> {right(v)}' for k, v in m.items())})"
        case OptionOf(inner):
            show = printer(inner, flavour)
            return lambda xs: f"Some({show(xs[0])})" if xs else "None"
        case SeqOf(inner, seq):
            show = printer(inner, flavour)
            return lambda xs: f"{seq}({', '.join(map(show, xs))})"
    if is_enumeration(kind):
        return lambda value: str(value[1])
    shows = [printer(t, flavour) for t in item_types(kind, 0)]
    name = kind.name if isinstance(kind, RecordOf) else ""
    return lambda xs: f"{name}({','.join(s(x) for s, x in zip(shows, xs, strict=True))})"


def concatenate(a: str | None, b: str | None) -> str:
    """``a + b`` of strings, where null is ``null``; surrogates that meet join."""
    return join_pairs(("null" if a is None else a) + ("null" if b is None else b))
