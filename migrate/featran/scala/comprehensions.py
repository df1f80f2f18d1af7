"""``for (…) yield …`` as ``map``, ``flatMap`` and ``filter`` (Scala specification 6.19)."""

from __future__ import annotations

from bridges.featran.getters.types import Type
from migrate.featran.scala.calls import Call
from migrate.featran.scala.members import select_with
from migrate.featran.scala.patterns import bind_irrefutable
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, parts
from migrate.featran.scala.values import Function, Value


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
    guards = [k for k in kids(first) if k.type == "guard"]
    while later and _is_guard(later[0]):
        guards += [k for k in kids(later.pop(0)) if k.type == "guard"]
    for guard in guards:
        test = _function(reader, pattern, [need(guard, "condition")], scope, guard)
        receiver = _call(reader, receiver, "filter", test, node, scope)
    if later and _is_binding(later[0]):
        raise reader.refuse("FT004", f"a value inside for: {brief(later[0])}", later[0], scope)
    if not later:
        body = _function(reader, pattern, parts(node, "body"), scope, node)
        return _call(reader, receiver, "map", body, node, scope)

    def nested(args: list[Value], expected: Type | None) -> Value:
        inner = _bound(reader, pattern, args, scope)
        return _generate(reader, later, node, inner)

    return _call(reader, receiver, "flatMap", Function(nested, 1, brief(first)), node, scope)


def _is_guard(step: Node) -> bool:
    return all(k.type == "guard" for k in kids(step))


def _is_binding(step: Node) -> bool:
    return any(c.type == "=" for c in step.children)


def _bound(reader: Reader, pattern: Node, args: list[Value], scope: Scope) -> Scope:
    inner = scope.child(runtime=scope.runtime or not all(map(is_static, args)))
    bind_irrefutable(reader, pattern, args[0], inner)
    return inner


def _function(
    reader: Reader, pattern: Node, body: list[Node], scope: Scope, node: Node
) -> Function:
    def apply(args: list[Value], expected: Type | None) -> Value:
        return reader.expression(body[0], _bound(reader, pattern, args, scope), expected)

    return Function(apply, 1, brief(node))


def _call(
    reader: Reader, receiver: Value, name: str, function: Function, node: Node, scope: Scope
) -> Value:
    return select_with(receiver, Call(reader, name, node, scope), function)
