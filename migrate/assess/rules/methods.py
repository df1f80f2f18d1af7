"""run() and the hooks around it: what they do to the world, and what is overridden."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import Inventory
from migrate.assess.rules.places import at_fact, at_line
from migrate.assess.uses import Rule, Use
from migrate.luigi.inventory.lineage import Resolved
from migrate.luigi.inventory.model import Function, Module
from migrate.luigi.inventory.words import words

WORKING = words(
    "run main work program_args program_environment app_options query rows mapper "
    "reducer combiner command cmd copy init_copy create_table on_success on_failure "
    "complete exists"
)
"""Methods that do a task's work, in Luigi and in its contrib bases."""
WORK = frozenset(
    {"schedules", "process", "network", "environment", "clock", "pandas_handle", "live_messages",
     "resources", "task_id_rewritten"}
)  # fmt: skip
OVERRIDES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "complete": ("complete", ""),
        "on_failure": ("on_failure", ""),
        "input": ("input_override", ""),
        "deps": ("deps_override", ""),
        "bulk_complete": ("bulk_complete", "bulk_complete()"),
        "process_resources": ("resources", "process_resources()"),
    }
)
_MOST = 4
HEAVY = frozenset({"opens_path", "network", "process"})


def work(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        for start in WORKING:
            for resolved, function, fact in inventory.calls.facts(cls, start):
                owner = inventory.by_identity[id(resolved)]
                where = at_fact(resolved, fact)
                if fact.name in WORK:
                    said = _SAYS.get(fact.name)
                    detail = f"{function.name}() {said}: {fact.detail}" if said else fact.detail
                    yield Use(fact.name, where, owner.name, detail, seen_from=cls.key)
                elif fact.name == "runs" and inventory.task(fact.detail, resolved.module):
                    name = fact.detail.rpartition(".")[2]
                    detail = f"{function.name}() runs another task itself: {name}().run()"
                    yield Use("schedules", where, owner.name, detail, seen_from=cls.key)
                elif fact.name == "trigger_event" and fact.detail == "PROGRESS":
                    yield Use("lost_event", where, owner.name, "PROGRESS")


_SAYS = {
    "schedules": "schedules tasks itself",
    "process": "starts a program",
    "network": "talks to a service",
    "environment": "reads the environment",
    "clock": "reads the clock",
}


def helpers(inventory: Inventory) -> Iterator[Use]:
    """What functions of the repository do that the working methods call."""
    for cls in inventory.tasks:
        for start in WORKING:
            for resolved, function in inventory.calls.reached(cls, start):
                owner = inventory.by_identity[id(resolved)]
                where = at_line(resolved, function.line)
                for name, effect, detail in called_effects(inventory, resolved, function):
                    if effect in _SAYS:
                        text = f"{function.name}() calls {name}(), which {_SAYS[effect]}: {detail}"
                        yield Use(effect, where, owner.name, text, seen_from=cls.key)


def called_effects(
    inventory: Inventory, resolved: Resolved, function: Function
) -> Iterator[tuple[str, str, str]]:
    """``(name, effect, what does it)`` of the repository's functions that a method names."""
    for dotted in sorted(function.refs):
        called = inventory.repository.function(dotted, resolved.module)
        if called is not None:
            for effect, detail in inventory.calls.effects(*called).items():
                yield called[1].name, effect, detail


def dynamic(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        function = cls.defines("run")
        if function is not None and "generator" in function.shapes:
            shown = _listed(_yielded(inventory, cls, function)) or "what it finds at run time"
            yield Use("dynamic", at_line(cls, function.line), cls.name, shown)


def _yielded(inventory: Inventory, cls: ClassDef, function: Function) -> list[str]:
    """The names in what run() yields that may be tasks: of the repository, or of a package."""
    near = cls.resolved.module
    tasks = [
        dotted.rpartition(".")[2]
        for dotted in function.yields
        if inventory.task(dotted, near) or _of_a_package(inventory, dotted, near)
    ]
    return sorted(set(tasks))


def _of_a_package(inventory: Inventory, dotted: str, near: Module) -> bool:
    """A class, by its name, that neither the repository, the standard library nor Luigi has."""
    found = inventory.external(dotted, near)
    if found is None or not found.dotted.rpartition(".")[2][:1].isupper():
        return False
    return found.dotted.partition(".")[0] not in {*sys.stdlib_module_names, "luigi"}


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more


def overrides(inventory: Inventory) -> Iterator[Use]:
    for cls in _working(inventory):
        for name, (feature, detail) in OVERRIDES.items():
            function = cls.defines(name)
            if function is not None:
                yield Use(feature, at_line(cls, function.line), cls.name, detail)


def constructors(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        for resolved, function, fact in inventory.calls.facts(cls, "__init__"):
            owner = inventory.by_identity[id(resolved)]
            where = at_fact(resolved, fact)
            if fact.name in HEAVY:
                yield Use("constructor_works", where, owner.name, fact.detail, seen_from=cls.key)
            elif fact.name == "task_id_rewritten":
                yield Use(fact.name, where, owner.name, function.name, seen_from=cls.key)


def state(inventory: Inventory) -> Iterator[Use]:
    """Attributes that requires(), output() or complete() sets for another method to read."""
    for cls in inventory.tasks:
        for method in ("requires", "output", "complete", "input", "deps"):
            function = cls.defines(method)
            for fact in function.facts if function else ():
                if fact.name == "state":
                    detail = f"self.{fact.detail} in {method}()"
                    yield Use("state", at_fact(cls, fact), cls.name, detail)


def _working(inventory: Inventory) -> Iterator[ClassDef]:
    """Tasks, and the mixins that tasks inherit from."""
    seen: set[int] = set()
    for cls in inventory.tasks:
        for resolved in cls.lineage.own:
            if id(resolved) not in seen:
                seen.add(id(resolved))
                yield inventory.by_identity[id(resolved)]


RULES: tuple[Rule, ...] = (work, helpers, dynamic, overrides, constructors, state)
