"""Where each task's data lives as a step: artifact, workspace or in place, with the evidence.

A task is *artifact* only when its source shows that run() reaches data through self.input() and
self.output() alone; anything else keeps its paths on a shared volume, and so does everything
above it, because it may read any of their files. Targets outside the local file system stay
where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from migrate.kfp.contract import contract, plain_wrappers
from migrate.kfp.flow_reasons import own_reasons
from migrate.kfp.local_targets import is_local
from migrate.kfp.plan import Flow, Mode, Reason
from migrate.luigi.graph import Node, TaskGraph, shared_paths, upstream_by_task

# A WrapperTask is complete when what it requires is: a task below asks for files two steps up.
ASKED = Reason("a task below it asks whether the files of its requirements exist")


def decide_flows(graph: TaskGraph, overrides: Mapping[str, Mode]) -> dict[str, Flow]:
    """The flow of every node of the graph."""
    shared = shared_paths(graph, is_local)
    kept_edges = contract(graph.edges, plain_wrappers(graph))
    asked = {up for up, _ in kept_edges if graph.nodes[up].kind == "wrapper"}
    own = {
        n.task_id: [*own_reasons(n, graph, shared), *([ASKED] if n.task_id in asked else [])]
        for n in graph.nodes.values()
    }
    forced = {n.task_id: overrides.get(n.family) for n in graph.nodes.values()}
    above = _above(graph, {i for i, reasons in own.items() if _reads_paths(reasons, forced[i])})
    flows = {i: _flow(node, own[i], above.get(i), forced[i]) for i, node in graph.nodes.items()}
    return _with_mounts(flows, graph, kept_edges)


def on_volume(
    flows: Mapping[str, Flow], graph: TaskGraph, task_ids: Iterable[str], why: str
) -> dict[str, Flow]:
    """The flows with these tasks' files at their old paths; who reads them mounts the volume."""
    moved = {
        task_id: Flow(Mode.WORKSPACE, (Reason(why), *flows[task_id].reasons), True)
        for task_id in task_ids
        if flows[task_id].mode is Mode.ARTIFACT
    }
    return _with_mounts({**flows, **moved}, graph, contract(graph.edges, plain_wrappers(graph)))


def _reads_paths(reasons: Sequence[Reason], forced: Mode | None) -> bool:
    """The task may read by their paths the files of whatever is above it."""
    return forced is Mode.WORKSPACE or (bool(reasons) and forced is not Mode.ARTIFACT)


def _with_mounts(
    flows: Mapping[str, Flow], graph: TaskGraph, edges: Iterable[tuple[str, str]]
) -> dict[str, Flow]:
    upstream = upstream_by_task(edges)
    return {
        task_id: _mounted(flow, graph.nodes[task_id], upstream.get(task_id, ()), graph, flows)
        for task_id, flow in flows.items()
    }


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
