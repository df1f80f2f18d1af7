"""What names mean across the files of a repository: classes, their ancestors, their kinds."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from migrate.luigi.inventory.bases import (
    CONFIG,
    EXTERNAL,
    PARAMETER,
    TARGET,
    TASK,
    WRAPPER,
    Known,
    known,
)
from migrate.luigi.inventory.lineage import External, Lineage, Resolved
from migrate.luigi.inventory.model import Function, Module, Param

_DEEPEST = 12
_HOOKS = frozenset({"run", "requires", "output", "complete"})


class Repository:
    """All modules, searchable by the names that other modules call them."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = tuple(modules)
        self._by_suffix: dict[tuple[str, ...], list[Module]] = defaultdict(list)
        for module in self.modules:
            for start in range(len(module.names)):
                self._by_suffix[module.names[start:]].append(module)
        self._classes = {
            module.path: {c.qualname: Resolved(c, module) for c in module.classes}
            for module in self.modules
        }
        self._lineages: dict[int, Lineage] = {}

    @cached_property
    def classes(self) -> tuple[Resolved, ...]:
        """Every class statement, in order; of two with one name in a file, both."""
        named = [
            self._classes[m.path][c.qualname]
            if self._classes[m.path][c.qualname].cls is c
            else Resolved(c, m)
            for m in self.modules
            for c in m.classes
        ]
        return tuple(named)

    def resolve(self, dotted: str, near: Module, depth: int = 0) -> Resolved | External | None:
        """The class that ``dotted`` is in the eyes of the module ``near``; None for no class."""
        found = known(dotted)
        if found is not None:
            return External(dotted, found)
        parts = tuple(dotted.split("."))
        for end in range(len(parts) - 1, 0, -1):
            module = self._module(parts[:end], near)
            if module is not None:
                return self._inside(module, parts[end:], depth)
        return External(dotted, None) if len(parts) > 1 else None

    def function(self, dotted: str, near: Module, depth: int = 0) -> tuple[Module, Function] | None:
        """The module-level function that ``dotted`` is."""
        parts = tuple(dotted.split("."))
        module = self._module(parts[:-1], near) if len(parts) > 1 else None
        if module is None or depth > _DEEPEST:
            return None
        if parts[-1] in module.functions:
            return module, module.functions[parts[-1]]
        exported = module.exports.get(parts[-1])
        return (
            self.function(exported, module, depth + 1) if exported and exported != dotted else None
        )

    def lineage(self, resolved: Resolved) -> Lineage:
        """Ancestors and kind of a class."""
        if id(resolved) not in self._lineages:
            self._lineages[id(resolved)] = self._lineage(resolved)
        return self._lineages[id(resolved)]

    @cached_property
    def _importers(self) -> dict[str, set[str]]:
        """Paths of the modules that import each module."""
        found: dict[str, set[str]] = defaultdict(set)
        for module in self.modules:
            for dotted in module.imports:
                imported = self._module(tuple(dotted.split(".")), module) if dotted else None
                if imported is not None and imported is not module:
                    found[imported.path].add(module.path)
        return found

    def importers(self, module: Module) -> frozenset[str]:
        """Paths of the module and of all that import it, directly or not."""
        seen, queue = {module.path}, [module.path]
        while queue:
            for path in self._importers.get(queue.pop(), ()):
                if path not in seen:
                    seen.add(path)
                    queue.append(path)
        return frozenset(seen)

    def is_parameter(self, param: Param, near: Module) -> bool:
        """The call that is assigned makes a parameter."""
        if param.type.rpartition(".")[2].endswith("Parameter"):
            return True
        match self.resolve(param.type, near):
            case External(known=Known(kind=kind)):
                return kind == PARAMETER
            case Resolved() as cls:
                return self.lineage(cls).kind == PARAMETER
        return False

    def _module(self, parts: tuple[str, ...], near: Module) -> Module | None:
        """The module of that name, or whose path ends in it: the one nearest to ``near``."""
        candidates = self._by_suffix.get(parts, ())
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        return min(candidates, key=lambda m: (m.names != parts, _distance(m, near), m.path))

    def _inside(
        self, module: Module, rest: tuple[str, ...], depth: int
    ) -> Resolved | External | None:
        if depth > _DEEPEST:
            return None
        cls = self._classes[module.path].get(".".join(rest))
        if cls is not None:
            return cls
        exported = module.exports.get(rest[0])
        if exported is not None:
            return self.resolve(".".join((exported, *rest[1:])), module, depth + 1)
        for star in module.stars:
            found = self.resolve(f"{star}.{'.'.join(rest)}", module, depth + 1)
            if isinstance(found, Resolved) or (isinstance(found, External) and found.known):
                return found
        return None

    def _lineage(self, resolved: Resolved) -> Lineage:
        own: dict[int, Resolved] = {}
        external: dict[str, External] = {}
        dynamic: list[str] = []
        self._climb(resolved, own, external, dynamic)
        kind = _kind([e.known for e in external.values() if e.known])
        strange = [e for e in external.values() if e.known is None and not _is_standard(e.dotted)]
        if not kind and (strange or dynamic):
            kind = "unknown" if self._looks_like_task(tuple(own.values())) else ""
        features = [e.known.feature for e in external.values() if e.known and e.known.feature]
        return Lineage(
            tuple(own.values()),
            tuple(external.values()),
            tuple(dynamic),
            kind,
            tuple(dict.fromkeys(features)),
        )

    def _climb(
        self,
        resolved: Resolved,
        own: dict[int, Resolved],
        external: dict[str, External],
        dynamic: list[str],
    ) -> None:
        if id(resolved) in own:
            return
        own[id(resolved)] = resolved
        dynamic += resolved.cls.dynamic
        for base in resolved.cls.bases:
            match self.resolve(base, resolved.module):
                case Resolved() as parent if parent is not resolved:
                    self._climb(parent, own, external, dynamic)
                case External() as library:
                    external.setdefault(library.dotted, library)
                case _ if base.startswith(f"{resolved.module.name}.") and not resolved.module.stars:
                    dynamic.append(base.rpartition(".")[2])  # a variable, or nothing at all
                case _ if "." in base and not base.startswith(("typing.", "abc.")):
                    external.setdefault(base, External(base, None))

    def _looks_like_task(self, own: Sequence[Resolved]) -> bool:
        """Probable evidence, where the base class is out of sight."""
        for resolved in own:
            hooks = _HOOKS & set(resolved.cls.methods)
            parameters = any(
                p.type.startswith("luigi.") and p.type.endswith("Parameter")
                for p in resolved.cls.params
            )
            if parameters or len(hooks) > 1 or (hooks and resolved.module.imports_luigi):
                return True
        return False


def _kind(found: Sequence[Known]) -> str:
    """A task that mixes in Config stays a task; a target or parameter is that before all."""
    kinds = {k.kind for k in found}
    for kind in (PARAMETER, TARGET, WRAPPER, EXTERNAL, TASK, CONFIG):
        if kind in kinds:
            # A wrapper or external base next to a plain task base: the first named decides.
            first = next((k.kind for k in found if k.kind in {WRAPPER, EXTERNAL, TASK}), kind)
            return first if kind in {WRAPPER, EXTERNAL, TASK} else kind
    return ""


def _is_standard(dotted: str) -> bool:
    """From Python's own library, where no task comes from."""
    top = dotted.split(".")[0]
    return top in sys.stdlib_module_names or top in _NO_TASKS


_NO_TASKS = frozenset({"object", "builtins", "typing_extensions", "luigi"})
"""Packages whose tasks are known by name, so that no other class of theirs is one."""


def _distance(module: Module, near: Module) -> int:
    """Steps between two files' folders."""
    one, other = PurePosixPath(module.path).parts[:-1], PurePosixPath(near.path).parts[:-1]
    common = sum(1 for _ in _common(one, other))
    return len(one) + len(other) - 2 * common


def _common(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    for a, b in zip(one, other, strict=False):
        if a != b:
            return
        yield a
