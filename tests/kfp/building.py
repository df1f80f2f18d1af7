"""Small graphs written by hand, with Luigi's own ids, for the tests beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from migrate.kfp.choices import Choices, Lowered
from migrate.kfp.dataflow import decide_flows
from migrate.kfp.environment import Environment
from migrate.kfp.fold import fold
from migrate.kfp.folded import hops_from_root
from migrate.kfp.loops import walks
from migrate.kfp.lower import lower
from migrate.kfp.mounts import plan_mounts
from migrate.kfp.plan import Mode
from migrate.kfp.probes import bind
from migrate.kfp.rules.subject import Subject
from migrate.kfp.taskid import luigi_task_id
from migrate.luigi.graph import FORMAT, VERSION, TaskGraph
from migrate.luigi.read_graph import graph_from_json

MODULE = "shop"
LOCAL = {"class_name": "luigi.local_target.LocalTarget", "bases": ["luigi.target.Target"]}
READS = [{"name": "reads_input", "method": "run", "path": "shop.py", "line": 3}]
Raw = dict[str, Any]


def param(name: str, text: str | None, **more: Any) -> Raw:
    """A plain text parameter unless ``more`` says otherwise."""
    known = {"type": "luigi.parameter.Parameter", "transport": "text", "value": text}
    return {"name": name, "text": text, "value_type": "str", **known, **more}


def int_param(name: str, value: int, **more: Any) -> Raw:
    return param(name, str(value), type="luigi.parameter.IntParameter", value_type="int", **more)


def task(family: str, params: Iterable[Raw] = (), **more: Any) -> Raw:
    """A node; ``requires`` and ``outputs`` as Python structures of ids and paths."""
    params = list(params)
    shown = {
        p["name"]: p["text"]
        for p in params
        if p["text"] is not None
        and p.get("significant", True)
        and p.get("visibility", "public") == "public"
    }
    requires, outputs = more.pop("requires", None), more.pop("outputs", None)
    return {
        "task_id": luigi_task_id(family, shown),
        "family": family,
        "module": MODULE,
        "class_name": family,
        "class_key": f"{MODULE}:{family}",
        "kind": "task",
        "params": params,
        "requires": _struct(requires, lambda leaf: {"task": leaf}),
        "outputs": _struct(outputs, _target),
        **more,
    }


def task_class(family: str, facts: Iterable[Raw] = READS, **more: Any) -> Raw:
    """The class of :func:`task`; by default its run() reads self.input()."""
    return {
        "module": MODULE,
        "name": family,
        "path": "shop.py",
        "line": 1,
        "bases": ["luigi.task.Task"],
        "defines": {"run": f"{MODULE}:{family}"},
        "facts": list(facts),
        **more,
    }


def graph(*tasks: Raw, classes: Mapping[str, Raw] | None = None, **more: Any) -> TaskGraph:
    """The graph of these nodes; the last one is the root."""
    given = {f"{MODULE}:{family}": cls for family, cls in (classes or {}).items()}
    nodes = sorted(tasks, key=lambda n: str(n["task_id"]))
    raw = {
        "format": FORMAT,
        "version": VERSION,
        "captured_by": {"python": "3.11.2", "luigi": "3.8.1", "script_sha256": ""},
        "module": MODULE,
        "root": tasks[-1]["task_id"],
        "root_family": tasks[-1]["family"],
        "root_params": {},
        "nodes": nodes,
        "edges": sorted({(up, n["task_id"]) for n in nodes for up in _ids(n["requires"])}),
        "classes": {n["class_key"]: task_class(n["family"]) for n in nodes} | given,
        **more,
    }
    return graph_from_json(raw)


def chain(*families: str, **more: Any) -> TaskGraph:
    """``families`` in a row, the last one is the root; each writes one file."""
    tasks: list[Raw] = []
    for family in families:
        requires = tasks[-1]["task_id"] if tasks else None
        tasks.append(task(family, requires=requires, outputs=f"out/{family}"))
    return graph(*tasks, **more)


def one_task(**more: Any) -> TaskGraph:
    return graph(task("T", outputs="out/t"), **more)


def reads_variable(**more: Any) -> Raw:
    """A read of an environment variable at import."""
    place = {"path": "shop.py", "line": 3, "where": "", "at_import": True}
    return {**place, "required": False, "was_set": True, **more}


def fan_in(count: int, **more: Any) -> TaskGraph:
    """One task that requires a list of ``count`` tasks."""
    parts = [task("Part", [int_param("n", n)], outputs=f"out/{n}") for n in range(count)]
    whole = task("Whole", requires=[p["task_id"] for p in parts], outputs="out/whole", **more)
    return graph(*parts, whole)


def wrapper(family: str, *required: Raw, params: Iterable[Raw] = ()) -> Raw:
    return task(family, params, kind="wrapper", requires=[r["task_id"] for r in required])


def wrapper_class(family: str, **defines: str) -> Raw:
    return task_class(family, (), bases=["luigi.task.WrapperTask"], defines=defines)


def subject(
    base: TaskGraph,
    *probes: TaskGraph,
    flow: Mapping[str, Mode] | None = None,
    environment: Environment | None = None,
    **choices: Any,
) -> Subject:
    """Everything decided about a graph, as the conversion decides it."""
    flows, folded = decide_flows(base, flow or {}), fold([base, *probes])
    first, *others = folded.graphs
    binding = bind(first, others, hops_from_root(folded, base), folded.in_loops)
    paths = [leaf.value.path for n in base.nodes.values() for leaf in n.targets()]
    mounts = plan_mounts(paths, "/workspace")
    walked = walks(folded, base, binding.walked)
    chosen = Choices(
        flows, binding, mounts, "/workspace", choices.pop("container", False), walks=walked
    )
    steps = lower(first, chosen)
    return Subject(base, flows, binding, mounts, steps, bool(probes), folded, environment or {})


def lowered(base: TaskGraph, *probes: TaskGraph, **choices: Any) -> Lowered:
    return subject(base, *probes, **choices).lowered


def _target(leaf: Any) -> Raw:
    found = {**LOCAL, "path": leaf} if isinstance(leaf, str) else leaf
    return {"target": found}


def _struct(value: Any, leaf: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        return {"list": [_struct(item, leaf) for item in value]}
    if isinstance(value, dict) and "class_name" not in value:
        return {"dict": [[key, _struct(item, leaf)] for key, item in value.items()]}
    return leaf(value)


def _ids(struct: Any) -> list[str]:
    if struct is None:
        return []
    if "task" in struct:
        return [struct["task"]]
    inside = [*struct.get("list", ()), *(item for _, item in struct.get("dict", ()))]
    return [found for item in inside for found in _ids(item)]
