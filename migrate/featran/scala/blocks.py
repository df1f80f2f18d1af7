"""Blocks and the bodies of functions: statements in order, the last one is the value."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bridges.featran.getters.ast import Expr, Field, If, Lit, Throw
from bridges.featran.getters.interpret import constant, same_everywhere
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables, let
from bridges.featran.getters.types import BOOLEAN, STRING, Type
from migrate.featran.scala.carried import Carried
from migrate.featran.scala.constants import reify
from migrate.featran.scala.definitions import VALS, bound_names, declare, declare_one, is_lazy
from migrate.featran.scala.demands import demand
from migrate.featran.scala.flows import Flow, Lets
from migrate.featran.scala.matched import Matched, all_of, match_pattern
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.returns import early_return, final_return
from migrate.featran.scala.scope import Scope, TypeIn
from migrate.featran.scala.tree import Node, brief, need, part
from migrate.featran.scala.values import Decimal, Listed, Typed, Value
from migrate.featran.scala.variables import Statements

_DEFINITIONS = frozenset(
    {
        *VALS,
        *("function_definition", "object_definition", "class_definition", "trait_definition"),
        *("type_definition", "import_declaration"),
    }
)


def statements(
    reader: Reader,
    nodes: list[Node],
    scope: Scope,
    expected: Type | None,
    whole: Node,
    flow: Flow | None = None,
) -> Value:
    """The value of a block; in a getter its ``val``s are computed once and in order."""
    if not nodes:
        raise reader.refuse("FT004", f"an empty block: {brief(whole)}", whole, scope)
    *before, last = nodes
    inner = scope.child()
    declare(inner, before)
    flow = flow or Flow()
    lets: list[tuple[str, Expr]] = []
    for at, node in enumerate(before):
        early = early_return(node, whole)
        if early is not None:
            rest = nodes[at + 1 :]
            value = _returned(reader, early, rest, inner, expected, whole, flow)
            return _wrapped(reader, value, lets, node, scope)
        _statement(reader, node, inner, lets, flow)
    last = final_return(last, whole)
    if last.type in _DEFINITIONS:
        raise reader.refuse("FT004", f"a block without a value: {brief(whole)}", whole, scope)
    value = reader.expression(last, inner, expected)
    return _wrapped(reader, value, lets, last, scope)


def _returned(
    reader: Reader,
    early: tuple[Node, Node],
    rest: list[Node],
    scope: Scope,
    expected: Type | None,
    whole: Node,
    flow: Flow,
) -> Value:
    """``if (c) return v`` and the statements behind it, as an ``if`` with both."""
    from migrate.featran.scala.expressions import branches

    condition, node = early
    test = reader.typed(condition, scope, BOOLEAN)
    if isinstance(test, Lit):
        if test.value:
            return reader.expression(node, scope, expected)
        return statements(reader, rest, scope, expected, whole, flow)
    value = reader.typed(node, scope, expected)
    other = statements(reader, rest, scope, expected, whole, flow)
    after = reader.as_typed(other, rest[-1], scope, expected)
    return Typed(branches(reader, test, value, after, whole, scope))


def _statement(reader: Reader, node: Node, inner: Scope, lets: Lets, flow: Flow) -> None:
    run = Statements(Carried(reader, flow, partial(_statement, reader)))
    if node.type == "var_definition" and inner.runtime:
        run.declare(node, definition_value(reader, node, inner), inner, lets)
        return
    if inner.runtime:
        run.refuse_later(node, inner)
    demanded = demand(reader, node, inner) if inner.runtime else None
    if demanded is not None:
        lets.append((reader.fresh("demanded", BOOLEAN).name, demanded))
    elif node.type == "val_definition" and inner.runtime and not is_lazy(node):
        _strict_val(reader, node, inner, lets)
    elif inner.runtime and run.effect(node, inner, lets):
        return
    elif node.type not in _DEFINITIONS and inner.runtime:
        raise reader.refuse("FT004", f"a statement in a getter: {brief(node)}", node, inner)
    else:
        declare_one(inner, node)


def _strict_val(reader: Reader, node: Node, inner: Scope, lets: list[tuple[str, Expr]]) -> None:
    value = definition_value(reader, node, inner)
    if isinstance(value, Typed | Decimal) and free_variables(value.expr):
        named = reader.fresh(_let_name(node), value.expr.type)
        lets.append((named.name, value.expr))
        value = replace(value, expr=named)
    pattern = need(node, "pattern")
    if pattern.type == "identifier":
        inner.names[bound_names(pattern)[0][0]] = value
    else:
        inner.names.update(_taken_apart(reader, pattern, value, inner, lets))


def _taken_apart(
    reader: Reader, pattern: Node, value: Value, inner: Scope, lets: list[tuple[str, Expr]]
) -> dict[str, Value]:
    """The names of ``val Array(a, b) = …``; another value is a MatchError."""
    matched = Matched()
    match_pattern(reader, pattern, value, inner, matched)
    test = all_of(matched.tests)
    if test is None or not isinstance(value, Typed):
        return matched.names
    checked = reader.fresh(_let_name(pattern.parent or pattern), value.type)
    point = pattern.start_point
    wrong = Throw(
        "scala.MatchError", Lit(brief(pattern), STRING), (point.row + 1, point.column + 1)
    )
    lets.append((checked.name, If(test, value.expr, wrong, value.type)))
    matched = Matched()
    match_pattern(reader, pattern, Typed(checked, value.java), inner, matched)
    return matched.names


def _let_name(node: Node) -> str:
    names = bound_names(need(node, "pattern"))
    return names[0][0] if len(names) == 1 else "t"


def _wrapped(
    reader: Reader, value: Value, lets: list[tuple[str, Expr]], node: Node, scope: Scope
) -> Value:
    if not lets:
        return value
    expr = reader.as_typed(value, node, scope)
    for name, bound in reversed(lets):
        expr = let(name, bound, expr)
    return Typed(expr)


def definition_value(reader: Reader, node: Node, scope: Scope) -> Value:
    """The value of a ``val``, brought to its declared type; constants are computed."""
    declared = part(node, "type")
    expected = reader.types.known(declared, scope) if declared is not None else None
    right = need(node, "value")
    value = reader.expression(right, scope, expected)
    if isinstance(value, Typed):
        expr = reader.as_typed(value, right, scope, expected)
        return folded(reader, Typed(expr, value.java), right, scope)
    return as_listed(value, declared, scope)


def as_listed(value: Value, declared: Node | None, scope: Scope) -> Value:
    """A static list with the type that it is declared to have."""
    if declared is None or not isinstance(value, Listed):
        return value
    return replace(value, declared=TypeIn(declared, scope))


def folded(reader: Reader, value: Value, node: Node, scope: Scope) -> Value:
    """A constant as its value; as it is what throws, or differs by Scala or Java version."""
    if not isinstance(value, Typed) or free_variables(value.expr):
        return value
    try:
        if not same_everywhere(value.expr):
            return value
        return Typed(reify(constant(value.expr), value.type), value.java)
    except (JvmException, TypeError):
        return value


def picked(reader: Reader, value: Value, pick: tuple[int, ...], node: Node, scope: Scope) -> Value:
    """A part of the tuple that a ``val (a, b) = …`` takes apart."""
    from migrate.featran.scala.values import Pair

    for index in pick:
        if index < 0:
            raise reader.refuse("FT004", f"a pattern in a val: {brief(node)}", node, scope)
        if isinstance(value, Pair):
            value = value.items[index]
        else:
            value = Typed(Field(reader.as_typed(value, node, scope), f"_{index + 1}"))
    return value
