"""Join the modules of a package into one script that needs none of ours.

A legacy interpreter (Python 2.7 to 3.13) gets one file and has nothing but Luigi and the standard
library. The source of such a script is a package of small modules; the docstring of the package is
the script's. The modules follow each other as they import each other, their text as it is written,
comments included. What would mean another thing in one file than in many is an error.
"""

from __future__ import annotations

import ast
import builtins
import functools
import importlib.resources
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable

from bridges.luigi.modules import Module, NotOneFile, in_order, read_module

RULE = "# " + "-" * 93
HEAD = """\
#!/usr/bin/env python
# -*- coding: utf-8 -*-
# Joined from the modules of {package}, each a section here: change them, not this file.
"""


@functools.cache
def joined_script(package: str) -> str:
    """The script whose source is the package; the same text each time.

    Raises NotOneFile where its modules cannot be joined.
    """
    return join_modules(package, dict(_sources(importlib.resources.files(package), "")))


def _sources(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    """Dotted names inside the package, and texts."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry, f"{prefix}{entry.name}.")
        elif entry.name.endswith(".py"):
            yield prefix + entry.name.removesuffix(".py"), entry.read_text(encoding="utf-8")


def join_modules(package: str, sources: Mapping[str, str]) -> str:
    """As :func:`joined_script`, of the texts of the modules by name."""
    docstrings = {name: text for name, text in sources.items() if name.endswith("__init__")}
    for name, text in docstrings.items():
        _check_docstring(name, text)
    own = sorted(sources.keys() - docstrings.keys())
    modules = in_order({name: read_module(package, name, sources[name]) for name in own})
    _check_names(modules)
    _check_siblings(modules)
    head = HEAD.format(package=package) + docstrings["__init__"] + _imports(modules)
    return head + "\n" + "\n\n".join(_section(module) for module in modules)


def _check_docstring(name: str, text: str) -> None:
    tree = ast.parse(text)
    if len(tree.body) != 1 or ast.get_docstring(tree) is None:
        raise NotOneFile(f"{name}.py: it can have a docstring and nothing else")


def _imports(modules: Iterable[Module]) -> str:
    """Future statements, then ``import x``, then ``from x import y``."""
    plain: set[str] = set()
    named: dict[str, set[str]] = {}
    for statement in (statement for module in modules for statement in module.library):
        names = {ast.unparse(alias) for alias in statement.names}
        if isinstance(statement, ast.ImportFrom):
            named.setdefault(str(statement.module), set()).update(names)
        else:
            plain |= names
    lines = {
        name: f"from {name} import {', '.join(sorted(names))}" for name, names in named.items()
    }
    future = lines.pop("__future__", None)
    others = [f"import {name}" for name in sorted(plain)] + [lines[name] for name in sorted(lines)]
    return "".join(f"\n{part}\n" for part in (future, "\n".join(others)) if part)


def _section(module: Module) -> str:
    first, *more = module.docstring.splitlines() or [""]
    title = [f"# {module.name}: {first}".rstrip(": "), *(f"# {line}".rstrip() for line in more)]
    return "\n".join([RULE, *title, "", "", module.body])


def _check_names(modules: Iterable[Module]) -> None:
    """One name is one thing in the whole file, and none of Python's own."""
    owners = dict.fromkeys(dir(builtins), "Python")
    for module in modules:
        for name, owner in [*_imported(module), *((name, module.name) for name in module.defines)]:
            if owners.setdefault(name, owner) != owner:
                raise NotOneFile(f"{module.name}.py: {name} is defined by {owners[name]} too")


def _imported(module: Module) -> Iterator[tuple[str, str]]:
    """Names bound by imports of the standard library, and what they stand for."""
    for statement in module.library:
        source = f"{statement.module}." if isinstance(statement, ast.ImportFrom) else ""
        for alias in statement.names:
            name = alias.asname or alias.name.partition(".")[0]
            yield name, f"import {source}{alias.name if alias.asname or source else name}"


def _check_siblings(modules: Iterable[Module]) -> None:
    """What a module imports from another is defined there."""
    defined = {module.name: module.defines for module in modules}
    for module in modules:
        for sibling, names in module.siblings.items():
            if missing := sorted(set(names) - defined[sibling]):
                raise NotOneFile(f"{module.name}.py: {sibling}.py defines no {', '.join(missing)}")
