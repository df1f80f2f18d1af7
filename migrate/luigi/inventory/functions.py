"""Reads one method or function: shapes, names it uses, what it does to the world."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from migrate.luigi.inventory.calls import CallReader
from migrate.luigi.inventory.made_targets import literal_targets, targets
from migrate.luigi.inventory.model import Function
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.shapes import is_empty, shapes
from migrate.luigi.inventory.walk import nodes_of

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


def read_function(node: AnyFunction, names: Names) -> Function:
    """The facts of ``node``, those of functions nested in it included."""
    nodes = [inner for statement in node.body for inner in nodes_of(statement)]
    calls = [n for n in nodes if isinstance(n, ast.Call)]
    arguments = frozenset(a.arg for a in (*node.args.args, *node.args.kwonlyargs))
    reader = CallReader(node.name, names, nodes, arguments)
    facts = [fact for call in calls for fact in reader.of_call(call)]
    facts += reader.of_others()
    return Function(
        name=node.name,
        line=node.lineno,
        shapes=shapes(node.body, nodes),
        refs=frozenset(_refs(nodes, names)),
        yields=frozenset(_yielded(nodes, names)),
        own=frozenset(_own(nodes)),
        facts=tuple(sorted(set(facts))),
        paths=tuple(literal_targets(nodes, calls, names)),
        targets=tuple(targets(calls, names)),
        empty=is_empty(node.body),
        decorators=tuple(filter(None, (names.dotted(_callee(d)) for d in node.decorator_list))),
    )


def _callee(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _refs(nodes: Sequence[ast.AST], names: Names) -> Iterator[str]:
    """Dotted names that lead out of the function; a chain is one name, the longest."""
    inner = {id(n.value) for n in nodes if isinstance(n, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner:
            head = node
            while isinstance(head, ast.Attribute):
                head = head.value  # type: ignore[assignment]
            if isinstance(head, ast.Name) and (names.is_own(head.id) or head.id[:1].isupper()):
                yield names.dotted(node)


def _yielded(nodes: Sequence[ast.AST], names: Names) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Yield | ast.YieldFrom) and node.value is not None:
            yield from _refs(nodes_of(node.value), names)


def _own(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Attributes of self that are read or called, ``super().x`` as ``super.x``."""
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=attr, ctx=ast.Load()):
                yield attr
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attr):
                yield f"super.{attr}"
