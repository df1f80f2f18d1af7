"""Static methods of ``Integer``, ``Long`` and ``Character``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bridges.featran.getters.ast import Expr, Lit
from bridges.featran.getters.types import BOOLEAN, CHAR, INT, LONG, STRING, Prim
from migrate.featran.scala.bits import BITS
from migrate.featran.scala.calls import Call
from migrate.featran.scala.values import Value

Static = Callable[[Call], Value]
RADICES = {"toBinaryString": 2, "toOctalString": 8, "toHexString": 16}
"""Methods that write the bits of a number, and their radix."""


def in_radix(call: Call, value: Expr) -> Value:
    """``value.toHexString`` and its kin, also as static methods."""
    return call.op("inRadix", (value, Lit(RADICES[call.name], INT)), STRING)


def _in_radix(kind: Prim, call: Call) -> Value:
    (node,) = call.take(1)
    return in_radix(call, call.value(node, kind))


def _parsed(kind: Prim, call: Call) -> Value:
    text, *radix = call.take(1, 2)
    if not radix:
        return call.op("parse", (call.value(text, STRING),), kind)
    args = (call.value(text, STRING), call.value(radix[0], INT))
    return call.op("parseRadix", args, kind)


def _combined(name: str, kind: Prim, result: Prim, call: Call) -> Value:
    left, right = call.take(2)
    return call.op(name, (call.value(left, kind), call.value(right, kind)), result)


def _sign(kind: Prim, call: Call) -> Value:
    (node,) = call.take(1)
    signed = call.op("math.signum", (call.value(node, kind),), kind)
    return signed if kind == INT else call.op("convert", (signed.expr,), INT)


def _character(method: str, kind: Prim, call: Call) -> Value:
    """A method of one UTF-16 unit; of code points there is none."""
    (node,) = call.take(1)
    value = call.value(node)
    if value.type != CHAR:
        raise call.refuse(f"Character.{call.name} of a {value.type}", "FT012")
    return call.op(method, (value,), kind)


_CHARACTERS: dict[str, tuple[str, Prim]] = {
    "isDigit": ("Char.isDigit", BOOLEAN),
    "isLetter": ("Char.isLetter", BOOLEAN),
    "isLetterOrDigit": ("Char.isLetterOrDigit", BOOLEAN),
    "isUpperCase": ("Char.isUpper", BOOLEAN),
    "isLowerCase": ("Char.isLower", BOOLEAN),
    "isWhitespace": ("Char.isWhitespace", BOOLEAN),
    "toUpperCase": ("Char.toUpper", CHAR),
    "toLowerCase": ("Char.toLower", CHAR),
    "getNumericValue": ("Char.numericValue", INT),
    "toString": ("str", STRING),
}


def _of_number(owner: str, parse: str, kind: Prim) -> dict[str, Static]:
    return {
        f"{owner}.{parse}": partial(_parsed, kind),
        f"{owner}.compare": partial(_combined, "compare", kind, INT),
        f"{owner}.max": partial(_combined, "math.max", kind, kind),
        f"{owner}.min": partial(_combined, "math.min", kind, kind),
        f"{owner}.sum": partial(_combined, "+", kind, kind),
        f"{owner}.signum": partial(_sign, kind),
        **{f"{owner}.{name}": partial(_in_radix, kind) for name in RADICES},
    }


STATICS: dict[str, Static] = {
    **BITS,
    **_of_number("Integer", "parseInt", INT),
    **_of_number("Long", "parseLong", LONG),
    **{f"Character.{name}": partial(_character, *m) for name, m in _CHARACTERS.items()},
}
"""By class and method."""
