"""The scopes of a file, and the scope in which each spec of it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from migrate.featran.scala.definitions import VALS, declare, is_implicit
from migrate.featran.scala.scope import Definition, Scope, TypeIn, Unknown
from migrate.featran.scala.templates import object_scope, template_scope
from migrate.featran.scala.tree import Node, kids, need, part, parts, text, walk
from migrate.featran.scala.types import Types

Place: TypeAlias = tuple[Node, Scope, str]
"""A node, the scope it stands in, and the ``val`` or ``def`` whose body it is in."""
_CLASSES = frozenset({"class_definition", "trait_definition"})


def positions(node: Node, scope: Scope, types: Types, name: str = "") -> Iterator[Place]:
    """Every node with its scope and the ``val`` or ``def`` whose body it is in."""
    for child in kids(node):
        yield from _position(child, scope, types, name)


def _position(node: Node, scope: Scope, types: Types, name: str) -> Iterator[Place]:
    yield node, scope, name
    if node.type == "object_definition":
        inner = object_scope(Definition(node, scope), types.program)
        yield from _body(node, inner, types)
    elif node.type in _CLASSES:
        yield from _body(node, class_scope(node, scope, types), types)
    elif node.type == "function_definition":
        inner = _method_scope(node, scope, types)
        yield from positions(node, inner, types, text(need(node, "name")))
    elif node.type in ("block", "indented_block"):
        inner = scope.child()
        declare(inner, kids(node))
        yield from positions(node, inner, types, name)
    elif node.type == "lambda_expression":
        yield from positions(node, _lambda_scope(node, scope), types, name)
    elif node.type == "case_clause":
        yield from positions(node, _case_scope(node, scope), types, name)
    elif node.type in VALS:
        yield from positions(node, scope, types, text(need(node, "pattern")))
    else:
        yield from positions(node, scope, types, name)


def _body(node: Node, scope: Scope, types: Types) -> Iterator[Place]:
    body = part(node, "body")
    if body is not None:
        yield from positions(body, scope, types)


def class_scope(node: Node, scope: Scope, types: Types) -> Scope:
    """The scope of a class body: its parameters have no values, its members are known."""
    memo = scope.objects
    if node.id not in memo:
        label = text(need(node, "name"))
        outer = scope.child()
        for group in parts(node, "class_parameters"):
            _unknown(group, outer, types)
        memo[node.id] = template_scope(node, scope, types.program, outer.names, label=label)
        memo[node.id].types.update(_bounds(node, memo[node.id]))
    return memo[node.id]


def _bounds(node: Node, scope: Scope) -> dict[str, TypeIn]:
    """Type parameters with an upper bound, as that bound: what every argument has."""
    found: dict[str, TypeIn] = {}
    for group in [*parts(node, "type_parameters"), *parts(node, "parameters")]:
        if group.type != "type_parameters":
            continue
        for name, bound in zip(parts(group, "name"), parts(group, "bound"), strict=False):
            kind = part(bound, "type")
            if len(parts(group, "name")) == 1 and kind is not None:
                found[text(name)] = TypeIn(kind, scope)
    return found


def _method_scope(node: Node, scope: Scope, types: Types) -> Scope:
    inner = scope.child(runtime=False)
    inner.types.update(_bounds(node, scope))
    for group in parts(node, "parameters"):
        if group.type == "parameters":
            _unknown(group, inner, types)
    return inner


def _unknown(group: Node, scope: Scope, types: Types) -> None:
    if is_implicit(group):
        return
    for parameter in kids(group):
        if parameter.type in ("parameter", "class_parameter"):
            name = text(need(parameter, "name")).strip("`")
            kind = part(parameter, "type")
            resolved = types.resolve(kind, scope) if kind is not None else None
            scope.names[name] = Unknown(name, parameter, scope.source, resolved, scope)


def _case_scope(node: Node, scope: Scope) -> Scope:
    """What a pattern binds has no value here either."""
    inner = scope.child()
    for mark in walk(need(node, "pattern")):
        if mark.type == "identifier" and text(mark)[0].islower():
            name = text(mark)
            inner.names[name] = Unknown(name, mark, scope.source, None, scope, bound=True)
    return inner


def _lambda_scope(node: Node, scope: Scope) -> Scope:
    """What a function literal binds has no value here: specs of it belong to who calls it."""
    inner = scope.child()
    params = need(node, "parameters")
    for mark in [params] if params.type == "identifier" else kids(params):
        name = text(part(mark, "name") or mark)
        inner.names[name] = Unknown(name, mark, scope.source, None, scope, bound=True)
    return inner
