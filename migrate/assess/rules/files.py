"""Files: what could not be read, and what only Python 2 reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from codemods.py2.syntax import TABS
from migrate.assess.inventory import Inventory
from migrate.assess.uses import Rule, Use
from migrate.findings import Location, Severity
from migrate.luigi.inventory.model import Lost, Module

LOST: Mapping[str, str] = MappingProxyType(
    {
        "PY002": "unparsable",
        "PY005": "unreadable",
        "PY006": "binary",
        "PY007": "template",
    }
)
_KEYWORD = "name that became a keyword"
_SHOWN = 8


def lost(inventory: Inventory) -> Iterator[Use]:
    """A file that is lost may hold tasks: the classes that a glance shows are named."""
    for file in inventory.reading.lost:
        where = Location(file.path, file.line)
        severity = None if inventory.counts(file.path) else Severity.NOTE
        yield Use(LOST[file.code], where, file.path, _said(file), severity=severity)


def python2(inventory: Inventory) -> Iterator[Use]:
    for module in inventory.reading.modules:
        if not module.rewrites or not inventory.counts(module.path):
            continue
        special = {TABS: "tabs", _KEYWORD: "new_keyword"}
        for construct, line, _ in module.rewrites:
            if construct in special:
                yield Use(special[construct], Location(module.path, line), module.path)
        plain = [r for r in module.rewrites if r[0] not in special]
        if plain:
            detail = ", ".join(f"{name} (line {line}, {times}×)" for name, line, times in plain)
            line = min(line for _, line, _ in plain)
            yield Use("python2_file", Location(module.path, line), module.path, detail)


def encodings(inventory: Inventory) -> Iterator[Use]:
    for module in inventory.reading.modules:
        if module.guessed_line and inventory.counts(module.path):
            where = Location(module.path, module.guessed_line)
            yield Use("guessed_encoding", where, module.path, _encoding(module))


def notebooks(inventory: Inventory) -> Iterator[Use]:
    for mention in inventory.reading.mentions:
        if inventory.counts(mention.path):
            where = Location(mention.path, mention.fact.line)
            kind = "notebook" if mention.fact.name == "notebook" else "feature"
            yield Use(mention.fact.name, where, mention.path, mention.fact.detail, kind=kind)


def _said(file: Lost) -> str:
    names = [name for name, _ in file.classes[:_SHOWN]]
    more = len(file.classes) - len(names)
    seen = f"; classes in it: {', '.join(names)}" if names else ""
    return f"{file.reason}{seen}{f' and {more} more' if more else ''}"


def _encoding(module: Module) -> str:
    return f"not in the encoding that the file says; read as {module.encoding}"


RULES: tuple[Rule, ...] = (lost, python2, encodings, notebooks)
