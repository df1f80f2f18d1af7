"""Where each task's data lives as a step: artifact, workspace or in place, with the evidence.

A task is *artifact* only when its source shows that run() reaches data through self.input() and
self.output() alone; anything else keeps its paths on a shared volume, and so does everything
above it, because it may read any of their files. Targets outside the local file system stay
where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from migrate.findings import Location
from migrate.kfp.contract import contract, plain_wrappers
from migrate.kfp.plan import Flow, Mode, Reason
from migrate.luigi.graph import (
    Fact,
    Node,
    Target,
    TaskClass,
    TaskGraph,
    shared_paths,
    upstream_by_task,
)

IN_MEMORY = frozenset({"luigi.mock.MockTarget", "luigi.mock.MockFile"})
REBINDABLE = frozenset(
    {
        "luigi.local_target.LocalTarget",
        "luigi.file.LocalTarget",
        "luigi.file.File",
        "luigi.LocalTarget",
    }
    | IN_MEMORY
)
ELSEWHERE = "luigi.contrib."

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
# A WrapperTask is complete when what it requires is: a task below asks for files two steps up.
ASKED = Reason("a task below it asks whether the files of its requirements exist")
WORKING_METHODS = frozenset({"run", "on_success", "on_failure", "output", "complete", "__init__"})


def decide_flows(graph: TaskGraph, overrides: Mapping[str, Mode]) -> dict[str, Flow]:
    """The flow of every node of the graph."""
    shared = shared_paths(graph, is_local)
    kept_edges = contract(graph.edges, plain_wrappers(graph))
    asked = {up for up, _ in kept_edges if graph.nodes[up].kind == "wrapper"}
    own = {
        n.task_id: [*_own_reasons(n, graph, shared), *([ASKED] if n.task_id in asked else [])]
        for n in graph.nodes.values()
    }
    forced = {n.task_id: overrides.get(n.family) for n in graph.nodes.values()}
    readers = {
        task_id
        for task_id, reasons in own.items()
        if forced[task_id] is Mode.WORKSPACE or (reasons and forced[task_id] is not Mode.ARTIFACT)
    }
    above = _above(graph, readers)
    flows = {
        node.task_id: _flow(node, own[node.task_id], above.get(node.task_id), forced[node.task_id])
        for node in graph.nodes.values()
    }
    upstream = upstream_by_task(kept_edges)
    return {
        task_id: _mounted(flow, graph.nodes[task_id], upstream.get(task_id, ()), graph, flows)
        for task_id, flow in flows.items()
    }


def on_volume(
    flows: Mapping[str, Flow], graph: TaskGraph, task_ids: Iterable[str], why: str
) -> dict[str, Flow]:
    """The flows with these tasks' files at their old paths; who reads them mounts the volume."""
    moved = {
        task_id: Flow(Mode.WORKSPACE, (Reason(why), *flows[task_id].reasons), True)
        for task_id in task_ids
        if flows[task_id].mode is Mode.ARTIFACT
    }
    found = {**flows, **moved}
    upstream = upstream_by_task(contract(graph.edges, plain_wrappers(graph)))
    return {
        task_id: _mounted(flow, graph.nodes[task_id], upstream.get(task_id, ()), graph, found)
        for task_id, flow in found.items()
    }


def is_local(target: Target) -> bool:
    """The target is a file or directory of the local file system.

    A target class of the repository with a plain path counts: its files need the shared volume.
    Luigi's contrib targets live elsewhere, even where their path looks local (HDFS, SSH, FTP).
    What is in memory becomes a file, whatever its path looks like.
    """
    if target.path and target.class_name in IN_MEMORY:
        return True
    if not target.path or target.uri or "://" in target.path:
        return False
    return not any(name.startswith(ELSEWHERE) for name in (target.class_name, *target.bases))


def _flow(node: Node, own: list[Reason], reader: Node | None, forced: Mode | None) -> Flow:
    targets = [leaf.value for leaf in node.targets()]
    local = [t for t in targets if is_local(t) or t.local_io]
    if forced is not None:
        return Flow(forced, (Reason("chosen in migration.toml"),), forced is Mode.WORKSPACE, True)
    if targets and not local:
        kinds = sorted({t.class_name.rsplit(".", 1)[-1] for t in targets})
        return Flow(
            Mode.IN_PLACE,
            (Reason(f"its targets stay where they are: {', '.join(kinds)}"), *own),
            bool(own),
        )
    if own:
        return Flow(Mode.WORKSPACE, tuple(own), True)
    if reader is not None and targets:
        reason = Reason(f"{reader.family} below it may read its files by path")
        return Flow(Mode.WORKSPACE, (reason,), True)
    return Flow(Mode.ARTIFACT, (Reason("run() reaches data only through input() and output()"),))


def _mounted(
    flow: Flow, node: Node, upstream: Iterable[str], graph: TaskGraph, flows: Mapping[str, Flow]
) -> Flow:
    """A step mounts the volume when something it reads, or asks to be complete, lives there."""
    reads_volume = any(
        flows[up].mode is Mode.WORKSPACE and _may_ask_for_files(graph.nodes[up], graph)
        for up in upstream
    )
    external = node.kind == "external" and any(is_local(leaf.value) for leaf in node.targets())
    if flow.mounts_workspace or not (reads_volume or external):
        return flow
    return Flow(flow.mode, flow.reasons, True, flow.overridden)


def _may_ask_for_files(node: Node, graph: TaskGraph) -> bool:
    """Whether the task is complete, files may say: its own, a wrapper's, those of complete()."""
    cls = graph.classes.get(node.class_key)
    own_complete = cls is not None and (
        cls.overrides("complete") or any(fact.name == "sets_complete" for fact in cls.facts)
    )
    return bool(node.targets()) or node.kind == "wrapper" or own_complete


def _own_reasons(node: Node, graph: TaskGraph, shared: Mapping[str, list[str]]) -> list[Reason]:
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


def _above(graph: TaskGraph, readers: set[str]) -> dict[str, Node]:
    """Every task above a reader, with one reader below it (the first by id)."""
    upstream = upstream_by_task(graph.edges)
    found: dict[str, Node] = {}
    for reader in sorted(readers):
        stack = list(upstream.get(reader, ()))
        while stack:
            task_id = stack.pop()
            if task_id not in found:
                found[task_id] = graph.nodes[reader]
                stack += upstream.get(task_id, ())
    return found
