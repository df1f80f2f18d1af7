"""``for (…) yield …`` as ``map``, ``flatMap`` and ``filter`` (Scala specification 6.19)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from bridges.featran.getters.types import Type
from migrate.featran.scala.calls import Call, paired, spread
from migrate.featran.scala.members import select_with
from migrate.featran.scala.patterns import bind_irrefutable
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, parts
from migrate.featran.scala.values import Function, Value

Bind: TypeAlias = Callable[[Value, Scope], None]
"""Binds the names of a generator's pattern to an item."""


def for_yield(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """The value of a comprehension; a loop without ``yield`` is refused."""
    if not any(c.type == "yield" for c in node.children):
        raise reader.refuse("FT004", f"a loop without yield: {brief(node)}", node, scope)
    steps = [e for e in kids(need(node, "enumerators")) if e.type == "enumerator"]
    return _generate(reader, steps, node, scope)


def _generate(reader: Reader, steps: list[Node], node: Node, scope: Scope) -> Value:
    first, *later = steps
    pattern, source = [k for k in kids(first) if k.type != "guard"][:2]
    receiver = reader.expression(source, scope)
    bind: Bind = partial(bind_irrefutable, reader, pattern)
    receiver = _guarded(reader, receiver, first, bind, node, scope)
    while later and (_is_guard(later[0]) or _is_binding(later[0])):
        step = later.pop(0)
        if _is_binding(step):
            receiver, bind = _with_value(reader, receiver, step, bind, node, scope)
        receiver = _guarded(reader, receiver, step, bind, node, scope)
    if not later:
        (body,) = parts(node, "body")
        mapped = _function(reader, bind, lambda inner: reader.expression(body, inner), scope, node)
        return _call(reader, receiver, "map", mapped, node, scope)
    nested = _function(
        reader, bind, lambda inner: _generate(reader, later, node, inner), scope, first
    )
    return _call(reader, receiver, "flatMap", nested, node, scope)


def _guarded(
    reader: Reader, receiver: Value, step: Node, bind: Bind, node: Node, scope: Scope
) -> Value:
    """``receiver`` filtered by the guards of a step."""
    for guard in [k for k in kids(step) if k.type == "guard"]:
        condition = partial(reader.expression, need(guard, "condition"))
        test = _function(reader, bind, condition, scope, guard)
        receiver = _call(reader, receiver, "filter", test, node, scope)
    return receiver


def _with_value(
    reader: Reader, receiver: Value, step: Node, bind: Bind, node: Node, scope: Scope
) -> tuple[Value, Bind]:
    """``x = e`` between generators: every item goes on as a pair with its value."""
    pattern, source = [k for k in kids(step) if k.type != "guard"][:2]

    def apply(args: list[Value], expected: Type | None) -> Value:
        inner = scope.child(runtime=scope.runtime or not all(map(is_static, args)))
        bind(args[0], inner)
        return paired([args[0], reader.expression(source, inner)])

    mapped = _call(reader, receiver, "map", Function(apply, 1, brief(step)), node, scope)

    def both(value: Value, inner: Scope) -> None:
        left, right = spread(value, 2) or [value, value]
        bind(left, inner)
        bind_irrefutable(reader, pattern, right, inner)

    return mapped, both


def _is_guard(step: Node) -> bool:
    return all(k.type == "guard" for k in kids(step))


def _is_binding(step: Node) -> bool:
    return any(c.type == "=" for c in step.children)


def _function(
    reader: Reader, bind: Bind, body: Callable[[Scope], Value], scope: Scope, node: Node
) -> Function:
    def apply(args: list[Value], expected: Type | None) -> Value:
        inner = scope.child(runtime=scope.runtime or not all(map(is_static, args)))
        bind(args[0], inner)
        return body(inner)

    return Function(apply, 1, brief(node))


def _call(
    reader: Reader, receiver: Value, name: str, function: Function, node: Node, scope: Scope
) -> Value:
    return select_with(receiver, Call(reader, name, node, scope), function)
