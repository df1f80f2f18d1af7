"""Rules about single tasks of the graph, or one node of each family."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate.codes import finding
from migrate.findings import Finding, Severity
from migrate.kfp.plan import Mode
from migrate.kfp.policy import retries_of
from migrate.kfp.rules.subject import Rule, Subject
from migrate.luigi.graph import SAME_ID

BROKEN = {
    "requires": "LK001",
    "output": "LK002",
    "complete": "LK044",
    "params": "LK046",
    SAME_ID: "LK043",
}
ATTRIBUTES = {
    "resources": ("LK011", "resources {value} have no KFP equivalent"),
    # Without its value, which frameworks draw at random: a second conversion says the same.
    "priority": ("LK013", "its priority is not converted"),
    "retry_count": ("LK014", "retry_count {value} became {retries} retries"),
    "worker_timeout": ("LK016", "worker_timeout {value} s became the step's timeout"),
    "disable_hard_timeout": ("LK015", "disable_hard_timeout {value} is not converted"),
    "disable_failures": ("LK015", "disable_failures {value} is not converted"),
    "disable_window": ("LK015", "disable_window {value} is not converted"),
    "disable_window_seconds": ("LK015", "disable_window_seconds {value} is not converted"),
    "batchable": ("LK017", "batchable is not converted"),
    "max_batch_size": ("LK017", "max_batch_size {value} is not converted"),
    "accepts_messages": ("LK092", "accepts_messages has no effect: nobody sends any"),
    "owner_email": ("LK032", "owner_email has no effect"),
    "disabled": ("LK032", "disabled has no effect: the step runs"),
}


def broken(subject: Subject) -> Iterator[Finding]:
    for node in subject.graph.nodes.values():
        for error in node.errors:
            code, where = BROKEN.get(error.where, "LK001"), subject.at(node)
            said = finding(code, error.summary, location=where, subject=node.task_id)
            # One of two tasks with one id does not run: that is more than two classes of one name.
            yield replace(said, severity=Severity.ERROR) if error.where == SAME_ID else said


def dynamic(subject: Subject) -> Iterator[Finding]:
    for node, count in subject.families():
        if node.dynamic:
            message = f"run() finds tasks at run time; they run inside its step ({count} step(s))"
            yield finding("LK003", message, location=subject.at(node), subject=node.family)


def attributes(subject: Subject) -> Iterator[Finding]:
    for node in subject.graph.nodes.values():
        for name, value in sorted(node.attributes.items()):
            if name in ATTRIBUTES:
                code, text = ATTRIBUTES[name]
                message = text.format(value=value, retries=retries_of(value))
                yield finding(code, message, location=subject.at(node), subject=node.family)


def other_deps(subject: Subject) -> Iterator[Finding]:
    for node, _ in subject.families():
        if node.deps is not None:
            message = "deps() names other tasks than requires(): its step may look for others still"
            yield finding("LK029", message, location=subject.at(node), subject=node.family)


def shared_volume(subject: Subject) -> Iterator[Finding]:
    """One finding per family that needs the volume for its own sake, with the first evidence."""
    seen: set[tuple[str, str]] = set()
    for node in subject.graph.nodes.values():
        flow = subject.flows[node.task_id]
        reasons = [r for r in flow.reasons if r.location.path]
        if flow.mode is not Mode.WORKSPACE or flow.overridden or not reasons:
            continue
        for reason in reasons:
            if (node.family, reason.text) not in seen:
                seen.add((node.family, reason.text))
                yield finding("LK004", reason.text, location=reason.location, subject=node.family)


def no_output(subject: Subject) -> Iterator[Finding]:
    for node, _ in subject.families():
        if not node.targets() and node.kind == "task" and not node.errors:
            cls = subject.cls(node)
            message = "declares no output: its step always runs and nothing can be checked"
            if cls and cls.overrides("complete"):
                message = "declares no output: its complete() alone says whether it is done"
            yield finding("LK020", message, location=subject.at(node), subject=node.family)


def already_complete(subject: Subject) -> Iterator[Finding]:
    done = [n for n in subject.graph.nodes.values() if n.complete and n.kind == "task"]
    if done:
        names = ", ".join(sorted(n.task_id for n in done)[:3])
        yield finding("LK035", f"{len(done)} task(s) were complete at capture: {names}")


RULES: tuple[Rule, ...] = (
    broken,
    dynamic,
    attributes,
    other_deps,
    shared_volume,
    no_output,
    already_complete,
)
