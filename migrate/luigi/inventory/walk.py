"""All nodes below a node, several times faster than :func:`ast.walk`."""

from __future__ import annotations

import ast

_CONTEXTS = frozenset({ast.Load, ast.Store, ast.Del, type(None)})


def nodes_of(root: ast.AST) -> list[ast.AST]:
    """``root`` and everything below it, breadth first, without contexts (Load, Store)."""
    found = [root]
    append = found.append
    for node in found:  # the list grows while it is walked
        for value in node.__dict__.values():
            kind = value.__class__
            if kind is int or kind is str or kind in _CONTEXTS:
                continue
            if kind is list:
                for child in value:
                    if isinstance(child, ast.AST):
                        append(child)
            elif isinstance(value, ast.AST):
                append(value)
    return found
