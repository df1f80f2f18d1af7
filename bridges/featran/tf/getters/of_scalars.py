"""The operations of numbers and booleans."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Op
from bridges.featran.getters.types import DOUBLE
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.getters import numbers
from bridges.featran.tf.getters.equality import same
from bridges.featran.tf.getters.evaluate import evaluate, operands, scalar
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Opt


def arithmetic(node: Op, scope: Scope) -> Any:
    left, right = operands(node, scope)
    return numbers.arithmetic(node.name, left, right, scalar(node.args[0].type), scope)


def negate(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    (value,) = operands(node, scope)
    if scalar(node.type) == DOUBLE:
        sign = tf.constant(-(2**63), tf.int64)
        return tf.bitcast(exact.bits(value) ^ sign, tf.float64)
    return -value


def compared(node: Op, scope: Scope) -> Any:
    left, right = operands(node, scope)
    return numbers.compare(node.name, left, right, scalar(node.args[0].type))


def equal(node: Op, scope: Scope) -> Any:
    left, right = operands(node, scope)
    found = same(left, right, node.args[0].type)
    return found if node.name == "==" else ~found


def bitwise(node: Op, scope: Scope) -> Any:
    left, right = operands(node, scope)
    return {"&": lambda: left & right, "|": lambda: left | right, "^": lambda: left ^ right}[
        node.name
    ]()


def shifted(node: Op, scope: Scope) -> Any:
    left, right = operands(node, scope)
    return numbers.shift(node.name, left, right, scalar(node.args[0].type))


def logical(node: Op, scope: Scope) -> Any:
    left = evaluate(node.args[0], scope)
    inner = scope.when(left if node.name == "&&" else ~left)
    right = evaluate(node.args[1], inner)
    return left & right if node.name == "&&" else left | right


def inverted(node: Op, scope: Scope) -> Any:
    return ~operands(node, scope)[0]


def converted(node: Op, scope: Scope) -> Any:
    (value,) = operands(node, scope)
    return numbers.convert(value, scalar(node.args[0].type), scalar(node.type))


def unchanged(node: Op, scope: Scope) -> Any:
    (value,) = operands(node, scope)
    return value


def as_double(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    return tf.cast(operands(node, scope)[0], tf.float64)


def classify(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    value = tf.cast(operands(node, scope)[0], tf.float64)
    if node.name == "isNaN":
        return exact.is_nan(value)
    infinite = tf.math.is_inf(value)
    sign = exact.bits(value) < 0
    return {"isInfinity": infinite, "isPosInfinity": infinite & ~sign}.get(
        node.name, infinite & sign
    )


def unboxed(node: Op, scope: Scope) -> Any:
    (option,) = operands(node, scope)
    scope.throws(~option.defined, "NullPointerException")
    return option.value


def boxed(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    return Opt(tf.ones_like(scope.active), operands(node, scope)[0])


def is_null(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    (value,) = operands(node, scope)
    return ~value.defined if isinstance(value, Opt) else tf.zeros_like(scope.active)


def of_math(node: Op, scope: Scope) -> Any:
    args = operands(node, scope)
    kind = scalar(node.args[0].type)
    match node.name:
        case "math.abs":
            return numbers.absolute(args[0], kind)
        case "math.signum":
            return numbers.signum(args[0], kind)
        case "math.max" | "math.min":
            return numbers.extreme(node.name, args[0], args[1], kind)
        case "math.round":
            return numbers.rounded(args[0], kind)
    if node.name in ("math.floorMod", "math.floorDiv"):
        return numbers.floored(node.name, args[0], args[1], scope)
    if kind != DOUBLE:
        raise NoRule(f"{node.name} of {kind}")
    return numbers.function(node.name, args)
