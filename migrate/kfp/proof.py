"""The proof: the compiled YAML, read back, is Luigi's own graph.

Compared after contracting plain WrapperTasks and helper steps: task ids (recomputed from the
YAML by Luigi's formula), families, parameters, edges, and which artifact feeds which input, with
none left out. A step whose parameters are not all in the YAML is compared by the id it claims,
which it asserts at run time; the proof counts those apart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from migrate.kfp.compiled import CompiledStep
from migrate.kfp.contract import contract, plain_wrappers
from migrate.kfp.proof_ids import identify
from migrate.kfp.proof_wires import wiring
from migrate.kfp.unfold import unfold
from migrate.luigi.graph import Node, TaskGraph

Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict at one set of pipeline arguments, with what differs."""

    arguments: Mapping[str, str]
    tasks: int
    edges: int
    wires: int
    recomputed: int
    claimed: tuple[str, ...]
    dynamic: tuple[str, ...]
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


def prove(
    graph: TaskGraph, steps: Mapping[str, CompiledStep], arguments: Mapping[str, str]
) -> Proof:
    """Compares what would run with Luigi's graph, loops written out."""
    wanted = _wanted_nodes(graph)
    steps = unfold(steps, graph)
    ids, claimed, differences = identify(graph, steps)
    wanted_edges = contract(graph.edges, plain_wrappers(graph))
    edges = _edges(steps, ids, wanted_edges)
    differences += _task_differences(set(wanted), set(ids.values()))
    differences += _edge_differences(set(wanted_edges), edges)
    differences += _value_differences(graph, steps, ids)
    wires, wrong = wiring(graph, steps, ids)
    return Proof(
        arguments=dict(arguments),
        tasks=len(wanted),
        edges=len(wanted_edges),
        wires=wires,
        recomputed=len(ids) - len(claimed),
        claimed=tuple(sorted(claimed)),
        dynamic=tuple(sorted(n.task_id for n in wanted.values() if n.dynamic)),
        differences=tuple(differences + wrong),
    )


def _wanted_nodes(graph: TaskGraph) -> dict[str, Node]:
    dropped = plain_wrappers(graph)
    return {i: n for i, n in graph.nodes.items() if i not in dropped}


def _value_differences(
    graph: TaskGraph, steps: Mapping[str, CompiledStep], ids: Mapping[str, str]
) -> list[str]:
    """Parameters whose value is not the captured one, insignificant ones too."""
    found = []
    for name, task_id in ids.items():
        node, step = graph.nodes.get(task_id), steps[name]
        for param in node.params if node else ():
            given, values = {**step.texts, **step.json_values}, (param.text, param.value)
            if param.name in given and given[param.name] not in values:
                shown = f"{given[param.name]!r}, not {param.text!r}"
                found.append(f"{param.name} of {task_id} is {shown}")
    return found


def _edges(
    steps: Mapping[str, CompiledStep], ids: Mapping[str, str], wanted: Collection[Edge]
) -> set[Edge]:
    """What the steps name; what they wait for besides, with a whole loop, where Luigi has it."""
    helpers = [name for name, step in steps.items() if step.is_helper]
    named = [(up, name) for name, step in steps.items() for up in step.after]
    implied = [(up, name) for name, step in steps.items() for up in step.waits]
    found = {(ids[up], ids[down]) for up, down in contract(named, helpers)}
    if implied:
        every = contract([*named, *implied], helpers)
        found |= {(ids[up], ids[down]) for up, down in every} & set(wanted)
    return found


def _task_differences(wanted: set[str], found: set[str]) -> list[str]:
    missing = [
        f"task {task} of Luigi's graph is not in the pipeline" for task in sorted(wanted - found)
    ]
    return missing + [
        f"task {task} of the pipeline is not in Luigi's graph" for task in sorted(found - wanted)
    ]


def _edge_differences(wanted: set[Edge], found: set[Edge]) -> list[str]:
    missing = [
        f"edge {up} → {down} of Luigi's graph is missing" for up, down in sorted(wanted - found)
    ]
    return missing + [
        f"edge {up} → {down} is not in Luigi's graph" for up, down in sorted(found - wanted)
    ]
