"""output() and the targets that are made in tasks."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import Inventory
from migrate.assess.rules.methods import called_effects
from migrate.assess.rules.places import at_class, at_fact, at_line
from migrate.assess.rules.requirements import THROUGH
from migrate.assess.uses import Rule, Use
from migrate.luigi.inventory.bases import TARGET, target_feature
from migrate.luigi.inventory.lineage import Resolved
from migrate.luigi.inventory.model import Module

_WORLD = {
    "opens_path": "the file system",
    "file_io": "the file system",
    "network": "a service",
    "process": "a program",
}
_UNSTEADY = {"clock": "the clock", "random": "chance"}
_NOTHING = frozenset({"none", "empty"})


def targets_of(inventory: Inventory, cls: ClassDef) -> Iterator[tuple[str, str, int]]:
    """``(dotted class, feature, line)`` of each target that the class itself constructs."""
    near = cls.resolved.module
    for function in cls.resolved.cls.methods.values():
        for name, line in function.targets:
            for dotted, module in _made_by(inventory, name, near):
                yield dotted, feature_of(inventory, dotted, module), line


def _made_by(inventory: Inventory, dotted: str, near: Module) -> tuple[tuple[str, Module], ...]:
    """The name itself, or the targets that a function of the repository called so makes."""
    found = inventory.repository.function(dotted, near)
    if found is None or not found[1].targets:
        return ((dotted, near),)
    module, function = found
    return tuple((name, module) for name in dict.fromkeys(name for name, _ in function.targets))


def feature_of(inventory: Inventory, dotted: str, near: Module) -> str:
    """The feature of a target class; that of its library base where it is the repository's."""
    found = inventory.repository.resolve(dotted, near)
    if isinstance(found, Resolved):
        lineage = inventory.repository.lineage(found)
        if lineage.kind != TARGET:
            return "custom_target"
        bases = [target_feature(e.dotted) for e in lineage.external]
        known = [b for b in bases if b and b != "custom_target"]
        return known[0] if known else _by_path(lineage.external)
    return target_feature(found.dotted if found else dotted) or "custom_target"


def _by_path(external: tuple[object, ...]) -> str:
    names = {getattr(e, "dotted", "").rpartition(".")[2] for e in external}
    return "local_target" if names & {"FileSystemTarget", "AtomicLocalFile"} else "custom_target"


def constructed(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        for dotted, feature, line in targets_of(inventory, cls):
            last = dotted.rpartition(".")[2]
            yield Use(feature, at_line(cls, line), cls.name, last, kind="target")
            if cls.is_external and feature == "store":
                yield Use("external_store", at_line(cls, line), cls.name, last)


def output(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        for resolved, function, fact in inventory.calls.facts(cls, "output"):
            owner = inventory.by_identity[id(resolved)]
            where = at_fact(resolved, fact)
            detail, feature = fact.detail, ""
            if fact.name in _WORLD:
                feature, detail = "output_world", f"{_WORLD[fact.name]}: {fact.detail}"
            elif fact.name in _UNSTEADY:
                feature, detail = "output_unsteady", f"{_UNSTEADY[fact.name]}: {fact.detail}"
            elif fact.name == "environment":
                feature = "environment"
                detail = f"{function.name}() reads the environment: {fact.detail}"
            if feature:
                yield Use(feature, where, owner.name, detail, seen_from=cls.key)


def through_helpers(inventory: Inventory) -> Iterator[Use]:
    """Functions of the repository that output() calls and that look at the world."""
    for cls in inventory.tasks:
        for resolved, function in inventory.calls.reached(cls, "output"):
            owner = inventory.by_identity[id(resolved)]
            where = at_line(resolved, function.line)
            for name, effect, detail in called_effects(inventory, resolved, function):
                if effect in THROUGH:
                    text = f"{THROUGH[effect]}: {name}() calls {detail}"
                    yield Use("output_world", where, owner.name, text, seen_from=cls.key)


def from_input(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        own = cls.defines("output")
        if own is None:
            continue
        reached = {name for _, f in inventory.calls.reached(cls, "output") for name in f.own}
        if reached & {"input", "requires", "deps"}:
            yield Use("output_from_input", at_line(cls, own.line), cls.name)


def without_output(inventory: Inventory) -> Iterator[Use]:
    """Tasks with work that Luigi never takes for done. A base of tasks with targets is none."""
    heirs = _bases_of_tasks_with_output(inventory)
    for cls in inventory.tasks:
        if cls.defines("run") is None or cls.lineage.features or cls.lineage.kind != "task":
            continue
        found = cls.method("output")
        nothing = found is None or not set(found.shapes) - _NOTHING
        if nothing and cls.method("complete") is None and id(cls.resolved) not in heirs:
            yield Use("no_output", at_class(cls), cls.name)


def _bases_of_tasks_with_output(inventory: Inventory) -> frozenset[int]:
    found: set[int] = set()
    for cls in inventory.tasks:
        if cls.defines("output") is not None:
            found |= {id(r) for r in cls.lineage.own[1:]}
    return frozenset(found)


RULES: tuple[Rule, ...] = (constructed, output, through_helpers, from_input, without_output)
