"""What ``val``s hold: computed once, and null before their turn, as the JVM has it."""

from __future__ import annotations

from bridges.featran.getters.ast import Lit, Op
from bridges.featran.getters.types import BOOLEAN, DOUBLE, FLOAT, NUMERIC, STRING, SeqOf
from migrate.featran.scala.blocks import definition_value, picked
from migrate.featran.scala.coercion import Mismatch, coerce
from migrate.featran.scala.definitions import has_modifier, is_repeated
from migrate.featran.scala.generics import is_open
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Argument, Definition, Evaluated, Scope
from migrate.featran.scala.tree import Node, brief, kids, need, part
from migrate.featran.scala.values import Listed, Typed, Value


def val_value(reader: Reader, found: Definition) -> Value:
    """What a ``val`` holds where it is asked for. Raises Refused for a variable."""
    if found.node.type == "var_definition":
        raise reader.refuse("FT004", f"a variable: {brief(found.node)}", found.node, found.scope)
    value = _memoised(reader, found)
    if _is_early(reader, found):
        value = _uninitialised(reader, found, value)
    return picked(reader, value, found.pick, found.node, found.scope)


def _memoised(reader: Reader, found: Definition) -> Value:
    memo, node = found.scope.memo, found.node
    if node.id not in memo:
        outcomes, findings = dict(reader.outcomes), len(reader.findings)
        with reader.initialise(found.scope.order, node.id):
            value = definition_value(reader, node, found.scope)
        changed = {k: v for k, v in reader.outcomes.items() if outcomes.get(k) != v}
        memo[node.id] = Evaluated(value, changed, tuple(reader.findings[findings:]))
    reader.take_over(memo[node.id])
    return memo[node.id].value


def _is_early(reader: Reader, found: Definition) -> bool:
    """Whether a ``val`` is read while one that is initialised before it is computed."""
    order, node = found.scope.order, found.node
    inside = [at for known, at in reader.initialising if known is order]
    later = bool(inside) and node.id in order and order[node.id] > inside[-1]
    return later and not _is_constant(node)


def _is_constant(node: Node) -> bool:
    """``final val N = literal``: the compiler puts the literal in place."""
    literal = need(node, "value").type.endswith("literal") or need(node, "value").type == "string"
    return has_modifier(node, "final") and part(node, "type") is None and literal


def _uninitialised(reader: Reader, found: Definition, value: Value) -> Value:
    """Zero, false or null: what a field holds before its initialiser runs."""
    kind = value.type if isinstance(value, Typed) else None
    if kind in (FLOAT, DOUBLE):
        return Typed(Lit(0.0, kind))
    if kind in NUMERIC:
        return Typed(Lit(0, kind))
    if kind in (BOOLEAN, STRING):
        return Typed(Lit(False if kind == BOOLEAN else None, kind))
    what = f"this is null when it is read, its initialiser runs later: {brief(found.node)}"
    raise reader.refuse("FT004", what, found.node, found.scope)


def repeated(reader: Reader, nodes: list[Node], scope: Scope, kind: SeqOf) -> Value:
    """The arguments of a repeated parameter, or the collection given as ``xs: _*``."""
    if len(nodes) == 1 and nodes[0].type in ("ascription_expression", "vararg"):
        given = reader.expression(kids(nodes[0])[0], scope, kind)
        if isinstance(given, Listed):
            return given
        return Typed(reader.as_typed(given, nodes[0], scope, kind))
    wanted = None if is_open(kind.item) else kind.item
    values = [reader.expression(n, scope, wanted) for n in nodes]
    if not all(isinstance(v, Typed) for v in values):
        return Listed(tuple(values))
    items = tuple(
        reader.as_typed(v, n, scope, kind.item) for v, n in zip(values, nodes, strict=True)
    )
    return Typed(Op("Seq.of", items, kind))


def argument_value(reader: Reader, found: Argument) -> Value:
    """The value that ``extends Parent(value)`` gives for a parameter."""
    declared = part(found.param, "type")
    kind = reader.types.known(declared, found.owner) if declared is not None else None
    if isinstance(kind, SeqOf) and is_repeated(found.param):
        return repeated(reader, list(found.nodes), found.scope, kind)
    (node,) = found.nodes
    value = reader.expression(node, found.scope, kind)
    if kind is None or not isinstance(value, Typed):
        return value
    try:
        return Typed(coerce(value.expr, kind), value.java)
    except Mismatch:
        return value
