"""Evaluation of getters record by record: the reference that every faster way must equal.

Values are Python's: ``Int`` an int in range, ``Char`` its UTF-16 code, ``Float`` a float that 24
bits hold, ``Option`` a tuple of no or one item, collections, tuples and records tuples, maps
:class:`~bridges.featran.getters.maps.ScalaMap`, null ``None``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.getters import maps, plain_sequences, repeats, strict
from bridges.featran.getters.ast import (
    Expr,
    Field,
    Fn,
    Getter,
    If,
    Let,
    Lit,
    New,
    Op,
    Place,
    Throw,
    Var,
)
from bridges.featran.getters.raised import JvmException, is_a, null_pointer
from bridges.featran.getters.types import RecordOf, TupleOf, Type

Env = dict[str, Any]
Code = Callable[[Env], Any]
"""An expression made ready to run: names to values in, value out."""


def function(getter: Getter, flavour: Flavour = DEFAULT) -> Callable[[Any], Any]:
    """``getter`` as a function of one row; raises JvmException as the JVM would throw."""
    run, name = prepare(getter.body, flavour), getter.row.name
    return lambda row: run({name: row})


def constant(expr: Expr, flavour: Flavour = DEFAULT) -> Any:
    """The value of an expression without free variables."""
    return prepare(expr, flavour)({})


def same_everywhere(expr: Expr) -> bool:
    """Whether an expression without free variables has one value, whatever imitates the JVM."""
    others = (Flavour("2.12"), Flavour(jdk=21))
    first = repr(constant(expr))
    return all(repr(constant(expr, other)) == first for other in others)


def prepare(expr: Expr, flavour: Flavour) -> Code:
    """Compile ``expr`` into a closure; names are unique, so one environment serves all scopes."""
    match expr:
        case Lit(value):
            return lambda _: value
        case Var(name):
            return lambda env: env[name]
        case Field(of, name, at):
            return _field(prepare(of, flavour), position(of.type, name), at)
        case Let(name, value, body):
            return _let(name, prepare(value, flavour), prepare(body, flavour))
        case If(test, then, other):
            return _if(*(prepare(e, flavour) for e in (test, then, other)))
        case New(_, args):
            parts = [prepare(a, flavour) for a in args]
            return lambda env: tuple(part(env) for part in parts)
        case Fn(params, body):
            return _fn([p.name for p in params], prepare(body, flavour))
        case Throw(exception, message, at):
            return _throw(exception, prepare(message, flavour), at)
        case Op():
            return _located(_operation(expr, flavour), expr.at)


def position(kind: Type, name: str) -> int:
    """The index of field ``name`` in a value of ``kind``."""
    if isinstance(kind, TupleOf):
        return int(name[1:]) - 1
    if isinstance(kind, RecordOf):
        return [n for n, _ in kind.fields].index(name)
    raise TypeError(f"{kind} has no fields")


def _field(of: Code, at_index: int, at: Place) -> Code:
    def run(env: Env) -> Any:
        owner = of(env)
        if owner is None:
            error = null_pointer()
            error.at = at
            raise error
        return owner[at_index]

    return run


def _let(name: str, value: Code, body: Code) -> Code:
    def run(env: Env) -> Any:
        env[name] = value(env)
        return body(env)

    return run


def _if(test: Code, then: Code, other: Code) -> Code:
    return lambda env: then(env) if test(env) else other(env)


def _fn(names: list[str], body: Code) -> Code:
    def make(env: Env) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            env.update(zip(names, args, strict=True))
            return body(env)

        return call

    return make


def _throw(exception: str, message: Code, at: Place) -> Code:
    def run(env: Env) -> Any:
        raise JvmException(exception, str(message(env)), at)

    return run


def _located(run: Code, at: Place) -> Code:
    def located(env: Env) -> Any:
        try:
            return run(env)
        except JvmException as error:
            if error.at == (0, 0):
                error.at = at
            raise

    return located


def _operation(op: Op, flavour: Flavour) -> Code:
    if op.name in _CALLS:
        return _CALLS[op.name](op, lambda expr: prepare(expr, flavour))
    if op.name in _LAZY:
        return _LAZY[op.name](*(prepare(a, flavour) for a in op.args))
    plain = strict.operation(op, flavour)
    args = [prepare(a, flavour) for a in op.args]
    if len(args) == 1:
        (first,) = args
        return lambda env: plain(first(env))
    if len(args) == 2:
        first, second = args
        return lambda env: plain(first(env), second(env))
    return lambda env: plain(*[a(env) for a in args])


def _get_or_else(option: Code, other: Code) -> Code:
    def run(env: Env) -> Any:
        found = plain_sequences.items_of(option(env))
        return found[0] if found else other(env)

    return run


def _or_else(option: Code, other: Code) -> Code:
    return lambda env: plain_sequences.items_of(option(env)) or other(env)


def _fold(option: Code, other: Code, f: Code) -> Code:
    def run(env: Env) -> Any:
        found = plain_sequences.items_of(option(env))
        return f(env)(found[0]) if found else other(env)

    return run


def _try(value: Code) -> Code:
    def run(env: Env) -> Any:
        try:
            return (value(env),)
        except JvmException as error:
            if not is_a(error.exception, "NonFatal"):
                raise
            return ()

    return run


def _catch(body: Code, *clauses: Code) -> Code:
    """``clauses``: an alternative, the classes it is for, and so on."""

    def run(env: Env) -> Any:
        try:
            return body(env)
        except JvmException as error:
            for other, classes in zip(clauses[::2], clauses[1::2], strict=True):
                if any(is_a(error.exception, c) for c in classes(env).split(",")):
                    return other(env)
            raise

    return run


def _fill(count: Code, item: Code) -> Code:
    return lambda env: tuple(item(env) for _ in range(count(env)))


def _map_get_or_else(m: Code, key: Code, other: Code) -> Code:
    def run(env: Env) -> Any:
        found, wanted = maps.map_of(m(env)), key(env)
        return found[wanted] if wanted in found else other(env)

    return run


_CALLS: dict[str, Callable[[Op, Callable[[Expr], Code]], Code]] = {
    "recursive": repeats.recursive,
    "again": repeats.again,
}
_LAZY: dict[str, Callable[..., Code]] = {
    "&&": lambda a, b: lambda env: a(env) and b(env),
    "||": lambda a, b: lambda env: a(env) or b(env),
    "Option.getOrElse": _get_or_else,
    "Option.orElse": _or_else,
    "Option.fold": _fold,
    "Try.toOption": _try,
    "Try.catch": _catch,
    "Seq.fill": _fill,
    "loop": repeats.loop,
    "Map.getOrElse": _map_get_or_else,
}
