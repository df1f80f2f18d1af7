"""What of a module runs when it is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from migrate.luigi.inventory.walk import nodes_of


def at_import(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """Nodes that run on import: no function bodies, nothing below ``if __name__ == …``."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if isinstance(node, ast.If):
            if "__name__" not in {n.id for n in nodes_of(node.test) if isinstance(n, ast.Name)}:
                yield from at_import([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            handlers = [s for h in node.handlers for s in h.body]
            yield from at_import([*node.body, *handlers, *node.orelse, *node.finalbody])
        elif isinstance(node, ast.For | ast.While | ast.With):
            yield from at_import(node.body)
        else:
            yield from nodes_of(node)
