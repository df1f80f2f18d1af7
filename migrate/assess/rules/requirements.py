"""requires(): where its graph hangs on values, on the world, or on what the caller gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from migrate.assess.class_def import ClassDef
from migrate.assess.edges import Edges
from migrate.assess.inventory import Inventory
from migrate.assess.rules.methods import called_effects
from migrate.assess.rules.places import at_fact, at_line
from migrate.assess.uses import Rule, Use

WORLD: Mapping[str, str] = MappingProxyType(
    {
        "opens_path": "the file system",
        "file_io": "the file system",
        "network": "a service",
        "process": "a program",
        "clock": "the clock",
        "environment": "the environment",
        "random": "chance",
    }
)
_NOTHING = frozenset({"none", "empty", "abstract", "inherited"})
_REQUIRING = frozenset({"requires", "multiple_requires"})


def world(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        for resolved, _, fact in inventory.calls.facts(cls, "requires"):
            owner = inventory.by_identity[id(resolved)]
            if fact.name in WORLD:
                detail = f"{WORLD[fact.name]}: {fact.detail}"
                where = at_fact(resolved, fact)
                yield Use("requires_world", where, owner.name, detail, seen_from=cls.key)
            elif fact.name == "lookup":
                where = at_fact(resolved, fact)
                yield Use("requires_lookup", where, owner.name, fact.detail, seen_from=cls.key)
            elif fact.name == "task_value":
                yield from _task_value(inventory, owner, fact.detail, at_fact(resolved, fact))


def through_helpers(inventory: Inventory) -> Iterator[Use]:
    """Functions of the repository that requires() calls and that look at the world."""
    for cls in inventory.tasks:
        for resolved, function in inventory.calls.reached(cls, "requires"):
            owner = inventory.by_identity[id(resolved)]
            where = at_line(resolved, function.line)
            for name, effect, detail in called_effects(inventory, resolved, function):
                if effect in THROUGH:
                    text = f"{THROUGH[effect]}: {name}() calls {detail}"
                    yield Use("requires_world", where, owner.name, text, seen_from=cls.key)


THROUGH: Mapping[str, str] = MappingProxyType(
    {"files": "the file system", "network": "a service", "process": "a program"}
)


def shapes(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        function = cls.defines("requires")
        if function is None:
            continue
        where = at_line(cls, function.line)
        if "conditional" in function.shapes:
            yield Use("requires_branches", where, cls.name)
        if "attribute" in function.shapes:
            yield Use("requires_injected", where, cls.name, "an attribute of self")


def unseen(inventory: Inventory) -> Iterator[Use]:
    """A requires() that is there, but names no task that is here."""
    edges = Edges(inventory)
    for cls in inventory.tasks:
        function = cls.defines("requires")
        if function is None or not set(function.shapes) - _NOTHING - {"super"}:
            continue
        if "attribute" in function.shapes or any(f.name == "lookup" for f in function.facts):
            continue
        if next(edges.required(cls), None) is None:
            where = at_line(cls, function.line)
            yield Use(
                "requires_lookup", where, cls.name, "it names no task class of this repository"
            )


def described(inventory: Inventory) -> Iterator[Use]:
    """A requires that is an object, and no task class beside it."""
    edges = Edges(inventory)
    for cls in inventory.tasks:
        found = cls.described_requires
        if found in cls.resolved.cls.params and next(edges.required(cls), None) is None:
            assert found is not None
            last = found.type.rpartition(".")[2]
            detail = f"it is an object, {last}(), and no task class stands beside it"
            yield Use("requires_lookup", at_line(cls, found.line), cls.name, detail)


def has_requires(cls: ClassDef) -> bool:
    """The class or an ancestor requires something."""
    if cls.described_requires is not None:
        return True
    function = cls.method("requires")
    if function is not None and set(function.shapes) - _NOTHING:
        return True
    decorators = (d for r in cls.lineage.own for d in r.cls.decorators)
    return any(d.name.rpartition(".")[2] in _REQUIRING for d in decorators)


def _task_value(inventory: Inventory, owner: ClassDef, detail: str, where: object) -> Iterator[Use]:
    receiver, name, value = detail.split(" ")
    module = owner.resolved.module
    if inventory.task(receiver, module) and (value == "self" or inventory.task(value, module)):
        shown = f"{name} of {receiver.rpartition('.')[2]}"
        yield Use("task_value", where, owner.name, shown)  # type: ignore[arg-type]


RULES: tuple[Rule, ...] = (world, through_helpers, shapes, unseen, described)
