"""The ledger of a conversion: every task, dependency, parameter, target … and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate.kfp.contract import plain_wrappers
from migrate.kfp.events import is_raised
from migrate.kfp.local_targets import is_local
from migrate.kfp.params import HANDED, Carried, Omitted, Rebuilt, rebuilt, transport
from migrate.kfp.plan import Flow, Mode
from migrate.kfp.rules.by_config import reaches_step
from migrate.ledger import Entry, Ledger, Outcome, close
from migrate.luigi.graph import Node, TaskGraph

CONVERTED_ATTRIBUTES = frozenset({"retry_count", "worker_timeout"})


def account(graph: TaskGraph, flows: Mapping[str, Flow], steps: frozenset[str]) -> Ledger:
    """The closed ledger; ``steps`` are the task ids that became steps.

    The inventory is counted on the raw capture, so that a construct the model dropped shows.
    """
    entries = [
        *_tasks(graph, steps),
        *_dependencies(graph),
        *(entry for node in graph.nodes.values() for entry in _of_node(node, flows[node.task_id])),
        *_events(graph),
        *_configuration(graph),
    ]
    return close(_inventory(graph), entries)


def _inventory(graph: TaskGraph) -> list[tuple[str, str]]:
    raw = graph.raw
    found: list[tuple[str, str]] = [("dependency", f"{up} → {down}") for up, down in raw["edges"]]
    for node in raw["nodes"]:
        found.append(("task", node["task_id"]))
        found += [("parameter", f"{node['task_id']}.{p['name']}") for p in node["params"]]
        kept = (*node.get("attributes", {}), *node.get("handed", ()))
        found += [("attribute", f"{node['task_id']}.{name}") for name in kept]
        found += [("target", f"{node['task_id']}#{n}") for n in range(_count(node["outputs"]))]
    found += [("event handler", _event_name(e)) for e in raw.get("events", ())]
    found += [("configuration section", section) for section in raw.get("config", {})]
    return found


def _count(struct: object) -> int:
    """Targets in a structure, counted independently of the model's reader."""
    if isinstance(struct, dict):
        inside = struct.get("list", []) + [item for _, item in struct.get("dict", [])]
        return int("target" in struct) + sum(map(_count, inside))
    return 0


def _tasks(graph: TaskGraph, steps: frozenset[str]) -> Iterator[Entry]:
    dropped = plain_wrappers(graph)
    for task_id, node in graph.nodes.items():
        if task_id in dropped:
            yield Entry("task", task_id, Outcome.IGNORED, "plain WrapperTask, its edges are kept")
        elif task_id not in steps:
            yield Entry("task", task_id, Outcome.REFUSED, "no step was made")
        elif node.errors:
            yield Entry("task", task_id, Outcome.STUBBED, f"at capture: {node.errors[0].summary}")
        elif node.route is None and rebuilt(node):
            yield Entry("task", task_id, Outcome.REFUSED, "its step cannot make it: no route")
        elif node.dynamic:
            yield Entry(
                "task", task_id, Outcome.NOTED, "its dynamic dependencies run inside its step"
            )
        else:
            yield Entry("task", task_id, Outcome.CONVERTED)


def _dependencies(graph: TaskGraph) -> Iterator[Entry]:
    dropped = plain_wrappers(graph)
    for up, down in graph.edges:
        contracted = up in dropped or down in dropped
        outcome = Outcome.NOTED if contracted else Outcome.CONVERTED
        yield Entry("dependency", f"{up} → {down}", outcome, "contracted" if contracted else "")


def _of_node(node: Node, flow: Flow) -> Iterator[Entry]:
    for param in node.params:
        way = transport(param)
        name = f"{node.task_id}.{param.name}"
        if isinstance(way, Carried):
            yield Entry("parameter", name, Outcome.CONVERTED)
        else:
            yield Entry("parameter", name, _without_text(way, node), way.reason)
    for name in node.handed:
        yield Entry("attribute", f"{node.task_id}.{name}", _along_route(node), HANDED)
    for name in node.attributes:
        done = Outcome.CONVERTED if name in CONVERTED_ATTRIBUTES else Outcome.IGNORED
        yield Entry("attribute", f"{node.task_id}.{name}", done)
    for number, leaf in enumerate(node.targets()):
        artifact = flow.mode is Mode.ARTIFACT and is_local(leaf.value)
        outcome = Outcome.CONVERTED if artifact else Outcome.NOTED
        reason = "an artifact" if artifact else "stays at its path"
        yield Entry("target", f"{node.task_id}#{number}", outcome, reason)


def _without_text(way: Omitted | Rebuilt, node: Node) -> Outcome:
    """A value that only the root can make is lost where no route leads from it to the task."""
    if isinstance(way, Omitted):
        return Outcome.NOTED
    return _along_route(node)


def _along_route(node: Node) -> Outcome:
    return Outcome.CONVERTED if node.route is not None else Outcome.REFUSED


def _events(graph: TaskGraph) -> Iterator[Entry]:
    for event in graph.raw.get("events", ()):
        outcome = Outcome.CONVERTED if is_raised(event) else Outcome.IGNORED
        yield Entry("event handler", _event_name(event), outcome)


def _configuration(graph: TaskGraph) -> Iterator[Entry]:
    for section, options in graph.raw.get("config", {}).items():
        read = reaches_step(section, options)
        yield Entry(
            "configuration section",
            section,
            Outcome.CONVERTED if read else Outcome.IGNORED,
            "ships in the image; secrets do not" if read else "configures Luigi's own processes",
        )


def _event_name(event: dict[str, object]) -> str:
    return f"{event.get('class')} {event['event']} {event.get('handler')}"
