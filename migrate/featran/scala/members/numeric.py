"""Members of numbers, characters and Booleans."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, If, Lit, Op
from bridges.featran.getters.types import (
    BOOLEAN,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NUMERIC,
    Boxed,
    Prim,
    SeqOf,
)
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import Mismatch, coerce, convert, promoted
from migrate.featran.scala.statics import RADICES, in_radix
from migrate.featran.scala.values import Typed, Value

_ARITHMETIC = frozenset({"+", "-", "*", "/", "%"})
_BITS = frozenset({"&", "|", "^"})
_COMPARING = frozenset({"<", "<=", ">", ">="})
_SHIFTS = frozenset({"<<", ">>", ">>>"})
_CONVERSIONS = {
    f"to{t}": Prim(t) for t in ("Byte", "Short", "Char", "Int", "Long", "Float", "Double")
}
_BOXED_CONVERSIONS = {
    "intValue": INT,
    "longValue": LONG,
    "floatValue": FLOAT,
    "doubleValue": DOUBLE,
    "booleanValue": BOOLEAN,
}
_TESTS = {
    "isNaN": "isNaN",
    "isInfinity": "isInfinity",
    "isInfinite": "isInfinity",
    "isPosInfinity": "isPosInfinity",
    "isNegInfinity": "isNegInfinity",
}
_WITH_MATH = frozenset({"max", "min"})
_ALONE = frozenset({"abs", "signum", "round", "floor", "ceil", "toDegrees", "toRadians"})
_CHARACTERS = {
    "isDigit": BOOLEAN,
    "isLetter": BOOLEAN,
    "isLetterOrDigit": BOOLEAN,
    "isUpper": BOOLEAN,
    "isLower": BOOLEAN,
    "isWhitespace": BOOLEAN,
    "toUpper": CHAR,
    "toLower": CHAR,
}
_SURROGATES = {
    "isSurrogate": (0xF800, 0xD800),
    "isHighSurrogate": (0xFC00, 0xD800),
    "isLowSurrogate": (0xFC00, 0xDC00),
}
"""The bits of a UTF-16 unit that tell, and what they are."""


def member(expr: Expr, call: Call) -> Value:
    """A member of a number, character or Boolean."""
    if expr.type == BOOLEAN:
        return _boolean(expr, call)
    kind = expr.type
    assert isinstance(kind, Prim)
    name = call.name
    if name in _CONVERSIONS:
        return Typed(convert(expr, _CONVERSIONS[name]))
    if name in _BOXED_CONVERSIONS:
        call.take_optional()
        return Typed(convert(expr, _BOXED_CONVERSIONS[name]))
    if name.startswith("unary_"):
        return _unary(expr, name[-1], call)
    if name in _SURROGATES and kind == CHAR:
        mask, half = (Lit(bits, INT) for bits in _SURROGATES[name])
        return call.op("==", (Op("&", (convert(expr, INT), mask), INT), half), BOOLEAN)
    if name in _CHARACTERS and kind == CHAR:
        return call.op(f"Char.{name}", (expr,), _CHARACTERS[name])
    if call.lists:
        return _binary(expr, call)
    return _property(expr, call)


def boxed_member(expr: Expr, item: Prim, call: Call) -> Value:
    """A member of ``java.lang.Integer`` and its kin: of the number, unless it is null."""
    return member(Op("unbox", (expr,), item, call.at), call)


def _unary(expr: Expr, sign: str, call: Call) -> Value:
    kind = promoted(expr.type, INT)
    value = coerce(expr, kind)
    if sign == "+":
        return Typed(value)
    return _constant(call.op("neg" if sign == "-" else "~", (value,), kind))


def _constant(value: Typed) -> Typed:
    """Arithmetic on constants, done here."""
    from bridges.featran.getters.interpret import constant

    expr = value.expr
    if not isinstance(expr, Op) or not all(isinstance(a, Lit) for a in expr.args):
        return value
    if expr.name in ("/", "%") and expr.type not in (FLOAT, DOUBLE):
        return value
    return Typed(Lit(constant(expr), expr.type))


def _binary(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    other = call.value(node)
    if isinstance(other.type, Boxed):
        other = Op("unbox", (other,), other.type.item, call.at)
    if other.type not in NUMERIC:
        raise call.refuse(f"{call.name} of a {expr.type} and a {other.type}", "FT012")
    name = call.name
    if name in _SHIFTS:
        kind = LONG if expr.type == LONG else INT
        return _constant(call.op(name, (coerce(expr, kind), convert(other, INT)), kind))
    if name in ("to", "until"):
        return _range(expr, other, call)
    kind = promoted(expr.type, other.type)
    try:
        pair = (coerce(expr, kind), coerce(other, kind))
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error
    return _combined(name, pair, kind, call)


def _combined(name: str, pair: tuple[Expr, Expr], kind: Prim, call: Call) -> Value:
    if name in _ARITHMETIC or (name in _BITS and kind in (INT, LONG)):
        return _constant(call.op(name, pair, kind))
    if name in _COMPARING:
        return call.op(name, pair, BOOLEAN)
    if name in _WITH_MATH:
        return call.op(f"math.{name}", pair, kind)
    if name in ("compare", "compareTo"):
        return call.op("compare", pair, INT)
    raise call.refuse(f"{name} of a {kind}", "FT012")


def _range(start: Expr, stop: Expr, call: Call) -> Value:
    """``a until b``, ``a to b`` of whole numbers; ``by`` is a member of the result."""
    kind = promoted(start.type, stop.type)
    if kind not in (INT, LONG) or CHAR in (start.type, stop.type):
        raise call.refuse("a range of something else than whole numbers", "FT012")
    first, last = coerce(start, kind), coerce(stop, kind)
    if call.name == "to":
        last = _constant(call.op("+", (last, Lit(1, kind)), kind)).expr
    return call.op("Seq.range", (first, last, Lit(1, kind)), SeqOf(kind, "Seq"))


def _property(expr: Expr, call: Call) -> Value:
    name, kind = call.name, expr.type
    if name in _TESTS and kind in (FLOAT, DOUBLE):
        return call.op(_TESTS[name], (expr,), BOOLEAN)
    if name in _ALONE:
        return _alone(name, expr, call)
    if name == "sign":
        return _alone("signum", expr, call)
    if name in RADICES and kind in (INT, LONG):
        return in_radix(call, expr)
    if name == "asDigit" and kind == CHAR:
        return call.op("Char.asDigit", (expr,), INT)
    raise call.refuse(f"{name} of a {kind}", "FT012")


def _alone(name: str, expr: Expr, call: Call) -> Value:
    kind = promoted(expr.type, INT)
    value = coerce(expr, kind)
    if name in ("abs", "signum"):
        return call.op(f"math.{name}", (value,), kind)
    if kind not in (FLOAT, DOUBLE):
        raise call.refuse(f"{name} of a {expr.type}", "FT012")
    if name == "round":
        return call.op("math.round", (value,), INT if kind == FLOAT else LONG)
    wide = call.op(f"math.{name}", (coerce(value, DOUBLE),), DOUBLE)
    return Typed(convert(wide.expr, kind))


def _boolean(expr: Expr, call: Call) -> Value:
    name = call.name
    if name == "unary_!":
        return Typed(Lit(not expr.value, BOOLEAN) if isinstance(expr, Lit) else _not(expr, call))
    if name == "asDouble":
        return call.op("asDouble", (expr,), DOUBLE)
    if name == "booleanValue":
        call.take_optional()
        return Typed(expr)
    if name in ("&&", "||", "&", "|", "^"):
        (node,) = call.take(1)
        return call.op(name, (expr, call.value(node, BOOLEAN)), BOOLEAN)
    if name in ("compare", "compareTo"):
        (node,) = call.take(1)
        return call.op("-", (_bit(expr), _bit(call.value(node, BOOLEAN))), INT)
    raise call.refuse(f"{name} of a Boolean", "FT012")


def _bit(test: Expr) -> Expr:
    return If(test, Lit(1, INT), Lit(0, INT), INT)


def _not(expr: Expr, call: Call) -> Expr:
    return call.op("!", (expr,), BOOLEAN).expr
