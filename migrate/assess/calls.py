"""What methods and functions of the repository do, by themselves or by what they call."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.assess.class_def import ClassDef
from migrate.luigi.inventory.lineage import Resolved
from migrate.luigi.inventory.model import Fact, Function, Module
from migrate.luigi.inventory.resolve import Repository

FOLLOWED_EFFECTS = frozenset({"process", "network", "schedules", "files"})
DEEPEST = 8
_FOLLOWED = 40


class Calls:
    """Calls followed through one repository; what was found once is kept."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._effects: dict[int, dict[str, str]] = {}
        self._reached: dict[tuple[int, str], tuple[tuple[Resolved, Function], ...]] = {}

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
        for dotted in sorted(function.refs) if depth < DEEPEST else ():
            called = self.repository.function(dotted, module)
            if called is not None:
                for effect, detail in self.effects(*called, depth + 1).items():
                    found.setdefault(effect, detail)
        return found

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
