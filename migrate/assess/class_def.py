"""One class of the repository, seen with its ancestors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate.luigi.inventory.bases import CONFIG, EXTERNAL, PARAMETER, TARGET, TASK, WRAPPER
from migrate.luigi.inventory.lineage import Lineage, Resolved
from migrate.luigi.inventory.model import Function, Param

TASKS = frozenset({TASK, EXTERNAL, WRAPPER, "unknown"})
KINDS = {
    **dict.fromkeys(TASKS, "task"),
    CONFIG: "config class",
    TARGET: "target class",
    PARAMETER: "parameter class",
    "": "other class",
}
_TEST = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|[^/]*_tests?|conftest)\.py$")


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
