"""Methods that call themselves: a function of its own in the getter, called with ``again``.

A method is read in place until it turns out to call itself; then it is read once more, with
variables for its parameters. So methods that call each other are found too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridges.featran.getters.ast import Expr, Fn, Op, Var
from bridges.featran.getters.types import Type
from migrate.featran.scala.coercion import Mismatch, coerce
from migrate.featran.scala.generics import is_open
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Definition
from migrate.featran.scala.tree import Node, brief, need
from migrate.featran.scala.values import Typed, Value

Key = tuple[int, int]


@dataclass(slots=True)
class CallsItself(Exception):
    """A method is called while it is read in place."""

    key: Key


@dataclass(frozen=True, slots=True)
class Recursive:
    """A function that is being read: what stands for it, and its parameters' types."""

    own: Var
    kinds: tuple[Type, ...]


def key_of(found: Definition) -> Key:
    """What tells a method from others: its text, and the scope that it reads."""
    return (found.node.id, id(found.scope))


def call_again(reader: Reader, found: Definition, names: dict[str, Value]) -> Value | None:
    """The next call of a function that is being read; None of a method that is not.

    Raises CallsItself for a method that is being read in place.
    """
    key = key_of(found)
    known = reader.recursive.get(key)
    if known is not None:
        args = _arguments(reader, found, names, known.kinds)
        return Typed(Op("again", (known.own, *args), known.own.type))
    if key in reader.active:
        raise CallsItself(key)
    return None


def as_function(
    reader: Reader,
    found: Definition,
    names: dict[str, Value],
    result: Type | None,
    body: Callable[[dict[str, Value]], Expr],
) -> Value:
    """The call of a recursive method; ``body`` reads it with its parameters bound.

    Raises Refused where a type is not written, or a parameter holds no value of getters.
    """
    if result is None or is_open(result) or not names:
        raise _refusal(reader, found)
    kinds = tuple(v.type for v in _kinds(reader, found, names))
    args = _arguments(reader, found, names, kinds)
    own = reader.fresh(next(iter(names)), result)
    params = [reader.fresh(n, k) for n, k in zip(names, kinds, strict=True)]
    key = key_of(found)
    reader.recursive[key] = Recursive(own, kinds)
    try:
        made = body({n: Typed(p) for n, p in zip(names, params, strict=True)})
    finally:
        del reader.recursive[key]
    return Typed(Op("recursive", (Fn((own, *params), made), *args), result))


def _kinds(reader: Reader, found: Definition, names: dict[str, Value]) -> list[Typed]:
    values = [v for v in names.values() if isinstance(v, Typed)]
    if len(values) < len(names):
        raise _refusal(reader, found)
    return values


def _arguments(
    reader: Reader, found: Definition, names: dict[str, Value], kinds: tuple[Type, ...]
) -> list[Expr]:
    values = _kinds(reader, found, names)
    try:
        return [coerce(v.expr, k) for v, k in zip(values, kinds, strict=True)]
    except Mismatch as error:
        raise _refusal(reader, found) from error


def _refusal(reader: Reader, found: Definition) -> Exception:
    name: Node = need(found.node, "name")
    return reader.refuse("FT013", f"a recursive method: {brief(name)}", found.node, found.scope)
