"""Reads the places of a module that start Luigi: calls, and command lines in its texts."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from migrate.luigi.inventory.effects import START
from migrate.luigi.inventory.import_time import at_import
from migrate.luigi.inventory.model import Entry
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.scripts import command_line
from migrate.luigi.inventory.walk import nodes_of


def entries(
    tree: ast.Module, nodes: Sequence[ast.AST], names: Names, path: str
) -> tuple[Entry, ...]:
    """Calls that start a workflow, with the roots and flags that stand there."""
    spelled = _command_lines(nodes, path)
    started = [
        (node, way)
        for node in nodes
        if isinstance(node, ast.Call) and (way := START.get(names.dotted(node.func)))
    ]
    if not started:
        return spelled
    top = set(map(id, at_import(tree.body)))
    ignored = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}
    found = [_entry(n, way, names, path, id(n) not in top, id(n) in ignored) for n, way in started]
    return tuple(sorted([*found, *spelled], key=lambda e: (e.line, e.way)))


def _command_lines(nodes: Sequence[ast.AST], path: str) -> tuple[Entry, ...]:
    """Command lines of Luigi in texts of the program; a docstring only describes one."""
    likely: list[tuple[ast.Constant, str]] = []
    for node in nodes:
        match node:
            case ast.Constant(value=str(text)) if "luigi" in text and "--" in text:
                likely.append((node, text))
    if not likely:
        return ()
    docs = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}
    found = (command_line(path, n.lineno, text) for n, text in likely if id(n) not in docs)
    return tuple(entry for entry in found if entry is not None)


def _entry(
    call: ast.Call, way: str, names: Names, path: str, guarded: bool, ignored: bool
) -> Entry:
    inside = [
        n for value in (*call.args, *(k.value for k in call.keywords)) for n in nodes_of(value)
    ]
    roots = [names.dotted(n) for n in inside if isinstance(n, ast.Name | ast.Attribute)]
    texts = [n.value for n in inside if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    flags = [t for t in texts if t.startswith("--")] + [k.arg for k in call.keywords if k.arg]
    return Entry(
        way=way,
        path=path,
        line=call.lineno,
        roots=tuple(dict.fromkeys(r for r in roots if r and r[:1] not in "_")),
        flags=tuple(dict.fromkeys(f.partition("=")[0] for f in flags)),
        detail="result ignored" if ignored else "",
        guarded=guarded,
    )
