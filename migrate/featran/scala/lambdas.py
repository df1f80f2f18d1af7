"""Function literals: ``x => …``, ``(a, b) => …``, ``{ case (k, v) => … }``."""

from __future__ import annotations

from bridges.featran.getters.types import Type
from migrate.featran.scala.blocks import statements
from migrate.featran.scala.calls import paired
from migrate.featran.scala.matching import match_value
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, part, text
from migrate.featran.scala.values import Function, Typed, Value


def lambda_function(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """``params => body``; the body may be several statements."""
    params = need(node, "parameters")
    marks = [params] if params.type in ("identifier", "wildcard") else kids(params)
    names = [_parameter_name(m) for m in marks]
    header, body = _halves(node)
    # ``a: T => …`` has its type beside the name, ``(a: T) => …`` within the parameter.
    beside = next((k for k in header if k.id != params.id), None)
    declared = [part(m, "type") or beside for m in marks]

    def apply(args: list[Value], expected: Type | None) -> Value:
        inner = scope.child(runtime=scope.runtime or not all(map(is_static, args)))
        for name, kind, arg in zip(names, declared, args, strict=True):
            inner.names[name] = _ascribed(reader, arg, kind, scope)
        return statements(reader, body, inner, expected, node)

    types = tuple(reader.types.resolve(t, scope) if t is not None else None for t in declared)
    return Function(apply, len(names), brief(node), types)


def _halves(node: Node) -> tuple[list[Node], list[Node]]:
    """What stands before ``=>``, and the statements behind it."""
    arrow = next(c.start_byte for c in node.children if c.type in ("=>", "?=>"))
    named = kids(node)
    header = [k for k in named if k.start_byte < arrow]
    return header, named[len(header) :]


def _parameter_name(mark: Node) -> str:
    return text(part(mark, "name") or mark).strip("`").partition(":")[0].strip()


def _ascribed(reader: Reader, arg: Value, kind: Node | None, scope: Scope) -> Value:
    """An argument as its declared type; numbers widen, other types are as inferred."""
    if kind is None or not isinstance(arg, Typed):
        return arg
    from migrate.featran.scala.coercion import Mismatch, coerce

    try:
        return Typed(coerce(arg.expr, reader.types.resolve(kind, scope)), arg.java)
    except Mismatch:
        return arg


def case_function(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """``{ case pattern => body … }``: of one argument, or of several taken as a tuple."""

    def apply(args: list[Value], expected: Type | None) -> Value:
        subject = args[0] if len(args) == 1 else paired(args)
        return match_value(reader, subject, node, scope, expected)

    return Function(apply, None, brief(node), cases=node, scope=scope)
