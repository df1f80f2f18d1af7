"""The common type of what a member brings together."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr
from bridges.featran.getters.types import Type
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import Mismatch, coerce, lub


def common(call: Call, a: Type, b: Type) -> Type:
    """The common type of two items; raises Refused."""
    try:
        return lub(a, b)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error


def as_kind(call: Call, expr: Expr, kind: Type) -> Expr:
    """``expr`` as a ``kind``; raises Refused."""
    try:
        return coerce(expr, kind)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error
