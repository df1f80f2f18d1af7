"""All nodes below a node, several times faster than :func:`ast.walk`."""

from __future__ import annotations

import ast


def nodes_of(root: ast.AST) -> list[ast.AST]:
    """``root`` and everything below it, breadth first, without contexts (Load, Store)."""
    found = [root]
    append = found.append
    for node in found:  # the list grows while it is walked
        for value in node.__dict__.values():
            if value.__class__ is list:
                for child in value:
                    if isinstance(child, ast.AST):
                        append(child)
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                append(value)
    return found
