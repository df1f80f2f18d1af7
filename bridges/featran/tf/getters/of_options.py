"""The operations of ``Option``, boxed scalars and ``Try``."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Op
from bridges.featran.getters.types import Boxed, OptionOf, Prim
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.getters import collections, parsing
from bridges.featran.tf.getters.equality import same
from bridges.featran.tf.getters.evaluate import (
    call,
    either,
    evaluate,
    function_of,
    operands,
    scalar,
)
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Opt, Value, blank


def some(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    value = operands(node, scope)[0]
    if isinstance(value, Opt) and isinstance(node.args[0].type, Boxed) and node.name == "Option":
        return value
    return Opt(tf.ones_like(scope.active), value)


def none(node: Op, scope: Scope) -> Any:
    if isinstance(node.type, OptionOf) and node.type.item == Prim("Nothing"):
        raise NoRule("None of no type")
    return blank(node.type, scope.lanes)


def get(node: Op, scope: Scope) -> Any:
    (option,) = operands(node, scope)
    scope.throws(~option.defined, "NoSuchElementException: None.get")
    return option.value


def get_or_else(node: Op, scope: Scope) -> Any:
    option = evaluate(node.args[0], scope)
    return either(
        option.defined,
        lambda _: option.value,
        lambda inner: evaluate(node.args[1], inner),
        scope,
    )


def or_else(node: Op, scope: Scope) -> Any:
    option = evaluate(node.args[0], scope)
    return either(
        option.defined,
        lambda _: option,
        lambda inner: evaluate(node.args[1], inner),
        scope,
    )


def fold_option(node: Op, scope: Scope) -> Any:
    option = evaluate(node.args[0], scope)
    return either(
        option.defined,
        lambda inner: call(function_of(node.args[2]), inner, option.value),
        lambda inner: evaluate(node.args[1], inner),
        scope,
    )


def over_option(node: Op, scope: Scope) -> Any:
    option = evaluate(node.args[0], scope)
    result = call(function_of(node.args[1]), scope.when(option.defined), option.value)
    match node.name:
        case "Option.map":
            return Opt(option.defined, result)
        case "Option.flatMap":
            return Opt(option.defined & result.defined, result.value)
        case "Option.filter":
            return Opt(option.defined & result, option.value)
        case "Option.exists":
            return option.defined & result
        case _:
            return ~option.defined | result


def about_option(node: Op, scope: Scope) -> Any:
    option = evaluate(node.args[0], scope)
    match node.name:
        case "Option.isDefined":
            return option.defined
        case "Option.isEmpty":
            return ~option.defined
        case "Option.toSeq":
            return collections.of_option(option)
        case _:
            item = node.args[0].type
            assert isinstance(item, OptionOf)
            value = evaluate(node.args[1], scope)
            return option.defined & same(option.value, value, item.item)


def parse_option(node: Op, scope: Scope) -> Any:
    assert isinstance(node.type, OptionOf)
    inner = scope.apart()
    value = parsing.parse(evaluate(node.args[0], scope), scalar(node.type.item), inner)
    return unless_raised(value, inner, scope)


def attempt(node: Op, scope: Scope) -> Any:
    inner = scope.apart()
    return unless_raised(evaluate(node.args[0], inner), inner, scope)


def unless_raised(value: Value, inner: Scope, scope: Scope) -> Opt:
    """A value where nothing was raised on its way."""
    import tensorflow as tf

    fine = tf.ones_like(scope.active)
    for mask, _ in inner.raised:
        fine = fine & ~mask
    return Opt(fine, value)
