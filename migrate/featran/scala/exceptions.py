"""``throw`` and ``try … catch``: exceptions by the names of their classes."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Lit, Op, Place, Throw
from bridges.featran.getters.types import STRING, OptionOf, Type
from migrate.featran.scala.blocks import statements
from migrate.featran.scala.coercion import Mismatch, coerce, lub
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, part, parts, text
from migrate.featran.scala.values import Typed, Value

_EXCEPTIONS = {
    "NoSuchElementException": "java.util.NoSuchElementException",
    **{
        f"{kind}Exception": f"java.lang.{kind}Exception"
        for kind in (
            *("", "Arithmetic", "IllegalArgument", "IllegalState", "IndexOutOfBounds"),
            *("NullPointer", "NumberFormat", "Runtime", "UnsupportedOperation"),
        )
    },
}
_ALL = frozenset({"Throwable", "Exception", "NonFatal"})


def thrown(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """``throw new Name(message)``."""
    (made,) = kids(node)
    point = node.start_point
    names = [k for k in kids(made) if k.type.endswith("identifier")]
    if made.type != "instance_expression" or not names:
        raise reader.refuse("FT004", f"this throw: {brief(node)}", node, scope)
    arguments = [a for k in kids(made) if k.type == "arguments" for a in kids(k)]
    message: Expr = Lit("", STRING)
    if arguments:
        message = reader.typed(arguments[0], scope, STRING)
    name = text(names[0])
    return Typed(Throw(_EXCEPTIONS.get(name, name), message, (point.row + 1, point.column + 1)))


def attempted(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """``try e catch { case _: Name => d … }``; a ``finally`` and guards are refused."""
    body = reader.typed(need(node, "body"), scope, expected)
    clauses = [c for k in kids(node) if k.type == "catch_clause" for b in kids(k) for c in kids(b)]
    if kids(node)[-1].type == "finally_clause" or not clauses:
        raise reader.refuse("FT004", f"this try: {brief(node)}", node, scope)
    return Typed(caught(reader, body, clauses, node, scope, expected))


def caught(
    reader: Reader,
    body: Expr,
    clauses: list[Node],
    node: Node,
    scope: Scope,
    expected: Type | None,
) -> Expr:
    """``body``, or what the first clause for its exception gives; raises Refused."""
    found = [(_clause(reader, c, scope, expected), _classes(reader, c, scope)) for c in clauses]
    try:
        kind = body.type
        for other, _ in found:
            kind = lub(kind, other.type)
        if len(found) == 1 and _ALL.issuperset(found[0][1]):
            tried = Op("Try.toOption", (coerce(body, kind),), OptionOf(kind), _place(node))
            return Op("Option.getOrElse", (tried, coerce(found[0][0], kind)), kind, _place(node))
        args = [coerce(body, kind)]
        for other, classes in found:
            args += [coerce(other, kind), Lit(",".join(classes), STRING)]
    except Mismatch as error:
        raise reader.refuse("FT012", f"{error}: {brief(node)}", node, scope) from error
    return Op("Try.catch", tuple(args), kind, _place(node))


def _place(node: Node) -> Place:
    return (node.start_point.row + 1, node.start_point.column + 1)


def _clause(reader: Reader, clause: Node, scope: Scope, expected: Type | None) -> Expr:
    value = statements(reader, parts(clause, "body"), scope, expected, clause)
    return reader.as_typed(value, clause, scope)


def _classes(reader: Reader, clause: Node, scope: Scope) -> list[str]:
    """The simple names of the classes that a clause is for."""
    if any(k.type == "guard" for k in kids(clause)):
        raise reader.refuse("FT004", f"a guard in a catch: {brief(clause)}", clause, scope)
    return [_class(reader, p, scope) for p in _alternatives(need(clause, "pattern"))]


def _alternatives(pattern: Node) -> list[Node]:
    if pattern.type != "alternative_pattern":
        return [pattern]
    return [p for k in kids(pattern) for p in _alternatives(k)]


def _class(reader: Reader, pattern: Node, scope: Scope) -> str:
    if pattern.type in ("wildcard", "identifier"):
        return "Throwable"
    kind = part(pattern, "type")
    if pattern.type == "typed_pattern" and kind is not None:
        return text(kind).rpartition(".")[2]
    if pattern.type == "case_class_pattern" and text(kids(pattern)[0]).endswith("NonFatal"):
        return "NonFatal"
    raise reader.refuse("FT004", f"the pattern {brief(pattern)} in a catch", pattern, scope)
