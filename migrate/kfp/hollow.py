"""Whether a list of tasks is empty at some value of the parameters."""

from __future__ import annotations

from migrate.kfp.structures import Ids, children
from migrate.luigi.graph import TaskGraph


def is_hollow(base: TaskGraph, probe: TaskGraph) -> bool:
    """Some list of tasks in the base graph is empty in the probe, as in a shop without sales.

    Such a graph has no task to fold; whether the loop serves it is for the proof to say.
    """
    seen: set[Ids] = set()
    queue: list[Ids] = [(base.root, probe.root)]
    while queue:
        ids = queue.pop(0)
        if ids in seen:
            continue
        seen.add(ids)
        structs = [(base.nodes[ids[0]].requires, probe.nodes[ids[1]].requires)]
        while structs:
            ours, theirs = structs.pop()
            if ours and theirs and "task" in ours and "task" in theirs:
                queue.append((ours["task"], theirs["task"]))
                continue
            inside, others = children(ours or {}), children(theirs or {})
            if inside and not others and all("task" in child for child in inside.values()):
                return True
            structs += [(child, others[key]) for key, child in inside.items() if key in others]
    return False
