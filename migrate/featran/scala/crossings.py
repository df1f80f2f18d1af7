"""``cross((left, right))(function)``."""

from __future__ import annotations

from dataclasses import replace

from bridges.featran.getters.ast import Getter, Lit, New
from bridges.featran.getters.interpret import constant
from bridges.featran.getters.rewrite import free_variables, tidy
from bridges.featran.getters.types import DOUBLE, STRING, TupleOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.features import refused_feature, source_text
from migrate.featran.scala.refusal import BOUND, Refused
from migrate.featran.scala.tree import Node, brief
from migrate.featran.scala.values import (
    CrossRead,
    FeatureRead,
    FeatureRefused,
    Pair,
    SpecValue,
    Typed,
    Value,
)


def cross(owner: SpecValue, call: Call) -> Value:
    """``owner.cross((a, b))(f)``."""
    try:
        made = _cross(owner, call)
    except Refused as refused:
        if refused.code == BOUND:
            raise
        call.lists.clear()
        refused_feature(call, refused, None)
        return replace(owner, complete=False)
    call.reader.outcomes[call.site] = "converted"
    return replace(owner, crossings=(*owner.crossings, made))


def _cross(owner: SpecValue, call: Call) -> CrossRead:
    nodes = call.take(1, 2)
    if len(nodes) == 2:
        values = [call.reader.expression(n, call.scope, STRING) for n in nodes]
        pair: Value = Pair(tuple(values))
    else:
        pair = call.reader.expression(nodes[0], call.scope)
    left, right = _names(call, pair, nodes[0])
    (body,) = call.take(1)
    _check_names(owner, call, left, right)
    with call.reader.later():
        fn = call.function(body, [DOUBLE, DOUBLE], DOUBLE)
    whole = TupleOf((DOUBLE, DOUBLE))
    row = call.reader.fresh("pair", whole)
    from bridges.featran.getters.ast import Field
    from bridges.featran.getters.rewrite import substitute

    parts = {p.name: Field(row, f"_{i + 1}") for i, p in enumerate(fn.params)}
    place = call.scope.source.place(body)
    getter = tidy(Getter(row, substitute(fn.body, parts), source_text(body), str(place)))
    return CrossRead(left, right, getter, call.location)


def _names(call: Call, pair: Value, node: Node) -> tuple[str, str]:
    items: list[Value] = []
    if isinstance(pair, Pair):
        items = list(pair.items)
    elif isinstance(pair, Typed) and isinstance(pair.expr, New):
        items = [Typed(a) for a in pair.expr.args]
    elif isinstance(pair, Typed) and not free_variables(pair.expr):
        found = constant(pair.expr)
        items = [Typed(Lit(str(n), STRING)) for n in found]
    names = []
    for item in items:
        if not isinstance(item, Typed) or free_variables(item.expr):
            raise call.reader.refuse("FT009", f"the names {brief(node)}", node, call.scope)
        names.append(str(constant(item.expr)))
    if len(names) != 2:
        raise call.reader.refuse("FT009", f"the names {brief(node)}", node, call.scope)
    return names[0], names[1]


def _check_names(owner: SpecValue, call: Call, left: str, right: str) -> None:
    """Refuse what Featran refuses, and what a refused feature makes impossible."""
    read = {f.name for f in owner.features if isinstance(f, FeatureRead)}
    lost = {f.name for f in owner.features if isinstance(f, FeatureRefused)}
    for name in (left, right):
        if name in lost or (name not in read and None in lost):
            raise call.refuse(f"the crossing needs the refused feature {name!r}", "FT017")
        if name not in read:
            raise call.refuse(f"requirement failed: Feature {name} not found", "FT009")
    if any((c.left, c.right) == (left, right) for c in owner.crossings):
        raise call.refuse(f"Crossing ({left},{right}) already defined", "FT009")
