"""The proof: the compiled YAML, read back, is Luigi's own graph.

Compared after contracting plain WrapperTasks and helper steps: task ids (recomputed from the
YAML by Luigi's formula), families, parameters, edges, and which artifact feeds which input, with
none left out. A step whose parameters are not all in the YAML is compared by the id it claims,
which it asserts at run time; the proof counts those apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from migrate.kfp.compiled import CompiledStep
from migrate.kfp.contract import contract, plain_wrappers, required_through
from migrate.kfp.taskid import identity, luigi_task_id
from migrate.kfp.unfold import unfold
from migrate.luigi.graph import Leaf, Node, TaskGraph

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
    ids, claimed, differences = _identify(graph, steps)
    wanted_edges = contract(graph.edges, plain_wrappers(graph))
    edges = _edges(steps, ids, wanted_edges)
    differences += _task_differences(set(wanted), set(ids.values()))
    differences += _edge_differences(set(wanted_edges), edges)
    differences += _value_differences(graph, steps, ids)
    wires, wrong = _wiring(graph, steps, ids)
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


def _identify(
    graph: TaskGraph, steps: Mapping[str, CompiledStep]
) -> tuple[dict[str, str], list[str], list[str]]:
    """``{KFP name: task id}`` of the Luigi steps, ids only claimed, and contradictions."""
    ids: dict[str, str] = {}
    # Which parameters are significant is a property of the family, so any of its nodes tells.
    examples = {node.family: node for node in graph.nodes.values()}
    seen: set[str] = set()
    claimed: list[str] = []
    wrong: list[str] = []
    for step in steps.values():
        if step.is_helper:
            continue
        recomputed = _recompute(step, examples.get(str(step.task.get("family"))))
        task_id = recomputed or step.claimed_id or _only_match(step, graph)
        if recomputed is None:
            claimed.append(task_id)
        elif step.claimed_id and step.claimed_id != recomputed:
            wrong.append(
                f"step {step.name} claims {step.claimed_id} but its parameters give {recomputed}"
            )
        if task_id in seen:
            wrong.append(f"task {task_id} is more than one step")
        seen.add(task_id)
        ids[step.name] = task_id
        node = graph.nodes.get(task_id)
        if node is not None and node.family != step.task.get("family"):
            wrong.append(f"step {step.name} runs {step.task.get('family')}, not {node.family}")
    return ids, claimed, wrong


def _recompute(step: CompiledStep, node: Node | None) -> str | None:
    """The id by Luigi's formula, or None where the YAML does not hold all that makes it."""
    if node is None or luigi_task_id(node.family, identity(node)) != node.task_id:
        return None
    names = [p.name for p in node.params if p.significant and p.visibility == "public"]
    texts = {**{n: _text(node, n, value) for n, value in step.json_values.items()}, **step.texts}
    if not all(name in texts for name in names):
        return None
    return luigi_task_id(node.family, {name: texts[name] for name in names})


def _text(node: Node, name: str, value: object) -> str:
    """What Luigi's str() made of a JSON value; Python 2 writes ``[u'a']`` where 3 has ``['a']``."""
    param = node.param(name)
    same = param is not None and param.text is not None and param.value == value
    return str(param.text) if param is not None and same else str(value)


def _only_match(step: CompiledStep, graph: TaskGraph) -> str:
    """The one task of the family that has all values the YAML holds; the rest is known later."""
    matches = [
        node.task_id
        for node in graph.nodes.values()
        if node.family == step.task.get("family")
        and all((p := node.param(n)) is not None and p.text == t for n, t in step.texts.items())
    ]
    return matches[0] if len(matches) == 1 else f"{step.name} (nobody or several)"


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


def _wiring(
    graph: TaskGraph, steps: Mapping[str, CompiledStep], ids: Mapping[str, str]
) -> tuple[int, list[str]]:
    """Every bound input comes from the task that Luigi's requires() has at that place."""
    checked, wrong = 0, []
    dropped = plain_wrappers(graph)
    for name, task_id in ids.items():
        node = graph.nodes.get(task_id)
        leaves = required_through(node, graph, dropped) if node else []
        required = {leaf.path: leaf.value for leaf in leaves}
        sources = _sources(steps, name)
        wrong += _unfed(task_id, leaves, sources, steps, ids)
        for source in sources:
            checked += 1
            expected = _expected(source, ids, required)
            if ids.get(source.producer) != expected or not _makes(steps, source):
                wrong.append(
                    f"{source.name} of {task_id} is fed by {source.producer}, not {expected}"
                )
    return checked, wrong


def _expected(
    source: _Source, ids: Mapping[str, str], required: Mapping[tuple[str | int, ...], str]
) -> str | None:
    """The task that has to make an artifact; one of a list may be any task that is required."""
    if source.upstream_id or source.requires_path is not None:
        return source.upstream_id or required.get(source.requires_path or ())
    made_by = ids.get(source.producer)
    return made_by if made_by in required.values() else "a required task"


def _unfed(
    task_id: str,
    leaves: Iterable[Leaf],
    sources: Iterable[_Source],
    steps: Mapping[str, CompiledStep],
    ids: Mapping[str, str],
) -> list[str]:
    """Artifacts of required tasks that reach no input, though their task makes them."""
    fed = Counter((ids.get(source.producer), source.output_path) for source in sources)
    by_id = {task: steps[name] for name, task in ids.items()}
    made = Counter(
        (leaf.value, tuple(path))
        for leaf in leaves
        if leaf.value in by_id
        for _, path in by_id[leaf.value].task.get("outputs", ())
        if path is not None
    )
    return [
        f"{task_id} does not get output {list(path)} of {upstream}"
        for upstream, path in (made - fed).elements()
    ]


@dataclass(frozen=True, slots=True)
class _Source:
    """One artifact that reaches a step: from which KFP task, as which upstream target.

    Without a place in requires() and an upstream id it is one of a list.
    """

    name: str
    producer: str
    output: str
    output_path: tuple[str | int, ...]
    requires_path: tuple[str | int, ...] | None = None
    upstream_id: str = ""


def _sources(steps: Mapping[str, CompiledStep], name: str) -> list[_Source]:
    """The direct inputs of a step, and through bundles the indirect ones."""
    step = steps[name]
    found: list[_Source] = []
    for input_name, requires_path, output_path in step.task.get("inputs", ()):
        producer, output = step.artifacts.get(input_name, ("nothing", ""))
        if requires_path is None:
            found += _collected(steps, input_name, producer, output)
        else:
            found.append(
                _Source(input_name, producer, output, tuple(output_path), tuple(requires_path))
            )
    return found


def _collected(
    steps: Mapping[str, CompiledStep], name: str, producer: str, output: str
) -> list[_Source]:
    """What is in a bundle, or the one artifact of a loop's list; a mere record is no target."""
    step = steps.get(producer)
    if step is None or step.kind == "bundle":
        return _bundled(steps, producer)
    paths = [path for made, path in step.task.get("outputs", ()) if made == output]
    return [_Source(name, producer, output, tuple(path)) for path in paths if path is not None]


def _bundled(steps: Mapping[str, CompiledStep], bundle: str) -> list[_Source]:
    step = steps.get(bundle)
    found: list[_Source] = []
    for name, task_id, output_path in step.members if step else ():
        producer, output = step.artifacts.get(name, ("nothing", "")) if step else ("", "")
        inner = steps.get(producer)
        if inner is not None and inner.kind == "bundle":
            found += _bundled(steps, producer)
        else:
            found.append(_Source(name, producer, output, output_path, upstream_id=task_id))
    return found


def _makes(steps: Mapping[str, CompiledStep], source: _Source) -> bool:
    """The producer has that output, and it stands for that target."""
    producer = steps.get(source.producer)
    outputs = producer.task.get("outputs", ()) if producer else ()
    return [source.output, list(source.output_path)] in [list(o) for o in outputs]


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
