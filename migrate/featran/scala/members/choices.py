"""Members of a choice between the classes of a sealed family: what each of them has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bridges.featran.getters.ast import Expr, Lit, New
from bridges.featran.getters.rewrite import is_path, let
from bridges.featran.getters.types import SeqOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.choices import as_choice, family_of_object
from migrate.featran.scala.coercion import Mismatch, coerce, lub
from migrate.featran.scala.families import Family
from migrate.featran.scala.reader import describe
from migrate.featran.scala.scope import Definition
from migrate.featran.scala.templates import object_scope
from migrate.featran.scala.values import Listed, Object, Typed, Value

Select = Callable[[Value, Call], Value]


def member(expr: Expr, call: Call, family: Family, select: Select) -> Value:
    """``choice.name(args)``: a member of the class that the choice is of."""
    place = _known(expr)
    if place is not None:
        return select(_receiver(expr, family, place, call), call)
    if is_path(expr):
        return Typed(_chosen(expr, call, family, select))
    held = call.reader.fresh("choice", expr.type)
    return Typed(let(held.name, expr, _chosen(held, call, family, select)))


def _known(expr: Expr) -> int | None:
    case = expr.args[0] if isinstance(expr, New) else None
    return int(case.value or 0) if isinstance(case, Lit) else None


def _receiver(expr: Expr, family: Family, place: int, call: Call) -> Value:
    made = family.members[place]
    if made.record is not None:
        return Typed(family.record_at(expr, place))
    found = Definition(made.node, made.scope)
    return Object(made.name, object_scope(found, call.reader.program), found)


def _chosen(expr: Expr, call: Call, family: Family, select: Select) -> Expr:
    lists = list(call.lists)
    found: list[Expr] = []
    for place in range(len(family.members)):
        one = replace(call, lists=list(lists))
        value = as_choice(call.reader, select(_receiver(expr, family, place, call), one))
        if not isinstance(value, Typed):
            raise call.refuse(f"{describe(value)} that a row chooses")
        found.append(value.expr)
        call.lists[:] = one.lists
    return _joined(expr, family, found, call)


def _joined(expr: Expr, family: Family, found: list[Expr], call: Call) -> Expr:
    from migrate.featran.scala.expressions import branches

    *first, whole = found
    for place in range(len(first) - 1, -1, -1):
        test = family.is_at(expr, place)
        whole = branches(call.reader, test, first[place], whole, call.node, call.scope)
    return whole


def as_list(receiver: Listed, call: Call) -> Typed | None:
    """A list of objects of one family as a list of choices; None for other things."""
    items = [i for i in receiver.items if isinstance(i, Object | Typed)]
    families = {id(family_of_object(call.reader, i)) for i in items if isinstance(i, Object)}
    choices = [as_choice(call.reader, i) for i in items]
    exprs = [c.expr for c in choices if isinstance(c, Typed)]
    if len(exprs) != len(receiver.items) or len(families) != 1:
        return None
    try:
        kind = exprs[0].type
        for other in exprs[1:]:
            kind = lub(kind, other.type)
        parts = tuple(coerce(e, kind) for e in exprs)
    except Mismatch:
        return None
    return call.op("Seq.of", parts, SeqOf(kind, "List"))
