"""Modules: what importing them does, and the API of Luigi that they use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from migrate.assess.features import FEATURES
from migrate.assess.inventory import Inventory
from migrate.assess.uses import Rule, Use
from migrate.findings import Location
from migrate.luigi.inventory.model import Fact, Module

CONVERTED_EVENTS = frozenset({"START", "SUCCESS", "FAILURE", "PROCESSING_TIME"})
_PLACED = frozenset({"event_handler", "namespace", "python2_name"})
_ONCE = frozenset({"import_logging", "import_import_path", "python2_name", "config_api"})
"""Reported once per module, with everything in it."""


def effects(inventory: Inventory) -> Iterator[Use]:
    """Import-time work counts where tasks would be imported along: modules with Luigi classes."""
    relevant = {c.path for c in inventory.classes if c.lineage.kind}
    for module in _counted(inventory):
        once: dict[str, list[Fact]] = defaultdict(list)
        for fact in module.facts:
            if fact.name not in FEATURES or fact.name in _PLACED:
                continue
            if fact.name.startswith("import_") and module.path not in relevant:
                continue
            if fact.name in _ONCE:
                once[fact.name].append(fact)
            else:
                yield Use(fact.name, Location(module.path, fact.line), module.path, fact.detail)
        for feature, facts in once.items():
            detail = ", ".join(dict.fromkeys(f.detail for f in facts))
            yield Use(feature, Location(module.path, facts[0].line), module.path, detail)


def events(inventory: Inventory) -> Iterator[Use]:
    for module in _counted(inventory):
        for fact in module.facts:
            if fact.name == "event_handler":
                event = fact.detail.split(" ")[0]
                feature = "event" if event in CONVERTED_EVENTS else "lost_event"
                where = Location(module.path, fact.line)
                yield Use(feature, where, module.path, event, kind="event handler")


def python2(inventory: Inventory) -> Iterator[Use]:
    """Names that only Python 2 has, in files that Python 3 parses."""
    for module in _counted(inventory):
        names = [f for f in module.facts if f.name == "python2_name"]
        if names:
            detail = ", ".join(f.detail for f in names[:6])
            yield Use("python2_name", Location(module.path, names[0].line), module.path, detail)


def _counted(inventory: Inventory) -> Iterator[Module]:
    return (m for m in inventory.reading.modules if inventory.counts(m.path))


RULES: tuple[Rule, ...] = (effects, events, python2)
