"""What the names of one module mean, as far as the module itself says."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence

_BUILTINS = frozenset(dir(builtins)) | {"unicode", "xrange", "basestring", "raw_input", "file"}


class Names:
    """Dotted, absolute names of a module's imports, definitions and aliases."""

    def __init__(
        self,
        tree: ast.Module,
        nodes: Sequence[ast.AST],
        module: tuple[str, ...],
        *,
        is_package: bool,
    ) -> None:
        self.module = ".".join(module)
        self._package = module if is_package else module[:-1]
        self.stars: list[str] = []
        self.modules: set[str] = set()
        self.imported: dict[str, str] = {}
        self.defined: dict[str, str] = {}
        for node in nodes:  # breadth first: the module's own imports come before others
            if isinstance(node, ast.Import):
                self._import(node)
            elif isinstance(node, ast.ImportFrom):
                self._import_from(node)
        for statement in _top_level(tree.body):
            self._define(statement)

    @property
    def exports(self) -> Mapping[str, str]:
        """What other modules can import from here, without the classes defined here."""
        own = {n: d for n, d in self.defined.items() if d != f"{self.module}.{n}"}
        return {**self.imported, **own}

    def is_own(self, name: str) -> bool:
        """The name is imported or defined at the top of this module."""
        return name in self.imported or name in self.defined

    def dotted(self, node: ast.AST) -> str:
        """The absolute name that ``node`` spells; empty where it is no plain dotted name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self._head(node.id), *reversed(parts)])

    def _head(self, name: str) -> str:
        if name in self.defined:
            return self.defined[name]
        if name in self.imported:
            return self.imported[name]
        if name in _BUILTINS or name in {"self", "cls"}:
            return name
        if name == "luigi":  # from a star import of another module, or its import is missing
            return name
        for star in self.stars:
            if star.split(".")[0] == "luigi" and name[:1].isupper():
                return f"{star}.{name}"
        return f"{self.module}.{name}"

    def _import(self, node: ast.Import) -> None:
        self.modules |= {alias.name for alias in node.names}
        for alias in node.names:
            if alias.asname:
                self.imported.setdefault(alias.asname, alias.name)
            else:
                top = alias.name.split(".")[0]
                self.imported.setdefault(top, top)

    def _import_from(self, node: ast.ImportFrom) -> None:
        source = self.source_of(node)
        self.modules |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(source)
            else:
                dotted = f"{source}.{alias.name}" if source else alias.name
                self.imported.setdefault(alias.asname or alias.name, dotted)

    def source_of(self, node: ast.ImportFrom) -> str:
        """The absolute module of a ``from`` import."""
        if not node.level:
            return node.module or ""
        keep = len(self._package) - (node.level - 1)
        parts = [*self._package[: max(keep, 0)], *((node.module or "").split("."))]
        return ".".join(part for part in parts if part)

    def _define(self, node: ast.stmt) -> None:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                self.defined[name] = f"{self.module}.{name}"
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name() | ast.Attribute()):
                value = self.dotted(node.value)
                if value and value != f"{self.module}.{name}":
                    self.defined.setdefault(name, value)


def _top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements of the module, those in its ``if`` and ``try`` blocks too."""
    for node in body:
        yield node
        match node:
            case ast.If():
                yield from _top_level([*node.body, *node.orelse])
            case ast.Try():
                handlers = [s for handler in node.handlers for s in handler.body]
                yield from _top_level([*node.body, *handlers, *node.orelse, *node.finalbody])
            case ast.With() | ast.For() | ast.While():
                yield from _top_level(node.body)
