"""The modules of a package, read as text and put into the order in which they import each other."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

COMMAND = "command"
"""The module that all others are for."""

Import = ast.Import | ast.ImportFrom
BLOCKS = ("body", "orelse", "finalbody", "handlers")


class NotOneFile(ValueError):
    """The modules would not mean the same in one file; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Module:
    """One module; ``name`` is dotted where it is in a package of the package."""

    name: str
    docstring: str
    body: str
    """Its text without docstring and imports."""

    siblings: Mapping[str, tuple[str, ...]]
    """What it imports from other modules of the package: names by module."""

    library: tuple[Import, ...]
    """What it imports from the standard library."""

    defines: frozenset[str]
    """Names that the statements of ``body`` bind."""


def read_module(package: str, name: str, text: str) -> Module:
    """The module, its imports told apart.

    Raises NotOneFile, with file and line, for what has another meaning in one file.
    """
    tree = ast.parse(text)
    for statement in statements(tree):
        if problem := _problem(package, statement, is_inner=statement not in tree.body):
            written = ast.unparse(statement)
            raise NotOneFile(f"{name}.py:{statement.lineno}: {written}: {problem}")
    imports = [s for s in tree.body if isinstance(s, Import)]
    siblings: dict[str, tuple[str, ...]] = {}
    for statement in imports:
        if _is_sibling(package, statement):
            sibling = _modules(statement)[0].removeprefix(f"{package}.")
            names = (alias.name for alias in statement.names)
            siblings[sibling] = (*siblings.get(sibling, ()), *names)
    return Module(
        name=name,
        docstring=ast.get_docstring(tree) or "",
        body=_body(tree, text),
        siblings=siblings,
        library=tuple(s for s in imports if not _is_sibling(package, s)),
        defines=frozenset(n for s in tree.body if not isinstance(s, Import) for n in _bound(s)),
    )


def statements(block: ast.AST) -> Iterator[ast.stmt]:
    """All statements below, at whatever depth."""
    for part in (part for name in BLOCKS for part in getattr(block, name, ())):
        if isinstance(part, ast.stmt):
            yield part
        yield from statements(part)


def _problem(package: str, statement: ast.stmt, *, is_inner: bool) -> str | None:
    if isinstance(statement, ast.Global):
        return "another module keeps what it has imported; keep it in an object"
    if not isinstance(statement, Import):
        return None
    tops = {name.partition(".")[0] for name in _modules(statement)}
    if is_inner:
        is_ours = bool(tops & {package.partition(".")[0], ""})
        return "import it at the top of the module" if is_ours else None
    if not _is_sibling(package, statement):
        is_library = tops <= sys.stdlib_module_names
        return None if is_library else "neither of the standard library nor of this package"
    if any(alias.asname or alias.name == "*" for alias in statement.names):
        return "a name has to be the same in every module"
    return None


def _is_sibling(package: str, statement: Import) -> bool:
    is_from = isinstance(statement, ast.ImportFrom)
    return is_from and _modules(statement)[0].startswith(f"{package}.")


def _modules(statement: Import) -> list[str]:
    """Dotted names of what is imported; an empty one for a relative import."""
    if isinstance(statement, ast.ImportFrom):
        return ["" if statement.level else str(statement.module)]
    return [alias.name for alias in statement.names]


def _bound(node: ast.AST) -> Iterator[str]:
    """Names that a statement binds in its module, those in blocks and of imports included."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, ast.Lambda | ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)


def _body(tree: ast.Module, text: str) -> str:
    kept: list[str | None] = list(text.splitlines())
    for statement in tree.body:
        is_docstring = statement is tree.body[0] and ast.get_docstring(tree) is not None
        if is_docstring or isinstance(statement, Import):
            first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
            kept[first:last] = [None] * (last - first)
    return "\n".join(line for line in kept if line is not None).strip("\n") + "\n"


def in_order(modules: Mapping[str, Module]) -> list[Module]:
    """Every module after those that it imports, COMMAND last.

    Raises NotOneFile for a circle, a module that is not there and one that nobody imports.
    """
    ordered: dict[str, Module] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            circle = " -> ".join([*above[above.index(name) :], name])
            raise NotOneFile(f"modules import each other: {circle}")
        if name not in modules:
            needed_by = f"{above[-1]}.py" if above else "a script"
            raise NotOneFile(f"there is no {name}.py, which {needed_by} needs")
        for sibling in sorted(modules[name].siblings):
            if sibling not in ordered:
                visit(sibling, (*above, name))
        ordered[name] = modules[name]

    visit(COMMAND, ())
    if unused := sorted(modules.keys() - ordered.keys()):
        raise NotOneFile(f"{COMMAND}.py does not lead to {', '.join(unused)}")
    return list(ordered.values())
