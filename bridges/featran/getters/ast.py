"""Getter expressions: a small typed core that every engine evaluates alike.

The Scala reader resolves everything static before it gets here: numeric conversions are explicit
(``convert``), pattern matches are chains of :class:`If` and :class:`Let`, helper functions are
inlined, overloads are chosen. Operand types therefore decide what an :class:`Op` does:
``Op("+", (a, b), INT)`` has two ``Int`` operands and wraps. The operations are listed in
:mod:`bridges.featran.getters.operations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from bridges.featran.getters.types import NOTHING, Type, field_of

Scalar: TypeAlias = bool | int | float | str | None
Place: TypeAlias = tuple[int, int]
"""Line and column in the source, from 1; ``(0, 0)`` is unknown."""


@dataclass(frozen=True, slots=True)
class Lit:
    """A constant. ``Char`` is its UTF-16 code, ``Float`` the exact double of its value."""

    value: Scalar
    type: Type


@dataclass(frozen=True, slots=True)
class Var:
    """The row, a lambda's parameter or a ``Let``; names are unique within a getter."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record, or ``_1`` … of a tuple; raises NullPointerException on null."""

    of: Expr
    name: str
    at: Place = field(default=(0, 0), compare=False)

    @property
    def type(self) -> Type:
        found = field_of(self.of.type, self.name)
        if found is None:
            raise TypeError(f"{self.of.type} has no field {self.name}")
        return found


@dataclass(frozen=True, slots=True)
class Let:
    """``val name = value; body``: the value is computed once, before the body."""

    name: str
    value: Expr
    body: Expr

    @property
    def type(self) -> Type:
        return self.body.type


@dataclass(frozen=True, slots=True)
class If:
    """Only the chosen branch is computed."""

    test: Expr
    then: Expr
    other: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class New:
    """A case class instance or a tuple: one argument per field, in declaration order."""

    type: Type
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Fn:
    """A function literal; stands only as an argument of an :class:`Op`."""

    params: tuple[Var, ...]
    body: Expr

    @property
    def type(self) -> Type:
        return self.body.type


@dataclass(frozen=True, slots=True)
class Op:
    """An operation of the table; ``at`` is where it raises from."""

    name: str
    args: tuple[Expr, ...]
    type: Type
    at: Place = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Throw:
    """Raises the JVM exception ``exception`` (its class name) with a message."""

    exception: str
    message: Expr
    at: Place = field(default=(0, 0), compare=False)

    @property
    def type(self) -> Type:
        return NOTHING


Expr: TypeAlias = Lit | Var | Field | Let | If | New | Fn | Op | Throw


@dataclass(frozen=True, slots=True)
class Getter:
    """``row => body``: one feature's way from a record to its value.

    ``source`` is the Scala text and ``location`` its ``file:line:column``; both are for people.
    The body of a required getter has the value's type, of an optional one ``Option`` of it.
    """

    row: Var
    body: Expr
    source: str = ""
    location: str = ""


def children(node: Expr) -> tuple[Expr, ...]:
    """The direct sub-expressions of ``node``, in evaluation order."""
    match node:
        case Lit() | Var():
            return ()
        case Field(of=of):
            return (of,)
        case Let(value=value, body=body):
            return (value, body)
        case If(test=test, then=then, other=other):
            return (test, then, other)
        case New(args=args) | Op(args=args):
            return args
        case Fn(body=body):
            return (body,)
        case Throw(message=message):
            return (message,)


def walk(node: Expr) -> Iterator[Expr]:
    """``node`` and everything below it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def field_path(getter: Getter) -> tuple[str, ...] | None:
    """``("user", "age")`` for ``_.user.age``; None where the getter does anything else."""
    path: list[str] = []
    node = getter.body
    while isinstance(node, Field):
        path.append(node.name)
        node = node.of
    return tuple(reversed(path)) if node == getter.row else None


def paths(getter: Getter) -> frozenset[tuple[str, ...]]:
    """Every field path from the row that the getter reads: the columns it needs.

    A ``Let`` bound to a path is not followed: the path itself is reported.
    """
    found: set[tuple[str, ...]] = set()
    _collect_paths(getter.body, getter.row, found)
    return frozenset(found)


def _collect_paths(node: Expr, row: Var, found: set[tuple[str, ...]]) -> None:
    names: list[str] = []
    inner = node
    while isinstance(inner, Field):
        names.append(inner.name)
        inner = inner.of
    if inner == row:
        found.add(tuple(reversed(names)))
        return
    for child in children(node):
        _collect_paths(child, row, found)
