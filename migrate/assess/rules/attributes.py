"""Attributes of task classes for Luigi's scheduler and worker, and secrets in the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from migrate.assess.inventory import Inventory
from migrate.assess.rules.places import at_fact, at_line
from migrate.assess.uses import Rule, Use

ATTRIBUTES: Mapping[str, str] = MappingProxyType(
    {
        "resources": "resources",
        "process_resources": "resources",
        "priority": "priority",
        "retry_count": "retry_count",
        "disable_hard_timeout": "disable",
        "disable_window": "disable",
        "disable_window_seconds": "disable",
        "worker_timeout": "worker_timeout",
        "batchable": "batchable",
        "max_batch_size": "batchable",
        "owner_email": "scheduler_attribute",
        "disabled": "scheduler_attribute",
        "use_cmdline_section": "scheduler_attribute",
        "force_multiprocessing": "scheduler_attribute",
        "accepts_messages": "live_messages",
    }
)


def scheduling(inventory: Inventory) -> Iterator[Use]:
    """As a plain attribute, a parameter or a property."""
    for cls in inventory.classes:
        if not cls.is_task or not inventory.counts(cls.path):
            continue
        source = cls.resolved.cls
        found = {a.name: a.line for a in source.attributes}
        found |= {p.name: p.line for p in source.params}
        found |= {m.name: m.line for m in source.methods.values()}
        for name, line in found.items():
            if name in ATTRIBUTES:
                yield Use(ATTRIBUTES[name], at_line(cls, line), cls.name, name)


def body(inventory: Inventory) -> Iterator[Use]:
    """What the class body does on import, and secrets that stand in it."""
    for cls in inventory.classes:
        if cls.lineage.kind and inventory.counts(cls.path):
            for fact in cls.resolved.cls.facts:
                yield Use(fact.name, at_fact(cls, fact), cls.name, fact.detail)


RULES: tuple[Rule, ...] = (scheduling, body)
