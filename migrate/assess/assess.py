"""A repository becomes an assessment: read, resolve, judge, grade, order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from migrate.assess import rules
from migrate.assess.account import account, outcome_of
from migrate.assess.class_def import ClassDef
from migrate.assess.difficulty import Difficulty, Grade, grade
from migrate.assess.edges import Edges
from migrate.assess.inventory import Inventory
from migrate.assess.order import waves
from migrate.assess.rules.whole import family_of
from migrate.assess.uses import Use
from migrate.findings import Finding, in_order
from migrate.ledger import Ledger, Outcome
from migrate.luigi.inventory.model import Reading
from migrate.luigi.inventory.resolve import Repository
from migrate.report import suppress


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task class as the report shows it; ``upstream`` are keys of classes it requires."""

    key: str
    cls: ClassDef
    family: str
    grade: Grade
    outcome: Outcome
    wave: int
    upstream: tuple[str, ...]
    downstream: tuple[str, ...]
    params: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that is said about a repository."""

    root: Path
    inventory: Inventory
    uses: tuple[Use, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    tasks: tuple[TaskView, ...]
    static: frozenset[tuple[str, str]]
    dynamic: frozenset[tuple[str, str]]


def assess(root: Path, reading: Reading, *, include_tests: bool = False) -> Assessment:
    """The assessment of what was read below ``root``; findings after suppression."""
    inventory = Inventory(reading, Repository(reading.modules), include_tests)
    uses = rules.uses(inventory)
    edges = Edges(inventory)
    found = in_order({use.finding() for use in uses if use.code})
    return Assessment(
        root=root,
        inventory=inventory,
        uses=uses,
        findings=suppress.apply(found, root),
        ledger=account(inventory, uses),
        tasks=_tasks(inventory, uses, edges),
        static=edges.static,
        dynamic=edges.dynamic,
    )


def _tasks(inventory: Inventory, uses: tuple[Use, ...], edges: Edges) -> tuple[TaskView, ...]:
    """In the order in which to move them."""
    charged: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        charged[use.subject].append(use)
        if use.seen_from:
            charged[use.seen_from].append(use)
    every = edges.static | edges.dynamic
    wave = waves([c.key for c in inventory.tasks], every)
    upstream, downstream = _neighbours(every)
    views = [
        _view(cls, inventory, charged, wave[cls.key], upstream[cls.key], downstream[cls.key])
        for cls in inventory.tasks
    ]
    grades = list(Difficulty)
    return tuple(
        sorted(
            views,
            key=lambda v: (
                v.wave,
                grades.index(v.grade.difficulty),
                -len(v.downstream),
                v.cls.name,
                v.key,
            ),
        )
    )


def _neighbours(
    edges: frozenset[tuple[str, str]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    upstream: dict[str, list[str]] = defaultdict(list)
    downstream: dict[str, list[str]] = defaultdict(list)
    for up, down in sorted(edges):
        upstream[down].append(up)
        downstream[up].append(down)
    return upstream, downstream


def _view(
    cls: ClassDef,
    inventory: Inventory,
    uses: dict[str, list[Use]],
    wave: int,
    upstream: list[str],
    downstream: list[str],
) -> TaskView:
    names = [inventory.by_identity[id(resolved)].name for resolved in cls.lineage.own]
    standing = [use for name in names for use in uses.get(name, ()) if not use.seen_from]
    own = uses.get(cls.name, [])
    return TaskView(
        key=cls.key,
        cls=cls,
        family=family_of(cls).rpartition(":")[2],
        grade=grade(cls, inventory, [*standing, *uses.get(cls.key, ())]),
        outcome=outcome_of(cls, inventory, own)[0],
        wave=wave,
        upstream=tuple(upstream),
        downstream=tuple(downstream),
        params=tuple(inventory.all_params(cls)),
        codes=tuple(sorted({use.code for use in own if use.code})),
    )
