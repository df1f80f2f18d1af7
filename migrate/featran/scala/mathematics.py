"""``scala.math`` and ``java.lang.Math``."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr
from bridges.featran.getters.mathematics import BINARY, UNARY
from bridges.featran.getters.types import DOUBLE, FLOAT, INT, LONG
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import Mismatch, coerce, promoted
from migrate.featran.scala.limits import LIMITS
from migrate.featran.scala.tree import text
from migrate.featran.scala.values import Function, Library, Typed, Value


def mathematics(name: str, call: Call) -> Value:
    """``math.name``: a constant, a call, or the function itself."""
    if f"math.{name}" in LIMITS:
        return Typed(LIMITS[f"math.{name}"])
    if name == "package":
        return Library("scala.math")
    if name == "BigDecimal":
        return Library(name)
    if call.lists:
        args = [call.value(n) for n in call.take()]
        return _math_of(name, args, call)
    arity = 1 if f"math.{name}" in UNARY or name in ("abs", "signum", "round") else 2
    return Function(
        lambda args, _: _math_of(
            name, [call.reader.as_typed(a, call.node, call.scope) for a in args], call
        ),
        arity,
        f"math.{name}",
    )


def _math_of(name: str, args: list[Expr], call: Call) -> Value:
    op = f"math.{name}"
    try:
        if op in UNARY and len(args) == 1:
            return call.op(op, (coerce(args[0], DOUBLE),), DOUBLE)
        if op in BINARY and len(args) == 2:
            return call.op(op, (coerce(args[0], DOUBLE), coerce(args[1], DOUBLE)), DOUBLE)
        if name in ("abs", "signum", "round") and len(args) == 1:
            return _of_own_type(name, args[0], call)
        if name in ("max", "min", "floorMod", "floorDiv") and len(args) == 2:
            kind = promoted(args[0].type, args[1].type)
            return call.op(op, (coerce(args[0], kind), coerce(args[1], kind)), kind)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error
    raise call.refuse(f"math.{name}", "FT012")


def _of_own_type(name: str, arg: Expr, call: Call) -> Value:
    kind = promoted(arg.type, INT)
    value = coerce(arg, kind)
    if name != "round":
        return call.op(f"math.{name}", (value,), kind)
    if kind in (INT, LONG):
        # scala.math rounds a whole number to a Long, java.lang.Math takes it as a Float.
        if "Math" in text(call.head or call.node):
            raise call.refuse("java.lang.Math.round of a whole number")
        return Typed(coerce(value, LONG))
    return call.op("math.round", (value,), INT if kind == FLOAT else LONG)
