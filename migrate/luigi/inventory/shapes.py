"""The shapes in which a method returns: what requires() and output() look like."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def shapes(body: Sequence[ast.stmt], nodes: Sequence[ast.AST]) -> tuple[str, ...]:
    """Every shape that occurs, sorted; ``nodes`` are all nodes of the body."""
    found = set(_of_statements(nodes))
    values = [n.value for n in nodes if isinstance(n, ast.Return)]
    if not found & {"generator"} and not [v for v in values if v is not None]:
        found.add("none")
    for value in values:
        found |= set(_of_value(value)) if value is not None else set()
    if is_empty(body):
        found.add("abstract" if any(isinstance(s, ast.Raise) for s in body) else "empty")
    return tuple(sorted(found))


def is_empty(body: Sequence[ast.stmt]) -> bool:
    """Nothing but a docstring, pass, ``...`` or an error that says: implement me."""
    return all(
        isinstance(s, ast.Pass | ast.Raise)
        or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        for s in body
    )


def _of_statements(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.Yield() | ast.YieldFrom():
                yield "generator"
            case ast.If() | ast.IfExp():
                yield "conditional"
            case ast.For() | ast.While():
                yield "loop"
            case ast.Call(func=ast.Attribute(attr="clone" | "clone_parent" | "clone_parents")):
                yield "clone"
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")))):
                yield "inherited"


def _of_value(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=None):
            yield "none"
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            yield "list" if elements else "none"
            yield from _nested(elements)
        case ast.Dict(values=elements):
            yield "dict" if elements else "none"
            yield from _nested(elements)
        case _ if isinstance(value, _COMPREHENSIONS):
            yield "comprehension"
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")))):
            yield "super"
        case ast.Call():
            yield "single"
        case ast.Name():
            yield "variable"
        case ast.Attribute(value=ast.Name(id="self")):
            yield "attribute"
        case ast.IfExp(body=one, orelse=other):
            yield from _of_value(one)
            yield from _of_value(other)
        case _:
            yield "other"


def _nested(elements: Sequence[ast.expr]) -> Iterator[str]:
    if any(isinstance(e, ast.List | ast.Tuple | ast.Dict | ast.Set) for e in elements):
        yield "nested"
