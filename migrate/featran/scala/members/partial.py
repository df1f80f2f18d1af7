"""Partial functions, the arguments of ``collect``: no case is ``None``."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Fn, If, Op, Throw
from bridges.featran.getters.types import OptionOf, Type
from migrate.featran.scala.calls import Call, as_fn
from migrate.featran.scala.tree import Node
from migrate.featran.scala.values import Function


def partial_fn(call: Call, node: Node, item: Type) -> Fn:
    """``{ case p => e }`` as a function to ``Option``; raises Refused for anything else."""
    value = call.reader.expression(node, call.scope)
    if not isinstance(value, Function) or value.cases is None:
        raise call.refuse("a partial function that is not written out")
    return lifted(call, value, item)


def lifted(call: Call, function: Function, item: Type) -> Fn:
    """``function.lift``: what is outside its cases gives None."""
    if function.cases is None:
        raise call.refuse(f"{call.name} of a function that is not partial", "FT012")
    whole = as_fn(call.reader, function, [item], None, function.cases, call.scope)
    kind = OptionOf(whole.type)
    return Fn(whole.params, _lifted(whole.body, kind))


def _lifted(body: Expr, kind: OptionOf) -> Expr:
    """Every result in ``Some``, the final MatchError as ``None``."""
    from bridges.featran.getters.ast import Let

    if isinstance(body, If) and _ends_in_match_error(body):
        return If(body.test, _some(body.then, kind), _lifted(body.other, kind), kind)
    if isinstance(body, Let) and _ends_in_match_error(body.body):
        return Let(body.name, body.value, _lifted(body.body, kind))
    if isinstance(body, Throw) and body.exception == "scala.MatchError":
        return Op("None", (), kind)
    return _some(body, kind)


def _ends_in_match_error(body: Expr) -> bool:
    from bridges.featran.getters.ast import Let

    while isinstance(body, If | Let):
        body = body.other if isinstance(body, If) else body.body
    return isinstance(body, Throw) and body.exception == "scala.MatchError"


def _some(body: Expr, kind: OptionOf) -> Expr:
    return Op("Some", (body,), kind)
