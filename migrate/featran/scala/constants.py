"""Constants between their two forms: Python values and literal expressions."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Expr, Lit, New, Op
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


def reify(value: Any, kind: Type) -> Expr:
    """The expression of a computed value."""
    match kind:
        case _ if value is None:
            return Lit(None, kind)
        case Prim() | Boxed():
            return Lit(value, kind)
        case OptionOf(item):
            return Op("Some", (reify(value[0], item),), kind) if value else Op("None", (), kind)
        case SeqOf(item):
            return Op("Seq.of", tuple(reify(v, item) for v in value), kind)
        case MapOf(key, item):
            pair = TupleOf((key, item))
            pairs = tuple(New(pair, (reify(k, key), reify(v, item))) for k, v in value.items())
            return Op("Seq.toMap", (Op("Seq.of", pairs, SeqOf(pair, "List")),), kind)
        case TupleOf(items):
            return New(kind, tuple(reify(v, t) for v, t in zip(value, items, strict=True)))
        case RecordOf(_, fields):
            return New(kind, tuple(reify(v, t) for v, (_, t) in zip(value, fields, strict=True)))
