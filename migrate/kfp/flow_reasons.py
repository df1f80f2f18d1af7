"""What in a task itself keeps its data from being artifacts: the evidence, line by line."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.findings import Location
from migrate.kfp.local_targets import REBINDABLE, is_local
from migrate.kfp.plan import Reason
from migrate.luigi.graph import Fact, Node, Target, TaskClass, TaskGraph

# Facts that show data moving outside self.input() and self.output().
HIDDEN: dict[str, str] = {
    "opens_path": "{method}() does I/O on a path of its own: {detail}",
    "runs_process": "{method}() starts a process that can touch any file: {detail}",
    "makes_target": "{method}() makes a target of its own: {detail}",
    "schedules": "{method}() schedules other tasks itself: {detail}",
    "yields": "run() yields tasks at run time, which share its paths",
    "sets_complete": "{method}() sets {detail}: its step says on the volume that it is done",
    "unknown_call": "{method}() calls code that could not be read: {detail}",
    "no_source": "the source of {method}() could not be read",
}
WORKING_METHODS = frozenset({"run", "on_success", "on_failure", "output", "complete", "__init__"})


def own_reasons(node: Node, graph: TaskGraph, shared: Mapping[str, list[str]]) -> list[Reason]:
    """What in the task itself keeps it from being an artifact step."""
    cls = graph.classes.get(node.class_key)
    reasons = [] if node.kind == "external" else [*_fact_reasons(cls), *_unread_input(node, cls)]
    if cls and cls.overrides("complete"):
        place = Location(cls.path, cls.line)
        reasons.append(
            Reason("complete() is overridden: the step asks it, where the files are", place)
        )
    if node.dynamic and not any(r.text.startswith("run() yields") for r in reasons):
        reasons.append(Reason("its dependencies are found at run time"))
    reasons += [Reason(f"at capture, {error.summary}") for error in node.errors]
    for leaf in node.targets():
        reasons += _target_reasons(leaf.value, shared)
    return reasons


def _target_reasons(target: Target, shared: Mapping[str, list[str]]) -> list[Reason]:
    reasons = [_keeps_files(target, target.local_io)] if target.local_io else []
    if not is_local(target):
        return reasons
    if target.class_name not in REBINDABLE and not reasons:
        reasons.append(Reason(f"{target.class_name} is a target class of the repository"))
    if target.path in shared:
        reasons.append(
            Reason(
                f"{target.path} is an output of several tasks: {', '.join(shared[target.path][:3])}"
            )
        )
    return reasons


def _keeps_files(target: Target, fact: Fact) -> Reason:
    if not fact.path:
        return Reason(f"{target.class_name} holds {fact.detail}")
    text = f"{target.class_name} keeps local files: {fact.method}() calls {fact.detail}"
    return Reason(text, Location(fact.path, fact.line))


def _fact_reasons(cls: TaskClass | None) -> list[Reason]:
    if cls is None:
        return [Reason("its class could not be read")]
    seen: dict[str, Reason] = {}
    for fact in cls.facts:
        works = fact.in_handler or fact.method.split(".")[-1] in WORKING_METHODS
        if fact.name in HIDDEN and works:
            seen.setdefault(fact.name, _reason(fact))
    return list(seen.values())


def _reason(fact: Fact) -> Reason:
    text = HIDDEN[fact.name].format(method=fact.method, detail=fact.detail)
    return Reason(text, Location(fact.path, fact.line))


def _unread_input(node: Node, cls: TaskClass | None) -> list[Reason]:
    """A task that makes data and never asks for its input gets it some other way.

    One without outputs whose source shows no I/O at all depends on others for the order alone.
    """
    if cls is None or not node.required() or "run" not in cls.defines or not node.targets():
        return []
    own = [fact for fact in cls.facts if not fact.in_handler]
    if any(fact.name in {"reads_input", "reads_requires"} for fact in own):
        return []
    place = Location(cls.path, cls.line)
    return [Reason("it has dependencies, but run() never reads self.input()", place)]
