"""``BigDecimal(x)`` of a ``Double``, rounded by ``setScale``: back to a ``Double`` at once."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Lit
from bridges.featran.getters.decimals import MODES, PLACES
from bridges.featran.getters.types import DOUBLE, INT, STRING
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import convert
from migrate.featran.scala.tree import Node
from migrate.featran.scala.values import Decimal, Library, Typed, Value


def made(call: Call) -> Value:
    """``BigDecimal(x)``; a text or a Long is refused, and so is Java's."""
    if call.node.type == "instance_expression":
        # Java's constructor takes the double itself, not the digits that print it.
        raise call.refuse("a constructor of java.math.BigDecimal")
    (node,) = call.take(1)
    value = call.value(node)
    if value.type not in (DOUBLE, INT):
        raise call.refuse(f"a BigDecimal of a {value.type}")
    return Decimal(call.op("Decimal.of", (convert(value, DOUBLE),), DOUBLE).expr)


def member(of: Decimal, call: Call) -> Value:
    """``setScale``, once, and ``toDouble``; raises Refused for any other."""
    if call.name == "setScale" and not of.rounded:
        nodes = call.take(1, 2)
        places = _places(call.value(nodes[0], INT), call)
        mode = Lit(_mode(call, nodes[1:]), STRING)
        rounded = call.op("Decimal.setScale", (of.expr, places, mode), DOUBLE)
        return Decimal(rounded.expr, rounded=True)
    if call.name in ("toDouble", "doubleValue"):
        call.take_optional()
        return Typed(of.expr)
    raise call.refuse(f"{call.name} of a BigDecimal")


def _places(value: Expr, call: Call) -> Expr:
    if not isinstance(value, Lit) or not abs(int(value.value or 0)) <= PLACES:
        raise call.refuse("a number of decimal places that is not a small constant")
    return value


def _mode(call: Call, nodes: list[Node]) -> str:
    """The mode that ``BigDecimal.RoundingMode`` has under a name; without one, no rounding."""
    if not nodes:
        return "UNNECESSARY"
    value = call.reader.expression(nodes[0], call.scope)
    owner, _, name = value.path.rpartition(".") if isinstance(value, Library) else ("", "", "")
    if owner.startswith("java.") or not owner.endswith("RoundingMode") or name not in MODES:
        raise call.refuse("a rounding mode that is not BigDecimal's")
    return name
