"""Members that every value has: ``==``, ``toString``, casts, ``match``-free null tests, ``->``."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, If, Lit, New, Op
from bridges.featran.getters.printing import printable
from bridges.featran.getters.rewrite import is_path
from bridges.featran.getters.types import (
    BOOLEAN,
    CHAR,
    DOUBLE,
    INT,
    LONG,
    NUMERIC,
    STRING,
    Boxed,
    Prim,
    Type,
    is_enumeration,
)
from migrate.featran.scala.calls import Call, paired
from migrate.featran.scala.coercion import Mismatch, coerce, convert
from migrate.featran.scala.equality import equality
from migrate.featran.scala.families import is_family
from migrate.featran.scala.members.regex import MATCH
from migrate.featran.scala.overrides import overrides
from migrate.featran.scala.times.members import is_time
from migrate.featran.scala.values import Typed, Value

_OBJECTS = frozenset({"toString", "hashCode", "equals"})
"""Methods of every object that a class may define anew."""
_EQUAL = frozenset({"==", "equals", "!=", "eq", "ne"})


def member(receiver: Typed, call: Call) -> Value | None:
    """The member if it is one that everything has, else None."""
    expr, name = receiver.expr, call.name
    own = expr.type == MATCH or overrides(call.reader, expr.type, name)
    if name in _OBJECTS and own:
        call.take_optional()
        return None
    if name in _EQUAL and call.lists:
        return _equals(expr, call)
    if name == "->":
        (node,) = call.take(1)
        return paired([receiver, call.reader.expression(node, call.scope)])
    if name == "toString" and not (is_time(expr.type) or is_family(expr.type)):
        call.take_optional()
        return _to_string(expr, call)
    if name in ("hashCode", "##"):
        return _hash_code(expr, call)
    if name in ("asInstanceOf", "isInstanceOf"):
        return _cast(expr, call)
    if name == "+" and call.lists and _joins(expr, call):
        return _concatenated(expr, call)
    return None


def _equals(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    other = call.value(node)
    if call.name in ("eq", "ne") and other.type != Prim("Null") and expr.type != Prim("Null"):
        raise call.refuse("identity of objects")
    if call.name == "equals" and {expr.type, other.type} & set(NUMERIC):
        raise call.refuse("equals of numbers compares their classes too")
    if call.name == "equals" and expr.type == STRING:
        expr = Op("toString", (expr,), STRING, call.at)
    test = equality(call.reader, expr, other, call.node, call.scope)
    return Typed(Op("!", (test,), BOOLEAN) if call.name in ("!=", "ne") else test)


def _to_string(expr: Expr, call: Call) -> Value:
    if is_enumeration(expr.type):
        shown = expr.args[1] if isinstance(expr, New) else Field(expr, "toString", call.at)
        return Typed(shown)
    if not printable(expr.type):
        raise call.refuse(f"the text of a {expr.type}")
    if expr.type == STRING and isinstance(expr, Op) and expr.name in ("toString", "str"):
        return Typed(expr)
    return call.op("toString", (expr,), STRING)


def _hash_code(expr: Expr, call: Call) -> Value:
    """``hashCode`` of a scalar; ``##`` of those for which it is the same."""
    call.take_optional()
    same = (STRING, BOOLEAN, CHAR, INT)
    if expr.type not in (*same, *((LONG, DOUBLE) if call.name == "hashCode" else ())):
        raise call.refuse(f"{call.name} of a {expr.type}")
    found = call.op("hashCode", (expr,), INT)
    if call.name == "hashCode" or expr.type != STRING:
        return found
    if not is_path(expr):
        raise call.refuse("## of a computed string")
    return Typed(If(Op("isNull", (expr,), BOOLEAN), Lit(0, INT), found.expr, INT))


def _cast(expr: Expr, call: Call) -> Value:
    (kind,) = call.types()
    if call.name == "isInstanceOf":
        raise call.refuse("a test of the class at run time")
    if isinstance(kind, Prim) and isinstance(expr.type, Prim) and {kind, expr.type} <= set(NUMERIC):
        return Typed(convert(expr, kind))
    if isinstance(expr.type, Boxed) and kind == expr.type.item:
        return call.op("unbox", (expr,), kind)
    try:
        return Typed(coerce(expr, kind))
    except Mismatch as error:
        raise call.refuse(f"a cast: {error}") from error


def _joins(expr: Expr, call: Call) -> bool:
    """Whether ``+`` is concatenation: one side is a string."""
    return expr.type == STRING or _operand(call) == STRING


def _operand(call: Call) -> Type | None:
    value = call.reader.expression(call.lists[0][0], call.scope)
    return value.type if isinstance(value, Typed) else None


def _concatenated(expr: Expr, call: Call) -> Value:
    from migrate.featran.scala.interpolation import joined, shown

    (node,) = call.take(1)
    other = call.value(node)
    left = shown(call.reader, expr, call.node, call.scope)
    right = shown(call.reader, other, node, call.scope)
    return Typed(joined([_plain(left), _plain(right)]))


def _plain(expr: Expr) -> Expr:
    from migrate.featran.scala.interpolation import constant_text

    return constant_text(expr)
