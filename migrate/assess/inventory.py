"""The inventory: every class of the repository with what it is, and the edges between tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from migrate.assess.calls import DEEPEST, Calls
from migrate.assess.class_def import ClassDef, is_test
from migrate.luigi.inventory.lineage import External, Resolved
from migrate.luigi.inventory.model import ConfigFile, Module, Param, Reading
from migrate.luigi.inventory.resolve import Repository

LAWS = "luigi_"
"""How law marks the sections of its configuration that it passes on to Luigi."""
LENDING = frozenset({"inherits", "requires", "copies"})


@dataclass(frozen=True, eq=False)
class Inventory:
    """What was read, resolved."""

    reading: Reading
    repository: Repository
    include_tests: bool = False

    @cached_property
    def classes(self) -> tuple[ClassDef, ...]:
        """Every class statement of every file that could be parsed, in order."""
        all_classes = self.repository.classes
        times = Counter(r.cls.name for r in all_classes)
        return tuple(
            ClassDef(
                resolved,
                self.repository.lineage(resolved),
                f"{resolved.cls.qualname} ({resolved.module.path})"
                if times[resolved.cls.name] > 1
                else resolved.cls.qualname,
            )
            for resolved in all_classes
        )

    @cached_property
    def tasks(self) -> tuple[ClassDef, ...]:
        """Task classes outside tests, or all with ``include_tests``."""
        return tuple(c for c in self.classes if c.is_task and self.counts(c.path))

    @cached_property
    def by_identity(self) -> dict[int, ClassDef]:
        return {id(c.resolved): c for c in self.classes}

    @cached_property
    def configs(self) -> tuple[ConfigFile, ...]:
        """Luigi's configuration files, by their name or by a section of Luigi's or a task's."""
        names = {c.resolved.cls.name for c in self.classes if c.kind in {"task", "config class"}}
        return tuple(
            file
            for file in self.reading.configs
            if file.sure or any(s.name.removeprefix(LAWS) in names for s in file.sections)
        )

    @cached_property
    def calls(self) -> Calls:
        """What its methods and functions do."""
        return Calls(self.repository)

    def counts(self, path: str) -> bool:
        """The file is part of the assessment: it is no test, or tests are wanted."""
        return self.include_tests or not is_test(path)

    def params(self, cls: ClassDef) -> tuple[Param, ...]:
        """The parameters that this very class declares."""
        module = cls.resolved.module
        return tuple(p for p in cls.resolved.cls.params if self.repository.is_parameter(p, module))

    def all_params(self, cls: ClassDef, depth: int = 0) -> dict[str, Param]:
        """Own, inherited and lent parameters, those that a plain attribute pins left out."""
        found: dict[str, Param] = {}
        for resolved in reversed(cls.lineage.own):
            known = self.by_identity.get(id(resolved))
            for attribute in resolved.cls.attributes:
                found.pop(attribute.name, None)
            found |= {p.name: p for p in self.params(known)} if known else {}
        for lender in self.lent(cls) if depth < DEEPEST else ():
            for name, param in self.all_params(lender, depth + 1).items():
                found.setdefault(name, param)
        return found

    def lent(self, cls: ClassDef) -> Iterator[ClassDef]:
        """Classes whose parameters a decorator lends: ``@inherits(A)``, ``@requires(A)``."""
        decorated = [(r, d) for r in cls.lineage.own for d in r.cls.decorators]
        for resolved, decorator in decorated:
            if decorator.name.rpartition(".")[2] in LENDING:
                for dotted in decorator.arguments:
                    found = self.task(dotted, resolved.module)
                    if found is not None and found is not cls:
                        yield found

    def task(self, dotted: str, near: Module) -> ClassDef | None:
        """The task class of the repository that a name means."""
        found = self.repository.resolve(dotted, near)
        cls = self.by_identity.get(id(found)) if isinstance(found, Resolved) else None
        return cls if cls is not None and cls.is_task else None

    def external(self, dotted: str, near: Module) -> External | None:
        found = self.repository.resolve(dotted, near)
        return found if isinstance(found, External) else None
