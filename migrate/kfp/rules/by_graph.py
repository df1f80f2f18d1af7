"""Rules about the graph as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.codes import finding
from migrate.findings import Finding, Location
from migrate.kfp.events import Event, is_raised, waits_for
from migrate.kfp.plan import Kind
from migrate.kfp.probes import UNVARIED
from migrate.kfp.rules.subject import Rule, Subject, shown_value


def stubbed_modules(subject: Subject) -> Iterator[Finding]:
    if subject.graph.stubbed:
        names = ", ".join(subject.graph.stubbed)
        yield finding("LK028", f"fabricated at capture, so the graph may differ with them: {names}")


def plain_wrappers(subject: Subject) -> Iterator[Finding]:
    for task_id in subject.lowered.contracted:
        node = subject.graph.nodes[task_id]
        where, cls = subject.at(node), subject.cls(node)
        yield finding("LK012", "adds no step; its edges are kept", location=where, subject=task_id)
        hooks = [h for h in ("on_success", "on_failure") if cls and cls.overrides(h)]
        for hook in hooks:
            message = f"{hook}() is not called: the wrapper has no step"
            yield finding("LK018", message, location=where, subject=task_id)


def frozen_parameters(subject: Subject) -> Iterator[Finding]:
    root = subject.graph.nodes[subject.graph.root]
    for name, why in subject.binding.frozen.items():
        param = root.param(name)
        shown = shown_value(param.text if param else None)
        code = "LK024" if subject.probed and why != UNVARIED else "LK023"
        loops = f"; no loop: {subject.folded.why_not}" if subject.folded.why_not else ""
        message = f"{name} is frozen at {shown}: {why}{loops if why != UNVARIED else ''}"
        yield finding(code, message, location=subject.at(root), subject=root.family)


def loops(subject: Subject) -> Iterator[Finding]:
    for loop in subject.folded.loops:
        node = subject.graph.nodes[loop.positions[0].ids[0][0]]
        consumer = subject.graph.nodes[loop.fan.consumer[0]]
        counts = ", ".join(str(len(ids)) for ids in loop.fan.members)
        message = f"{consumer.family} requires {counts} of them at the probed values: one loop"
        yield finding("LK052", message, location=subject.at(consumer), subject=node.family)


def walks(subject: Subject) -> Iterator[Finding]:
    for task_id in sorted(subject.binding.walked):
        node = subject.graph.nodes[task_id]
        message = "its parameters are made by requires() on the way from the root"
        yield finding("LK053", message, location=subject.at(node), subject=task_id)


def manifests(subject: Subject) -> Iterator[Finding]:
    bundles = [step for step in subject.lowered.steps if step.kind is Kind.BUNDLE]
    consumers: dict[str, int] = {}
    for step in bundles:
        owner = step.key.rsplit("/", 1)[0]
        consumers[owner] = consumers.get(owner, 0) + 1
    for task_id, count in consumers.items():
        message = f"its inputs arrive through {count} bundle step(s) with a manifest"
        yield finding(
            "LK034", message, location=subject.at(subject.graph.nodes[task_id]), subject=task_id
        )


def secret_options(subject: Subject) -> Iterator[Finding]:
    """One finding per option: a secret in [DEFAULT] is in every section."""
    sections: dict[str, list[str]] = {}
    for option in subject.graph.secrets:
        section, _, name = option.rpartition(".")
        sections.setdefault(name, []).append(section)
    for name, found in sections.items():
        where = found[0] if len(found) == 1 else f"{len(found)} sections"
        message = f"{name} of {where} becomes a Kubernetes secret"
        yield finding("LK009", message, subject=f"{found[0]}.{name}")


def lost_events(subject: Subject) -> Iterator[Finding]:
    for event in subject.graph.events:
        where, name = Location(event.get("path", ""), event.get("line", 0)), event.get("handler")
        owner = str(event.get("class"))
        if not is_raised(event):
            message = f"{name} waits for {event['event']}, which no step raises"
            yield finding("LK018", message, location=where, subject=owner)
        elif families := _without_step(event, subject):
            message = f"{name} is not called for {', '.join(families)}: a plain wrapper has no step"
            yield finding("LK018", message, location=where, subject=owner)


def _without_step(event: Event, subject: Subject) -> list[str]:
    """Families of wrappers that the event would be of."""
    nodes = [subject.graph.nodes[task_id] for task_id in subject.lowered.contracted]
    return sorted({node.family for node in nodes if waits_for(event, node, subject.graph)})


RULES: tuple[Rule, ...] = (
    stubbed_modules,
    plain_wrappers,
    frozen_parameters,
    loops,
    walks,
    manifests,
    secret_options,
    lost_events,
)
