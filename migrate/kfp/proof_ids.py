"""Which Luigi task each step of the compiled YAML is, by Luigi's own formula."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.kfp.compiled import CompiledStep
from migrate.kfp.taskid import identity, luigi_task_id
from migrate.luigi.graph import Node, TaskGraph


def identify(
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
