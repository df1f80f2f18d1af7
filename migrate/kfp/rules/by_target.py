"""Rules about targets: where they live and who else writes there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from migrate.assess.features import FEATURES
from migrate.codes import finding
from migrate.findings import Finding, Severity
from migrate.kfp.helper_steps import FETCHED
from migrate.kfp.local_targets import is_local
from migrate.kfp.plan import Mode
from migrate.kfp.rules.subject import Rule, Subject
from migrate.luigi.graph import Node, Target, is_luigis, shared_paths
from migrate.luigi.inventory.bases import target_feature

IN_MEMORY = "luigi.mock."
NOT_HERE = frozenset({"fetched_store", "store", "table_target", "run_anyway"})
KEPT = {
    Mode.ARTIFACT: "it is spilled to an artifact",
    Mode.WORKSPACE: "it is kept in a file on the volume",
    Mode.IN_PLACE: "it ends with its step: choose artifact or workspace in migration.toml",
}


def targets(subject: Subject) -> Iterator[Finding]:
    for node in subject.graph.nodes.values():
        for leaf in node.targets():
            yield from _one(subject, node, leaf.value)


def _one(subject: Subject, node: Node, target: Target) -> Iterator[Finding]:
    where = subject.at(node)
    if target.class_name.startswith(IN_MEMORY):
        kept = KEPT[subject.flows[node.task_id].mode]
        yield finding("LK021", kept, location=where, subject=node.family)
    elif any(target_feature(n) == "memory_target" for n in (target.class_name, *target.bases)):
        message = f"{target.class_name} is in the memory of its step, and gone with it"
        said = finding("LK021", message, location=where, subject=node.family)
        yield replace(said, severity=Severity.ERROR)  # the next step will not find it
    for code, message in _of_library(target):
        yield finding(code, message, location=where, subject=node.family)
    if node.kind == "external" and target.uri and not target.uri.startswith(FETCHED):
        message = f"KFP has no importer for {target.uri.split('://')[0]}://"
        yield finding("LK027", message, location=where, subject=node.family)
    if not is_local(target) and not target.uri and not is_luigis(target.class_name):
        message = f"{target.class_name} has no path; the step asks the target itself"
        if target.local_io:
            message = f"{target.class_name} keeps files; what is relative is on the volume"
        yield finding("LK040", message, location=where, subject=node.family)


def _of_library(target: Target) -> Iterator[tuple[str, str]]:
    """Code and message of a target class that Luigi brings, or that inherits from one."""
    for name in (target.class_name, *target.bases):
        feature = target_feature(name)
        if feature in NOT_HERE:
            yield FEATURES[feature].code, FEATURES[feature].message.format(name)
            return


def written_twice(subject: Subject) -> Iterator[Finding]:
    for path, sharing in _shared(subject):
        ids = [task_id for task_id in sharing if _writes(subject, subject.graph.nodes[task_id])]
        if len(ids) < 2:
            continue
        message = f"{path} is written by {', '.join(ids[:3])}"
        where = subject.at(subject.graph.nodes[ids[0]])
        yield finding("LK022", message, location=where, subject=path)


def _shared(subject: Subject) -> Iterator[tuple[str, list[str]]]:
    """Paths in one store: one path of an SSH host and of an FTP server are two files."""
    targets = [leaf.value for node in subject.graph.nodes.values() for leaf in node.targets()]
    for store in sorted({_store(target) for target in targets if target.path}):
        inside = partial(_is_in, store)
        yield from shared_paths(subject.graph, inside).items()


def _is_in(store: str, target: Target) -> bool:
    return bool(target.path) and _store(target) == store


def _store(target: Target) -> str:
    return "" if is_local(target) else target.class_name


def _writes(subject: Subject, node: Node) -> bool:
    """A WrapperTask without a run() of its own only shows what it requires."""
    cls = subject.cls(node)
    return node.kind != "wrapper" or (cls is not None and cls.overrides("run"))


def outside_mounts(subject: Subject) -> Iterator[Finding]:
    for path, why in subject.mounts.refused:
        yield finding("LK041", f"{path}: {why}", subject=path)


RULES: tuple[Rule, ...] = (targets, written_twice, outside_mounts)
