"""The targets that a function makes, and the paths of those that are literals."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence

from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.secrets import shown


def targets(calls: Sequence[ast.Call], names: Names) -> Iterator[tuple[str, int]]:
    for call in calls:
        dotted = names.dotted(call.func)
        last = dotted.rpartition(".")[2]
        if last.endswith("Target") or dotted in {"luigi.File", "luigi.file.File"}:
            yield dotted, call.lineno


def literal_targets(
    nodes: Sequence[ast.AST], calls: Sequence[ast.Call], names: Names
) -> Iterator[tuple[str, int]]:
    """Paths of targets that are one literal, or ``self.name``, which may be one in the class."""
    literals = _literals(nodes)
    for call in calls:
        last = names.dotted(call.func).rpartition(".")[2]
        given = call.args[:1] or [k.value for k in call.keywords if k.arg == "path"]
        if last.endswith("Target") or last == "File":
            match given:
                case [ast.Constant(value=str(path))]:
                    yield shown(path), call.lineno
                case [ast.Name(id=name)] if name in literals:
                    yield literals[name], call.lineno
                case [ast.Attribute(value=ast.Name(id="self"), attr=attr)]:
                    yield f"self.{attr}", call.lineno


def _literals(nodes: Sequence[ast.AST]) -> dict[str, str]:
    """Local names that are only ever one literal text."""
    stores = Counter(n.id for n in nodes if isinstance(n, ast.Name) and _is_stored(n))
    found = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                if stores[name] == 1:
                    found[name] = shown(text)
    return found


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)
