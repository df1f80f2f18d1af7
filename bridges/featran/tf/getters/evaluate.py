"""Getter expressions as TensorFlow ops, with the JVM's arithmetic.

Both branches of an ``if`` are computed; what a lane would have raised counts only on its own path,
and fails the batch when the graph runs, as an exception ends a Featran job. What no op computes
exactly raises :class:`NoRule` when the graph is built.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bridges.featran.getters.ast import Expr, Field, Fn, If, Let, Lit, New, Op, Throw, Var
from bridges.featran.getters.types import (
    Prim,
    Type,
)
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import identity
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import (
    Fields,
    Value,
    dtype_of,
    select,
    types_of,
)

Rule = Callable[[Op, Scope], Value]


def evaluate(node: Expr, scope: Scope) -> Any:
    """The value of an expression in every lane.

    Raises
    ------
    NoRule
        If an operation, or a type, has none.
    """
    match node:
        case Lit():
            return _literal(node, scope)
        case Var(name):
            return scope.variables[name]
        case Field():
            return _field(node, scope)
        case Let(name, value, body):
            return evaluate(body, scope.bind(**{name: evaluate(value, scope)}))
        case If():
            return _if(node, scope)
        case New(kind, args):
            names = [name for name, _ in types_of(kind)]
            return Fields(dict(zip(names, (evaluate(a, scope) for a in args), strict=True)))
        case Throw(exception):
            import tensorflow as tf

            scope.throws(tf.ones_like(scope.active), exception)
            raise NothingComes
        case Op():
            return _operation(node, scope)
        case _:
            raise NoRule(f"{type(node).__name__} here")


class NothingComes(Exception):
    """The expression raises in every lane."""


def _literal(node: Lit, scope: Scope) -> Tensor:
    import tensorflow as tf

    return tf.fill([scope.lanes], constant_of(node))


def constant_of(node: Lit) -> Tensor:
    """The value of a literal as a scalar tensor, which no rewrite folds into its neighbours."""
    import tensorflow as tf

    if node.value is None or not isinstance(node.type, Prim):
        raise NoRule("null")
    value = node.value
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")  # type: ignore[assignment]
    found = tf.constant(value, dtype_of(node.type))
    return exact.barrier(found) if found.dtype.is_floating else found


def _field(node: Field, scope: Scope) -> Any:
    owner = evaluate(node.of, scope)
    if hasattr(owner, "read"):  # the row: read from the inputs, not computed
        return identity.declared(owner.read(node.name, node.type, scope), node.type)
    if not isinstance(owner, Fields) or node.name not in owner.fields:
        raise NoRule(f"the field {node.name} of {node.of.type}")
    return owner.fields[node.name]


def _if(node: If, scope: Scope) -> Any:
    test = evaluate(node.test, scope)
    return either(
        test,
        lambda inner: evaluate(node.then, inner),
        lambda inner: evaluate(node.other, inner),
        scope,
    )


def either(
    test: Tensor,
    then: Callable[[Scope], Value],
    other: Callable[[Scope], Value],
    scope: Scope,
) -> Any:
    """One of two computations in each lane; one that always raises leaves the other."""
    values = []
    for branch, inner in ((then, scope.when(test)), (other, scope.when(~test))):
        try:
            values.append(branch(inner))
        except NothingComes:
            values.append(None)
    match values:
        case [None, None]:
            raise NothingComes
        case [value, None] | [None, value]:
            return value
    return select(test, values[0], values[1])


def operands(node: Op, scope: Scope) -> list[Any]:
    return [evaluate(arg, scope) for arg in node.args]


def scalar(kind: Type) -> Prim:
    if isinstance(kind, Prim):
        return kind
    raise NoRule(f"this on {kind}")


def literal_text(node: Expr, what: str) -> str:
    if isinstance(node, Lit) and isinstance(node.value, str):
        return node.value
    raise NoRule(f"{what} with an operand that is no constant")


def _operation(node: Op, scope: Scope) -> Any:
    from bridges.featran.tf.getters.rules import rule_of

    rule = rule_of(node.name)
    if rule is None:
        raise NoRule(node.name)
    return identity.declared(rule(node, scope), node.type)


def call(function: Fn, scope: Scope, *values: Value) -> Any:
    names = [param.name for param in function.params]
    return evaluate(function.body, scope.bind(**dict(zip(names, values, strict=True))))


def function_of(node: Expr) -> Fn:
    if isinstance(node, Fn):
        return node
    raise NoRule("a function that is no literal")
