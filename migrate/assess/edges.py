"""The estimated edges of the class graph: which task classes the text of a class names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import Inventory

REQUIRING = ("requires", "workflow", "workflow_requires", "req", "deps", "subtasks")
_DECORATORS = frozenset({"requires", "multiple_requires"})
_LENDING = ("inherits", "copies")


@dataclass(frozen=True, eq=False)
class Edges:
    """``(upstream, downstream)`` pairs of class keys."""

    inventory: Inventory

    @cached_property
    def static(self) -> frozenset[tuple[str, str]]:
        """From requires() and what it calls, decorators, and defaults that hold a task."""
        return frozenset(
            (up.key, cls.key)
            for cls in self.inventory.tasks
            for up in self.required(cls)
            if up is not cls and self.inventory.counts(up.path)
        )

    @cached_property
    def dynamic(self) -> frozenset[tuple[str, str]]:
        """From what run() yields, unless requires() says so too."""
        found = {
            (up.key, cls.key)
            for cls in self.inventory.tasks
            for up in self.yielded(cls)
            if up is not cls and self.inventory.counts(up.path)
        }
        return frozenset(found - self.static)

    def required(self, cls: ClassDef) -> Iterator[ClassDef]:
        """The task classes that requires() names, directly or through helpers."""
        inventory = self.inventory
        for start in REQUIRING:
            for resolved, function in inventory.calls.reached(cls, start):
                for dotted in function.refs:
                    yield from self._task(dotted, resolved.module)
                for module, helper in inventory.calls.helpers(resolved, function):
                    for dotted in helper.refs:
                        yield from self._task(dotted, module)
        yield from self._decorated(cls)
        yield from self._defaults(cls)

    def yielded(self, cls: ClassDef) -> Iterator[ClassDef]:
        for resolved, function in self.inventory.calls.reached(cls, "run"):
            if "generator" in function.shapes:
                for dotted in function.refs:
                    yield from self._task(dotted, resolved.module)

    def _task(self, dotted: str, module: object) -> Iterator[ClassDef]:
        found = self.inventory.task(dotted, module)  # type: ignore[arg-type]
        if found is None and "." in dotted:  # Load.req(self), Load.task_family
            found = self.inventory.task(dotted.rpartition(".")[0], module)  # type: ignore[arg-type]
        if found is not None:
            yield found

    def _decorated(self, cls: ClassDef) -> Iterator[ClassDef]:
        for resolved in cls.lineage.own:
            for decorator in resolved.cls.decorators:
                if decorator.name.rpartition(".")[2] in _DECORATORS:
                    for dotted in decorator.arguments:
                        yield from self._task(dotted, resolved.module)
            if any(d.name.endswith(_LENDING) for d in resolved.cls.decorators):
                yield from self._cloned_parents(cls)

    def _cloned_parents(self, cls: ClassDef) -> Iterator[ClassDef]:
        for _, function in self.inventory.calls.reached(cls, "requires"):
            if {"clone_parent", "clone_parents"} & function.own:
                yield from self.inventory.lent(cls)

    def _defaults(self, cls: ClassDef) -> Iterator[ClassDef]:
        """``TaskParameter(default=Load)``: the class that stands there is required by most.

        Where ``requires`` is an object of its own, ``Requirement(Load)`` beside it is too.
        """
        described = cls.described_requires is not None
        for resolved in cls.lineage.own:
            for param in resolved.cls.params:
                last = param.type.rpartition(".")[2]
                if (described or last.startswith(("Task", "ListTask"))) and param.default:
                    name = param.default.split("(")[0].strip()
                    if name.replace("_", "").replace(".", "").isalnum():
                        dotted = resolved.module.exports.get(name, f"{resolved.module.name}.{name}")
                        yield from self._task(dotted, resolved.module)
