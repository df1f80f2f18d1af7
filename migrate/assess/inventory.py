"""The inventory: every class of the repository with what it is, and the edges between tasks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from migrate.luigi.inventory.bases import CONFIG, EXTERNAL, PARAMETER, TARGET, TASK, WRAPPER
from migrate.luigi.inventory.lineage import External, Lineage, Resolved
from migrate.luigi.inventory.model import ConfigFile, Fact, Function, Module, Param, Reading
from migrate.luigi.inventory.resolve import Repository

TASKS = frozenset({TASK, EXTERNAL, WRAPPER, "unknown"})
KINDS = {
    **dict.fromkeys(TASKS, "task"),
    CONFIG: "config class",
    TARGET: "target class",
    PARAMETER: "parameter class",
    "": "other class",
}
_TEST = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|[^/]*_tests?|conftest)\.py$")
_FOLLOWED = 40
_DEEPEST = 8
LAWS = "luigi_"
"""How law marks the sections of its configuration that it passes on to Luigi."""
FOLLOWED_EFFECTS = frozenset({"process", "network", "schedules", "files"})
LENDING = frozenset({"inherits", "requires", "copies"})


def is_test(path: str) -> bool:
    """By its name, the file holds tests."""
    return bool(_TEST.search(path))


@dataclass(frozen=True, eq=False)
class ClassDef:
    """A class of the repository, seen with its ancestors."""

    resolved: Resolved
    lineage: Lineage
    name: str
    """The class name, with its file where another class has the same name."""

    @property
    def kind(self) -> str:
        return KINDS[self.lineage.kind]

    @property
    def is_task(self) -> bool:
        return self.lineage.kind in TASKS

    @property
    def path(self) -> str:
        return self.resolved.module.path

    @property
    def line(self) -> int:
        return self.resolved.cls.line

    @property
    def key(self) -> str:
        return f"{self.path}:{self.line} {self.resolved.cls.qualname}"

    @property
    def in_test(self) -> bool:
        return is_test(self.path)

    def defines(self, method: str) -> Function | None:
        """The method, if this very class has it."""
        return self.resolved.cls.methods.get(method)

    def method(self, name: str) -> Function | None:
        """The method, of this class or an ancestor in the repository."""
        found = self.lineage.method(name)
        return found[1] if found else None

    @property
    def described_requires(self) -> Param | None:
        """``requires = Something()``, where the nearest class that says anything says that."""
        for resolved in self.lineage.own:
            if "requires" in resolved.cls.methods:
                return None
            if found := next((p for p in resolved.cls.params if p.name == "requires"), None):
                return found
        return None

    @property
    def is_external(self) -> bool:
        """An ExternalTask, or a task whose run is None: its data comes from elsewhere."""
        run = self.lineage.attribute("run")
        return self.lineage.kind == EXTERNAL or bool(run and run[1].value == "None")

    @property
    def is_plain_wrapper(self) -> bool:
        hooks = ("run", "output", "complete")
        return self.lineage.kind == WRAPPER and not any(self.method(hook) for hook in hooks)


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
    def _effects(self) -> dict[int, dict[str, str]]:
        return {}

    def effects(self, module: Module, function: Function, depth: int = 0) -> dict[str, str]:
        """What a function of the repository does to the world, by itself or by what it calls.

        ``{effect: what does it}``; effects are the names of facts, and ``files``.
        """
        known = self._effects.get(id(function))
        if known is not None:
            return known
        found: dict[str, str] = {}
        self._effects[id(function)] = found  # stands for itself where functions call each other
        for fact in function.facts:
            effect = "files" if fact.name in {"opens_path", "file_io"} else fact.name
            if effect in FOLLOWED_EFFECTS:
                found.setdefault(effect, fact.detail)
        for dotted in sorted(function.refs) if depth < _DEEPEST else ():
            called = self.repository.function(dotted, module)
            if called is not None:
                for effect, detail in self.effects(*called, depth + 1).items():
                    found.setdefault(effect, detail)
        return found

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
        for lender in self.lent(cls) if depth < _DEEPEST else ():
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

    @cached_property
    def _reached(self) -> dict[tuple[int, str], tuple[tuple[Resolved, Function], ...]]:
        return {}

    def reached(self, cls: ClassDef, start: str) -> tuple[tuple[Resolved, Function], ...]:
        """The method, and the methods of self that it calls, in this class or above it."""
        key = (id(cls), start)
        if key not in self._reached:
            known = any(start in r.cls.methods for r in cls.lineage.own)
            self._reached[key] = tuple(self._follow(cls, start)) if known else ()
        return self._reached[key]

    def _follow(self, cls: ClassDef, start: str) -> Iterator[tuple[Resolved, Function]]:
        seen: set[tuple[int, str]] = set()
        queue = [(cls.lineage.own, start)]
        while queue and len(seen) < _FOLLOWED:
            own, name = queue.pop(0)
            for number, resolved in enumerate(own):
                function = resolved.cls.methods.get(name)
                if function is None:
                    continue
                if (id(resolved), name) not in seen:
                    seen.add((id(resolved), name))
                    yield resolved, function
                    queue += [(cls.lineage.own, n) for n in function.own if "." not in n]
                    queue += [(own[number + 1 :], n[6:]) for n in function.own if "." in n]
                break

    def helpers(self, resolved: Resolved, function: Function) -> Iterator[tuple[Module, Function]]:
        """Functions of the repository's modules that a method names."""
        for dotted in sorted(function.refs):
            found = self.repository.function(dotted, resolved.module)
            if found is not None:
                yield found

    def facts(self, cls: ClassDef, start: str) -> Iterator[tuple[Resolved, Function, Fact]]:
        """Facts of a method and of what it calls on self."""
        for resolved, function in self.reached(cls, start):
            for fact in function.facts:
                yield resolved, function, fact
