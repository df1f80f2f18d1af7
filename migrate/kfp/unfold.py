"""Loops written out: the steps that a compiled pipeline runs at one set of root values.

A step that walks, and the items of a loop, are known when the pipeline runs, because Luigi's own
requires() is asked then. Here the captured graph at those values answers: it is what requires()
said. The result has one step per task, as if the pipeline had no loops, and is compared as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from migrate.kfp.compiled import CompiledStep
from migrate.luigi.graph import TaskGraph

Steps = Mapping[str, CompiledStep]


def unfold(steps: Steps, graph: TaskGraph) -> dict[str, CompiledStep]:
    """One step per task; a walk that leads nowhere leaves its step without an id."""
    if not any(step.loop or "walk" in step.task for step in steps.values()):
        return dict(steps)
    items = {step.lists: _items(step, graph) for step in steps.values() if step.lists}
    found: dict[str, CompiledStep] = {}
    for step in steps.values():
        for round_, item in enumerate(items.get(step.loop, [""])):
            one = _one(step, round_, item, steps, items, graph)
            found[one.name] = one
    return found


def _one(
    step: CompiledStep,
    round_: int,
    item: str,
    steps: Steps,
    items: Mapping[str, list[str]],
    graph: TaskGraph,
) -> CompiledStep:
    """The step in one round of its loop, or the step itself."""

    def rounds(producer: str) -> list[str]:
        loop = steps[producer].loop
        if loop == step.loop:
            return [_name(producer, loop, round_)]
        return [_name(producer, loop, n) for n in range(len(items.get(loop, [""])))]

    task_id = step.claimed_id
    if "walk" in step.task and not step.is_helper:
        task_id = _walk(item or _start(step, graph), step.task["walk"]["hops"], graph)
    fed = {
        name: [(one, output) for one in rounds(producer)]
        for name, (producer, output) in step.artifacts.items()
        if producer in steps
    }
    inputs = [
        [numbered, *place]
        for name, *place in step.task.get("inputs", ())
        for numbered in (_numbered(name, fed[name]) if name in fed else [name])
    ]
    return replace(
        step,
        name=_name(step.name, step.loop, round_),
        claimed_id=task_id,
        task={**step.task, **({"inputs": inputs} if "inputs" in step.task else {})},
        after=tuple(n for up in step.after if up in steps for n in rounds(up)),
        waits=tuple(n for up in step.waits if up in steps for n in rounds(up)),
        artifacts={
            numbered: one
            for name, ones in fed.items()
            for numbered, one in zip(_numbered(name, ones), ones, strict=True)
        },
    )


def _numbered(name: str, ones: Sequence[object]) -> list[str]:
    """A list of artifacts is one input for each round of the loop that makes them."""
    return [name] if len(ones) == 1 else [f"{name}[{n}]" for n in range(len(ones))]


def _items(step: CompiledStep, graph: TaskGraph) -> list[str]:
    """The tasks that the consumer's requires() lists at the place, each once."""
    consumer = _walk(_start(step, graph), step.task["walk"]["hops"], graph)
    at = tuple(step.task.get("at", ()))
    required = graph.nodes[consumer].required() if consumer in graph.nodes else ()
    items = list(dict.fromkeys(leaf.value for leaf in required if leaf.path[: len(at)] == at))
    return _share(sorted(items), step.share) if step.share else items


def _share(items: list[str], share: str) -> list[str]:
    """``2/3`` is the second third: the loop is in three pipelines."""
    number, count = map(int, share.split("/"))
    return items[len(items) * (number - 1) // count : len(items) * number // count]


def _start(step: CompiledStep, graph: TaskGraph) -> str:
    """The root, if the step makes it with the root's own values; else no task."""
    root = step.task["walk"].get("root", {})
    texts = {**root.get("params", {}), **step.starts}
    node = graph.nodes[graph.root]
    same = all((p := node.param(n)) is None or p.text == text for n, text in texts.items())
    return graph.root if same and root.get("family") == node.family else ""


def _walk(start: str, hops: Any, graph: TaskGraph) -> str:
    task_id = start
    for hop in hops:
        node = graph.nodes.get(task_id)
        below = {leaf.path: leaf.value for leaf in node.required()} if node else {}
        task_id = below.get(tuple(hop), "")
    return task_id


def _name(name: str, loop: str, round_: int) -> str:
    return f"{name}[{round_}]" if loop else name
