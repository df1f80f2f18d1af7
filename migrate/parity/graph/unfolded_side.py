"""A pipeline that asks Luigi while it runs, as one side: the captured graph answers instead.

``migrate luigi-to-kfp`` makes loops over what requires() lists, and steps that walk down from the
root (docs/adr/0006). At the values of the captured graph what they run over is known.
"""

from __future__ import annotations

from collections.abc import Mapping

from migrate.errors import BadInput
from migrate.kfp.compiled import CompiledStep
from migrate.kfp.contract import contract
from migrate.kfp.unfold import unfold
from migrate.luigi.graph import TaskGraph
from migrate.parity.graph.luigi_side import as_text
from migrate.parity.graph.model import Kind, Side, TaskNode

Steps = Mapping[str, CompiledStep]


def asks_luigi(steps: Steps) -> bool:
    """Some of the steps run over what only Luigi's own requires() says."""
    return any(step.loop or "walk" in step.task for step in steps.values())


def unfolded_side(
    steps: Steps, captured: TaskGraph, where: str, sha256: str, parameters: tuple[str, ...]
) -> Side:
    """One task per round of each loop; a walk that leads nowhere has no id, so is not proved.

    Raises BadInput where the pipeline's values are not those of the captured graph.
    """
    _refuse_other_values(steps, captured, where)
    found = unfold(steps, captured)
    helpers = [name for name, step in found.items() if step.is_helper]
    named = [(up, name) for name, step in found.items() for up in step.after]
    waits = [(up, name) for name, step in found.items() for up in step.waits]
    edges = contract(named, helpers)
    tasks = {name: step for name, step in sorted(found.items()) if not step.is_helper}
    return Side(
        where=where,
        kind=Kind.KFP,
        sha256=sha256,
        nodes={name: _node(step) for name, step in tasks.items()},
        edges=edges,
        waits=contract([*named, *waits], helpers) - edges,
        contracted=tuple(sorted(helpers)),
        dynamic=tuple(name for name, step in tasks.items() if step.task.get("dynamic")),
        parameters=parameters,
    )


def _refuse_other_values(steps: Steps, captured: TaskGraph, where: str) -> None:
    """The captured graph says nothing about what a loop runs over at other values."""
    root = captured.nodes[captured.root]
    for step in steps.values():
        given = {**step.task.get("walk", {}).get("root", {}).get("params", {}), **step.starts}
        for name, text in sorted(given.items()):
            param = root.param(name)
            if param is not None and param.text not in (None, text):
                raise BadInput(
                    f"loops ask Luigi at {name}={text}, the graph was captured at {param.text}",
                    where=where,
                    next_step=f"give the captured value: --param {name}={param.text}",
                )


def _node(step: CompiledStep) -> TaskNode:
    json_texts = {name: as_text(value) for name, value in step.json_values.items()}
    return TaskNode(
        id=step.name,
        family=str(step.task.get("family", "")),
        params=dict(sorted({**step.texts, **json_texts}.items())),
        luigi_id=step.claimed_id,
        closed=False,
    )
