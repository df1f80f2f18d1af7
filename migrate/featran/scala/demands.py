"""``require(test)`` and ``assert(test, message)`` as statements: what throws where it is false."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, If, Lit, Op, Throw
from bridges.featran.getters.types import BOOLEAN, STRING
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, kids, need, text

_DEMANDS = {
    "require": ("java.lang.IllegalArgumentException", "requirement failed"),
    "assume": ("java.lang.AssertionError", "assumption failed"),
    "assert": ("java.lang.AssertionError", "assertion failed"),
}


def demand(reader: Reader, node: Node, scope: Scope) -> Expr | None:
    """What a statement demands of a row, as a value that throws; None for other statements."""
    from migrate.featran.scala.interpolation import shown
    from migrate.featran.scala.names import lookup

    if node.type != "call_expression" or need(node, "function").type != "identifier":
        return None
    name = text(need(node, "function"))
    arguments = kids(need(node, "arguments"))
    known = name in _DEMANDS and lookup(name, scope, reader.program) is None
    if not known or len(arguments) not in (1, 2):
        return None
    exception, failed = _DEMANDS[name]
    test = reader.typed(arguments[0], scope, BOOLEAN)
    message: Expr = Lit(failed, STRING)
    for why in arguments[1:]:
        told = shown(reader, reader.typed(why, scope), why, scope)
        message = Op("String.concat", (Lit(f"{failed}: ", STRING), told), STRING)
    point = node.start_point
    throws = Throw(exception, message, (point.row + 1, point.column + 1))
    return If(test, Lit(True, BOOLEAN), throws, BOOLEAN)
