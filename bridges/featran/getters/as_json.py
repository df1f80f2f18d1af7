"""The JSON form of getters: generated projects carry it, so it is stable and deterministic.

``{"row": ["r", 0], "types": [...], "body": [...], "source": …, "location": …}``: every type is
written once in ``types`` and named by its index; an expression is a list whose head says its kind.
Numbers that JSON cannot say (``NaN``, infinities) are written as Java writes them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from bridges.errors import DataError
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
    Place,
    Scalar,
    Throw,
    Var,
)
from bridges.featran.getters.types import (
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)

Json = Any
_SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def getter_to_json(getter: Getter) -> dict[str, Json]:
    """The JSON object of ``getter``."""
    types = _Types()
    row = [getter.row.name, types.index(getter.row.type)]
    body = _write(getter.body, types)
    return {
        "row": row,
        "types": types.written,
        "body": body,
        "source": getter.source,
        "location": getter.location,
    }


def getter_from_json(document: dict[str, Json]) -> Getter:
    """The getter of ``document``; raises DataError where it is none."""
    try:
        types: list[Type] = []
        for written in document["types"]:
            types.append(_read_type(written, types))
        name, kind = document["row"]
        return Getter(
            Var(name, types[kind]),
            _read(document["body"], types),
            document.get("source", ""),
            document.get("location", ""),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise DataError(
            f"this is not a getter: {error!r}",
            next_step="write it again with the version of Paved Road that reads it",
        ) from error


@dataclass(slots=True)
class _Types:
    """Types in order of first use, each after the types it consists of."""

    written: list[Json] = field(default_factory=list)
    known: dict[Type, int] = field(default_factory=dict)

    def index(self, kind: Type) -> int:
        if kind not in self.known:
            written = self._write(kind)
            self.known[kind] = len(self.written)
            self.written.append(written)
        return self.known[kind]

    def _write(self, kind: Type) -> Json:
        match kind:
            case Prim(name):
                return name
            case Boxed(item):
                return ["Boxed", self.index(item)]
            case OptionOf(item):
                return ["Option", self.index(item)]
            case SeqOf(item, seq):
                return ["Seq", self.index(item), seq]
            case MapOf(key, value):
                return ["Map", self.index(key), self.index(value)]
            case TupleOf(items):
                return ["Tuple", [self.index(i) for i in items]]
            case RecordOf(name, fields):
                return ["Record", name, [[n, self.index(t)] for n, t in fields]]


def _read_type(written: Json, types: list[Type]) -> Type:
    match written:
        case str():
            return Prim(written)
        case ["Boxed", item]:
            return Boxed(cast("Prim", types[item]))
        case ["Option", item]:
            return OptionOf(types[item])
        case ["Seq", item, seq]:
            return SeqOf(types[item], seq)
        case ["Map", key, value]:
            return MapOf(types[key], types[value])
        case ["Tuple", items]:
            return TupleOf(tuple(types[i] for i in items))
        case ["Record", name, fields]:
            return RecordOf(name, tuple((n, types[t]) for n, t in fields))
    raise ValueError(f"unknown form {written!r}")


def _write(node: Expr, types: _Types) -> Json:
    def sub(inner: Expr) -> Json:
        return _write(inner, types)

    match node:
        case Lit(value, kind):
            return ["lit", _write_scalar(value), types.index(kind)]
        case Var(name, kind):
            return ["var", name, types.index(kind)]
        case Field(of, name, at):
            return ["field", sub(of), name, list(at)]
        case Let(name, value, body):
            return ["let", name, sub(value), sub(body)]
        case If(test, then, other, kind):
            return ["if", sub(test), sub(then), sub(other), types.index(kind)]
        case New(kind, args):
            return ["new", types.index(kind), [sub(a) for a in args]]
        case Fn(params, body):
            return ["fn", [[p.name, types.index(p.type)] for p in params], sub(body)]
        case Op(name, args, kind, at):
            return ["op", name, [sub(a) for a in args], types.index(kind), list(at)]
        case Throw(exception, message, at):
            return ["throw", exception, sub(message), list(at)]


def _read(written: Json, types: list[Type]) -> Expr:
    head, *rest = written
    return _READERS[head](rest, types)


def _many(written: Json, types: list[Type]) -> tuple[Expr, ...]:
    return tuple(_read(w, types) for w in written)


def _place(written: Json) -> Place:
    line, column = written
    return (int(line), int(column))


_READERS: dict[str, Callable[[list[Json], list[Type]], Expr]] = {
    "lit": lambda w, t: Lit(_read_scalar(w[0], t[w[1]]), t[w[1]]),
    "var": lambda w, t: Var(w[0], t[w[1]]),
    "field": lambda w, t: Field(_read(w[0], t), w[1], _place(w[2])),
    "let": lambda w, t: Let(w[0], _read(w[1], t), _read(w[2], t)),
    "if": lambda w, t: If(_read(w[0], t), _read(w[1], t), _read(w[2], t), t[w[3]]),
    "new": lambda w, t: New(t[w[0]], _many(w[1], t)),
    "fn": lambda w, t: Fn(tuple(Var(n, t[k]) for n, k in w[0]), _read(w[1], t)),
    "op": lambda w, t: Op(w[0], _many(w[1], t), t[w[2]], _place(w[3])),
    "throw": lambda w, t: Throw(w[0], _read(w[1], t), _place(w[2])),
}


def _write_scalar(value: Scalar) -> Json:
    if isinstance(value, float) and not math.isfinite(value):
        return next(k for k, v in _SPECIAL.items() if v == value or (v != v and value != value))
    return value


def _read_scalar(value: Json, kind: Type) -> Scalar:
    if kind in (Prim("Float"), Prim("Double")):
        return _SPECIAL[value] if isinstance(value, str) else float(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return float(value)
