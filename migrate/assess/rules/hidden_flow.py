"""Data that flows beside input() and output()."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import Inventory
from migrate.assess.rules.methods import WORKING
from migrate.assess.rules.places import at_fact, at_line
from migrate.assess.rules.requirements import has_requires
from migrate.assess.uses import Rule, Use
from migrate.findings import Severity

_READS = frozenset({"input", "requires", "deps", "super.input", "input_target", "clone_parent"})
_LITERAL = re.compile(r"\((?P<quote>['\"])(?P<path>[^'\"]+)(?P=quote)\)")


def opened_paths(inventory: Inventory) -> Iterator[Use]:
    """Paths in the working methods that come from no input and no output."""
    owners = _paths(inventory)
    for cls in inventory.tasks:
        for start in WORKING:
            for resolved, function, fact in inventory.calls.facts(cls, start):
                if fact.name == "opens_path":
                    owner = inventory.by_identity[id(resolved)]
                    detail = f"{function.name}() opens a path of its own: {fact.detail}"
                    literal = _LITERAL.search(fact.detail)
                    made = owners.get(literal["path"], []) if literal else []
                    if made and owner.name not in {c.name for c, _ in made}:
                        detail += f", the target of {made[0][0].name}"
                    where = at_fact(resolved, fact)
                    yield Use("opens_path", where, owner.name, detail, seen_from=cls.key)


def unread_inputs(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        run = cls.defines("run") or cls.defines("program_args")
        if run is None or run.empty or not has_requires(cls) or _flows_elsewhere(cls):
            continue
        if not _READS & _reached(inventory, cls):
            yield Use("unread_input", at_line(cls, run.line), cls.name)


def _flows_elsewhere(cls: ClassDef) -> bool:
    """A base does the work, and hands the data on in its own way; of a program we see all."""
    return bool(set(cls.lineage.features) - {"external_program"})


def unnamed_outputs(inventory: Inventory) -> Iterator[Use]:
    for cls in inventory.tasks:
        run = cls.defines("run")
        if run is None or run.empty or cls.method("output") is None or cls.lineage.features:
            continue
        reached = _reached(inventory, cls, without_output=True)
        if not {"output", "super.output"} & reached:
            yield Use("unnamed_output", at_line(cls, run.line), cls.name)


def shared_paths(inventory: Inventory) -> Iterator[Use]:
    """One literal path as the target of several classes, or of every value of the parameters."""
    for path, found in _paths(inventory).items():
        names = list(dict.fromkeys(cls.name for cls, _ in found))
        cls, line = found[0]
        if len(names) > 1:
            detail = f"{path} is the target of {', '.join(names[:4])}"
            yield Use("shared_path", at_line(cls, line), cls.name, detail)
        elif significant := _significant(inventory, cls):
            detail = f"{path} is the same for every {', '.join(significant[:3])}"
            yield Use("shared_path", at_line(cls, line), cls.name, detail, severity=Severity.NOTE)


def _paths(inventory: Inventory) -> dict[str, list[tuple[ClassDef, int]]]:
    """Literal target paths of output(), by the classes that define it."""
    found: dict[str, list[tuple[ClassDef, int]]] = defaultdict(list)
    for cls in inventory.tasks:
        output = cls.defines("output")
        if output is not None and not cls.is_external:
            for path, line in output.paths:
                literal = _literal(cls, path)
                if literal:
                    found[literal].append((cls, line))
    return dict(sorted(found.items()))


def _literal(cls: ClassDef, path: str) -> str:
    """The path itself, or the literal of the class attribute that it is; empty for others."""
    if not path.startswith("self."):
        return path
    attribute = cls.lineage.attribute(path[5:])
    value = attribute[1].value if attribute else ""
    return value[1:-1] if value[:1] in {"'", '"'} else ""


def made_targets(inventory: Inventory) -> Iterator[Use]:
    """Targets that working methods make beside those of output()."""
    for cls in inventory.tasks:
        declared = {id(f) for _, f in inventory.calls.reached(cls, "output")}
        declared |= {id(f) for _, f in inventory.calls.reached(cls, "requires")}
        for start in WORKING:
            for resolved, function, fact in inventory.calls.facts(cls, start):
                if fact.name == "makes_target" and id(function) not in declared:
                    owner = inventory.by_identity[id(resolved)]
                    detail = f"{function.name}() makes a target of its own: {fact.detail}"
                    where = at_fact(resolved, fact)
                    yield Use("opens_path", where, owner.name, detail, seen_from=cls.key)


def _significant(inventory: Inventory, cls: ClassDef) -> list[str]:
    params = inventory.all_params(cls).values()
    return [p.name for p in params if all(f.name != "insignificant" for f in p.facts)]


def _reached(inventory: Inventory, cls: ClassDef, *, without_output: bool = False) -> set[str]:
    """Attributes of self that any working method reads, directly or through helpers."""
    found: set[str] = set()
    for start in (*WORKING, "output", "__init__"):
        if without_output and start in {"output", "complete"}:
            continue
        for _, function in inventory.calls.reached(cls, start):
            if not (without_output and function.name == "output"):
                found |= function.own
    return found


RULES: tuple[Rule, ...] = (
    opened_paths,
    made_targets,
    unread_inputs,
    unnamed_outputs,
    shared_paths,
)
