"""Rewriting of getter expressions: substitution, free variables, short unique names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
    Throw,
    Var,
)


def rebuild(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """``node`` with ``change`` applied to its direct sub-expressions."""
    match node:
        case Lit() | Var():
            return node
        case Field(of, name, at):
            return Field(change(of), name, at)
        case Let(name, value, body):
            return Let(name, change(value), change(body))
        case If(test, then, other, kind):
            return If(change(test), change(then), change(other), kind)
        case New(kind, args):
            return New(kind, tuple(map(change, args)))
        case Fn(params, body):
            return Fn(params, change(body))
        case Op(name, args, kind, at):
            return Op(name, tuple(map(change, args)), kind, at)
        case Throw(exception, message, at):
            return Throw(exception, change(message), at)


def substitute(node: Expr, values: Mapping[str, Expr]) -> Expr:
    """``node`` with variables replaced; names are unique, so nothing can be captured."""
    if isinstance(node, Var):
        return values.get(node.name, node)
    return rebuild(node, lambda child: substitute(child, values))


def free_variables(node: Expr) -> frozenset[str]:
    """The names that ``node`` uses and does not bind."""
    match node:
        case Var(name):
            return frozenset({name})
        case Let(name, value, body):
            return free_variables(value) | (free_variables(body) - {name})
        case Fn(params, body):
            return free_variables(body) - {p.name for p in params}
    found: frozenset[str] = frozenset()
    for child in _children(node):
        found |= free_variables(child)
    return found


def _children(node: Expr) -> list[Expr]:
    seen: list[Expr] = []

    def note(child: Expr) -> Expr:
        seen.append(child)
        return child

    rebuild(node, note)
    return seen


def is_path(node: Expr) -> bool:
    """Whether ``node`` is a variable or a field path from one: free to compute twice."""
    while isinstance(node, Field):
        node = node.of
    return isinstance(node, Var | Lit)


def let(name: str, value: Expr, body: Expr) -> Expr:
    """``Let``, or the substitution where ``value`` is a path or a constant."""
    if is_path(value):
        return substitute(body, {name: value})
    return Let(name, value, body)


def tidy(getter: Getter) -> Getter:
    """``getter`` with its bound names made short: ``x``, ``x2`` … in order of appearance."""
    names = _Names()
    row = Var(names.new(getter.row.name), getter.row.type)
    body = _rename(getter.body, {getter.row.name: row}, names)
    return Getter(row, body, getter.source, getter.location)


class _Names:
    """Hands out names, each once; what follows ``#`` in a name is dropped."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}

    def new(self, name: str) -> str:
        base = name.partition("#")[0]
        self.count[base] = self.count.get(base, 0) + 1
        return base if self.count[base] == 1 else f"{base}_{self.count[base]}"


def _rename(node: Expr, bound: dict[str, Var], names: _Names) -> Expr:
    match node:
        case Var(name, kind):
            return Var(bound[name].name, kind) if name in bound else node
        case Let(name, value, body):
            inner = _rename(value, bound, names)
            fresh = Var(names.new(name), value.type)
            return Let(fresh.name, inner, _rename(body, {**bound, name: fresh}, names))
        case Fn(params, body):
            fresh_params = tuple(Var(names.new(p.name), p.type) for p in params)
            inside = {p.name: f for p, f in zip(params, fresh_params, strict=True)}
            return Fn(fresh_params, _rename(body, {**bound, **inside}, names))
    return rebuild(node, lambda child: _rename(child, bound, names))
