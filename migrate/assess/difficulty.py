"""How hard each task is to move, from A (by itself) to E (a person first), and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import Inventory
from migrate.assess.uses import Use


class Difficulty(Enum):
    """Classes of difficulty, easiest first; the value is what the class means."""

    A = "self-contained: parameters, input() and output() are all it uses"
    B = "artifact: it also needs code of the repository, which the image has"
    C = "workspace: data or programs beside input() and output() need the shared volume"
    D = "external system: its data or its work is in another system"
    E = "a person first: its graph, its class or its work is only known at run time"


RUN_TIME: Mapping[str, str] = {
    "dynamic": "run() yields tasks",
    "schedules": "it schedules tasks itself",
    "dynamic_base": "the class is made at run time",
    "unknown_base": "its base class is not here",
    "requires_world": "requires() depends on the world outside",
    "output_world": "output() depends on the world outside",
    "output_unsteady": "its path is not steady",
    "task_id_rewritten": "it rewrites its id",
    "law": "law makes its branches at run time",
}
ELSEWHERE: Mapping[str, str] = {
    "spark": "Spark",
    "hadoop": "Hadoop",
    "docker": "Docker",
    "kubernetes": "Kubernetes",
    "aws_batch": "AWS",
    "hpc": "a batch system",
    "gcp_job": "Google Cloud",
    "database": "a database",
    "other_contrib": "a system of its own",
    "network": "it talks to a service",
    "store": "its target is in a store",
    "fetched_store": "its target is in a store",
    "table_target": "its target is in a table",
    "custom_target": "its target is of its own kind",
    "private": "it needs a secret",
    "secret_name": "it needs a secret",
}
BESIDE: Mapping[str, str] = {
    "opens_path": "it opens paths of its own",
    "process": "it starts programs",
    "external_program": "its work is a program",
    "unread_input": "it never reads its input",
    "unnamed_output": "it never names its output",
    "shared_path": "another task has its path",
    "memory_target": "its target is in memory",
    "local_target_subclass": "its target has code of its own",
    "state": "it keeps state on itself",
    "sciluigi": "SciLuigi writes by path",
    "b2luigi": "b2luigi writes by path",
    "d6tflow": "d6tflow writes by path",
    "gokart": "gokart writes by path",
}
RAISES: Mapping[str, tuple[Difficulty, str]] = MappingProxyType(
    {
        **{feature: (Difficulty.C, why) for feature, why in BESIDE.items()},
        **{feature: (Difficulty.D, why) for feature, why in ELSEWHERE.items()},
        **{feature: (Difficulty.E, why) for feature, why in RUN_TIME.items()},
    }
)
"""Features that make a task harder, and how that is said."""


@dataclass(frozen=True, slots=True)
class Grade:
    """The class of a task and every reason for it, gravest first."""

    difficulty: Difficulty
    reasons: tuple[str, ...]


def grade(cls: ClassDef, inventory: Inventory, uses: Iterable[Use]) -> Grade:
    """The gravest reason decides; what a task inherits counts as its own."""
    features = {use.feature for use in uses} | set(cls.lineage.features)
    if cls.is_plain_wrapper and not features & set(RUN_TIME):
        return Grade(Difficulty.A, ("it only groups other tasks",))
    found = {RAISES[feature] for feature in features if feature in RAISES}
    if not found:
        return _plain(cls, inventory)
    order = list(Difficulty)
    ranked = sorted(found, key=lambda pair: (-order.index(pair[0]), pair[1]))
    return Grade(ranked[0][0], tuple(text for _, text in ranked))


def _plain(cls: ClassDef, inventory: Inventory) -> Grade:
    """A or B: whether the work needs other code of the repository."""
    if cls.is_external:
        return Grade(Difficulty.A, ("its data comes from elsewhere",))
    inherited = [r.cls.name for r in cls.lineage.own[1:] if r.cls.methods]
    if inherited:
        return Grade(Difficulty.B, (f"it inherits from {inherited[0]}",))
    for resolved, function in inventory.calls.reached(cls, "run"):
        for dotted in sorted(function.refs):
            module = inventory.repository.function(dotted, resolved.module)
            if module is not None or inventory.task(dotted, resolved.module) is not None:
                return Grade(Difficulty.B, (f"it calls {dotted.rpartition('.')[2]}",))
    return Grade(Difficulty.A, ("it needs nothing but Luigi and packages",))
