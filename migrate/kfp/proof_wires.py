"""Which artifact feeds which input: every one comes from the task that Luigi has at that place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from migrate.kfp.compiled import CompiledStep
from migrate.kfp.contract import plain_wrappers, required_through
from migrate.luigi.graph import Leaf, TaskGraph


def wiring(
    graph: TaskGraph, steps: Mapping[str, CompiledStep], ids: Mapping[str, str]
) -> tuple[int, list[str]]:
    """How many inputs were checked, and what is wrong with them.

    Every bound input comes from the task that Luigi's requires() has at that place.
    """
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
