"""How a read of an environment variable is said: with its name, where the source has it."""

from __future__ import annotations

import ast

from migrate.luigi.inventory.names import Names

ENVIRONMENT = "os.environ"


def variable_call(call: ast.Call, dotted: str) -> str:
    """``os.getenv("CITY")`` of such a call; of others the dotted name alone."""
    match call.args:
        case [ast.Constant(value=str(name)), *_] if dotted.startswith(("os.getenv", ENVIRONMENT)):
            return f'{dotted}("{name}")'
    return dotted


def variable_read(node: ast.AST, names: Names) -> str:
    """``os.environ["CITY"]`` where the node reads that; empty for all else, and where it is set."""
    match node:
        case ast.Subscript(value=ast.Attribute() | ast.Name() as source, ctx=ast.Load()):
            if names.dotted(source) == ENVIRONMENT:
                key = node.slice.value if isinstance(node.slice, ast.Constant) else ""
                return f'{ENVIRONMENT}["{key}"]' if isinstance(key, str) and key else ENVIRONMENT
    return ""
