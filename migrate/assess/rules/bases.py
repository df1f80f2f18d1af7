"""What the base classes bring: contrib, other frameworks, the unknown, the dynamic."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import Inventory
from migrate.assess.rules.places import at_class
from migrate.assess.uses import Rule, Use
from migrate.luigi.inventory.bases import CONFIG, PARAMETER, TARGET


def libraries(inventory: Inventory) -> Iterator[Use]:
    """The feature of each library base, named once per class that is its direct heir."""
    for cls in _counted(inventory):
        if not cls.is_task:
            continue
        for base in _own_externals(inventory, cls):
            found = inventory.external(base, cls.resolved.module)
            if found is not None and found.known and found.known.feature:
                yield Use(found.known.feature, at_class(cls), cls.name, found.dotted)


def unknown(inventory: Inventory) -> Iterator[Use]:
    for cls in _counted(inventory):
        if cls.lineage.kind != "unknown":
            continue
        names = [e.dotted for e in cls.lineage.external if e.known is None]
        if names:
            yield Use("unknown_base", at_class(cls), cls.name, ", ".join(names[:3]))


def dynamic(inventory: Inventory) -> Iterator[Use]:
    """Bases that are computed, and classes made anew by each call of a function."""
    for cls in _counted(inventory):
        if not cls.is_task:
            continue
        if cls.resolved.cls.dynamic:
            text = ", ".join(cls.resolved.cls.dynamic)
            yield Use("dynamic_base", at_class(cls), cls.name, f"its base is computed, {text}")
        elif cls.resolved.cls.nested:
            yield Use("dynamic_base", at_class(cls), cls.name, "it is made inside another scope")


def metaclasses(inventory: Inventory) -> Iterator[Use]:
    for cls in _counted(inventory):
        own = cls.resolved.cls.metaclass
        if cls.is_task and own and not own.endswith("ABCMeta"):
            yield Use("register", at_class(cls), cls.name, f"the metaclass {own}")


def plain_wrappers(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        if cls.is_plain_wrapper:
            yield Use("plain_wrapper", at_class(cls), cls.name)


def others(inventory: Inventory) -> Iterator[Use]:
    """Classes of the repository that are configuration, parameter types or targets."""
    for cls in _counted(inventory):
        kind = cls.lineage.kind
        if kind == CONFIG:
            yield Use("config_class", at_class(cls), cls.name)
        elif kind == PARAMETER:
            yield Use("custom_parameter", at_class(cls), cls.name)
        elif kind == TARGET:
            yield Use(_target(cls), at_class(cls), cls.name)


def config_mixins(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        mixed = [e.dotted for e in cls.lineage.external if e.known and e.known.kind == CONFIG]
        if mixed:
            yield Use("config_mixin", at_class(cls), cls.name, mixed[0])


def _target(cls: ClassDef) -> str:
    """A target with a path is a file; one that only knows exists() is a thing of its own."""
    names = {e.dotted.rpartition(".")[2] for e in cls.lineage.external}
    return "custom_target" if names & {"Target"} else "local_target_subclass"


def _own_externals(inventory: Inventory, cls: ClassDef) -> Iterator[str]:
    """Direct bases that are not classes of the repository."""
    for base in cls.resolved.cls.bases:
        if inventory.external(base, cls.resolved.module) is not None:
            yield base


def _counted(inventory: Inventory) -> Iterator[ClassDef]:
    return (c for c in inventory.classes if inventory.counts(c.path))


RULES: tuple[Rule, ...] = (
    libraries,
    unknown,
    dynamic,
    metaclasses,
    plain_wrappers,
    others,
    config_mixins,
)
