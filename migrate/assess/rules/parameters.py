"""Parameters: types, defaults and options that do not travel as they are."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import Inventory
from migrate.assess.rules.places import at_fact, at_line
from migrate.assess.uses import Rule, Use
from migrate.luigi.inventory.lineage import Resolved
from migrate.luigi.inventory.model import Param
from migrate.luigi.inventory.secrets import holds_secret

ONCE_PER_CLASS = frozenset({"help_text", "insignificant"})
"""Notes about many parameters of a class are one."""


def options(inventory: Inventory) -> Iterator[Use]:
    for cls, params in _declaring(inventory):
        seen: dict[str, list[Param]] = {}
        for param in params:
            for fact in param.facts:
                if fact.name in ONCE_PER_CLASS:
                    seen.setdefault(fact.name, []).append(param)
                else:
                    detail = fact.detail if fact.name == "removed_flag" else param.name
                    yield Use(fact.name, at_fact(cls, fact), cls.name, detail)
        for feature, found in seen.items():
            names = ", ".join(dict.fromkeys(p.name for p in found))
            yield Use(feature, at_line(cls, found[0].line), cls.name, names)


def secrets(inventory: Inventory) -> Iterator[Use]:
    for cls, params in _declaring(inventory):
        for param in params:
            private = any(fact.name == "private" for fact in param.facts)
            if holds_secret(param.name) and not private:
                yield Use("secret_name", at_line(cls, param.line), cls.name, param.name)


def custom_types(inventory: Inventory) -> Iterator[Use]:
    """Parameters of a type that a library on top of Luigi brings; the repository's own types are
    reported at their class."""
    for cls, params in _declaring(inventory):
        for param in params:
            found = inventory.repository.resolve(param.type, cls.resolved.module)
            known = getattr(found, "known", None)
            if (
                not isinstance(found, Resolved)
                and not param.type.startswith("luigi.")
                and not known
            ):
                yield Use("custom_parameter", at_line(cls, param.line), cls.name, param.type)


def _declaring(inventory: Inventory) -> Iterator[tuple[ClassDef, tuple[Param, ...]]]:
    """Classes that declare parameters: tasks, Config classes and the mixins of both."""
    for cls in inventory.classes:
        if inventory.counts(cls.path) and (params := inventory.params(cls)):
            yield cls, params


RULES: tuple[Rule, ...] = (options, secrets, custom_types)
