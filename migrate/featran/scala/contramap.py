"""What ``contramap`` puts in front of a getter."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Op
from bridges.featran.getters.rewrite import let
from bridges.featran.getters.types import OptionOf
from migrate.featran.scala.calls import Call, as_fn
from migrate.featran.scala.tree import Node
from migrate.featran.scala.values import Function


def mapped(call: Call, body: Expr, before: Function, required: bool, node: Node) -> Expr:
    """``f(body)``, or ``body.map(f)`` of an optional one."""
    if required:
        fn = as_fn(call.reader, before, [body.type], None, node, call.scope)
        return let(fn.params[0].name, body, fn.body)
    kind = body.type
    if not isinstance(kind, OptionOf):
        raise call.reader.refuse("FT012", f"{kind} is not an Option", node, call.scope)
    fn = as_fn(call.reader, before, [kind.item], None, node, call.scope)
    return Op("Option.map", (body, fn), OptionOf(fn.type))
