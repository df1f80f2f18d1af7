"""The operations of numbers, booleans and strings."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Op
from bridges.featran.getters.types import DOUBLE, Boxed, OptionOf, Prim, Type
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import numbers, strings
from bridges.featran.tf.getters.evaluate import evaluate, literal_text, operands, scalar
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Opt, Value


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


def same(left: Value, right: Value, kind: Type) -> Tensor:
    match left, right, kind:
        case Opt(), Opt(), OptionOf(item) | Boxed(item):
            inner = same(left.value, right.value, item)
            return (left.defined & right.defined & inner) | ~(left.defined | right.defined)
        case _, _, Prim():
            return numbers.equals(left, right, kind)
    raise NoRule(f"== on {kind}")


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


def text(node: Op, scope: Scope) -> Any:
    return numbers.text_of(operands(node, scope)[0], scalar(node.args[0].type))


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


def parsed(node: Op, scope: Scope) -> Any:
    return strings.parse(operands(node, scope)[0], scalar(node.type), scope)


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
    if kind != DOUBLE:
        raise NoRule(f"{node.name} of {kind}")
    return numbers.function(node.name, args)


def of_string(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    text = evaluate(node.args[0], scope)
    match node.name, len(node.args):
        case "String.concat", _:
            return tf.strings.join([text, evaluate(node.args[1], scope)])
        case "String.replace", _:
            target, new = (literal_text(a, node.name) for a in node.args[1:])
            return strings.replaced(text, target, new)
        case "String.split", 2:
            return strings.split(text, literal_text(node.args[1], node.name))
        case _, 1:
            return strings.unary(node.name, text)
        case _, 2:
            return strings.with_constant(node.name, text, literal_text(node.args[1], node.name))
    raise NoRule(node.name)
