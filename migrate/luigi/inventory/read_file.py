"""Reads one Python file: text, tree, facts; a file that cannot be read says why and where."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from codemods.py2 import Decoded, NotText, Parsed, Rewrite, Unparsable, decode, parse
from migrate.luigi.inventory.classes import read_classes
from migrate.luigi.inventory.entries import entries
from migrate.luigi.inventory.model import Lost, Module
from migrate.luigi.inventory.module import (
    FRAMEWORKS,
    config_sections,
    module_facts,
    module_functions,
)
from migrate.luigi.inventory.names import Names
from migrate.luigi.inventory.walk import nodes_of

_CLASS = re.compile(r"^[ \t]*class[ \t]+(\w+)[ \t]*[(:]", re.MULTILINE)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_PLATFORM_LIMIT = "nested too deeply to be walked"


def read_python(root: Path, path: str) -> Module | Lost:
    """What ``root / path`` holds."""
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return Lost(path, "PY005", error.strerror or "cannot be read")
    decoded = decode(data)
    if isinstance(decoded, NotText):
        return Lost(path, "PY006", decoded.reason)
    parsed = parse(decoded.text)
    if isinstance(parsed, Unparsable):
        return _lost(path, decoded.text, parsed)
    try:
        return _module(path, decoded, parsed)
    except RecursionError:
        return _lost(path, decoded.text, Unparsable(_PLATFORM_LIMIT))


def module_names(path: str) -> tuple[str, ...]:
    """Dotted parts of a file's module, from the root of the repository."""
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts


def _module(path: str, decoded: Decoded, parsed: Parsed) -> Module:
    own = module_names(path)
    nodes = nodes_of(parsed.tree)
    names = Names(parsed.tree, nodes, own, is_package=path.endswith("__init__.py"))
    classes, count = read_classes(parsed.tree, nodes, names)
    known = [*names.imported.values(), *names.stars]
    return Module(
        path=path,
        names=own,
        exports=dict(names.exports),
        stars=tuple(names.stars),
        imports=tuple(sorted(names.modules)),
        classes=classes,
        functions=module_functions(parsed.tree, names),
        facts=module_facts(parsed.tree, nodes, names),
        entries=entries(parsed.tree, nodes, names, path),
        imports_luigi=any(_is_luigi(name) for name in known),
        lines=decoded.text.count("\n") + 1,
        class_count=count,
        rewrites=_grouped(parsed.rewrites),
        guessed_line=decoded.guessed_line,
        encoding=decoded.encoding,
        config_sections=config_sections(nodes, names),
    )


def _is_luigi(dotted: str) -> bool:
    return dotted.split(".")[0] in FRAMEWORKS


def _grouped(rewrites: tuple[Rewrite, ...]) -> tuple[tuple[str, int, int], ...]:
    """``(construct, first line, how often)``."""
    table: dict[str, list[int]] = {}
    for rewrite in rewrites:
        table.setdefault(rewrite.construct, []).append(rewrite.line)
    return tuple((construct, min(lines), len(lines)) for construct, lines in sorted(table.items()))


def _lost(path: str, text: str, error: Unparsable) -> Lost:
    """A file whose classes are at least named, so that nobody takes them for absent."""
    seen = tuple(
        (match[1], text.count("\n", 0, match.start()) + 1) for match in _CLASS.finditer(text)
    )
    lines = text.split("\n")
    at = lines[error.line - 1] if 0 < error.line <= len(lines) else ""
    code = "PY007" if _TEMPLATE.search(at) else "PY002"
    return Lost(path, code, error.reason, error.line, seen)
