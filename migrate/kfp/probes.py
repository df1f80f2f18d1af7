"""Parameters by evidence: which node parameters follow a root parameter, shown by probes.

Graphs captured at several root values are laid over each other from the root down. A node
parameter that has the text of one root parameter in every one of them is bound to it. A task of
which some parameter changes in any other way is made by its parents: its step walks down from the
root, as Luigi does. What can be had neither way keeps the root parameter frozen, and the report
says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from migrate.kfp.laid_over import laid_over
from migrate.kfp.moving import Alike, moving_parameters, source_of, values_of
from migrate.kfp.params import NATIVE, native_value, rebuilt
from migrate.kfp.plan import KfpType
from migrate.luigi.graph import Node, Parameter, TaskGraph

Place = tuple[str, str]
UNVARIED = "no probe varies it"


@dataclass(frozen=True, slots=True)
class Binding:
    """``places[task id, parameter]`` is the root parameter it follows; ``frozen`` says why not.

    ``walked`` are the tasks whose step walks down from the root; ``types`` are the KFP types of the
    exposed root parameters: native where every value is.
    """

    places: Mapping[Place, str] = field(default_factory=dict)
    walked: frozenset[str] = frozenset()
    exposed: tuple[str, ...] = ()
    frozen: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, KfpType] = field(default_factory=dict)


def bind(
    base: TaskGraph,
    probes: Sequence[TaskGraph],
    reachable: Collection[str] = (),
    in_loops: Collection[str] = (),
) -> Binding:
    """What the probes prove about every root parameter.

    ``reachable`` are the tasks that a step can walk down to from the root; those ``in_loops`` come
    from the items of their loop, and nothing has to explain their parameters.
    """
    root = base.nodes[base.root]
    alike, frozen = _compared(base, probes)
    values = {p.name: values_of(base.root, p.name, base, alike) for p in root.params}
    # Nothing can be walked to from a root that has no texts.
    walkable = frozenset() if _rebuilt(root) else frozenset(reachable)
    followed = _followed(base, alike, values, walkable - {*in_loops}, frozenset(in_loops))
    varied = {name for probe in probes for name in varied_parameters(base, probe)}
    frozen |= {name: why for name, why in followed.refused.items() if name in varied}
    exposed = tuple(name for name in values if name in varied and name not in frozen)
    return Binding(
        places={
            place: name
            for place, name in followed.places.items()
            if name in exposed and place[0] not in followed.walked
        },
        walked=followed.walked if exposed else frozenset(),
        exposed=exposed,
        frozen=frozen,
        types={name: _type(values[name]) for name in exposed},
    )


def _compared(base: TaskGraph, probes: Sequence[TaskGraph]) -> tuple[Alike, dict[str, str]]:
    """The probes of the base's shape, and why each parameter is frozen that another varies."""
    varied = {name for probe in probes for name in varied_parameters(base, probe)}
    frozen = {p.name: UNVARIED for p in base.nodes[base.root].params if p.name not in varied}
    alike: list[tuple[TaskGraph, dict[str, str]]] = []
    for probe in probes:
        pairs = laid_over(base, probe)
        if isinstance(pairs, str):
            frozen.update(dict.fromkeys(varied_parameters(base, probe), pairs))
        else:
            alike.append((probe, pairs))
    return alike, frozen


@dataclass(frozen=True, slots=True)
class _Followed:
    """Places that copy a root parameter, tasks to walk to, and what neither explains."""

    places: Mapping[Place, str]
    walked: frozenset[str]
    refused: Mapping[str, str]


def _followed(
    base: TaskGraph,
    alike: Alike,
    values: Mapping[str, tuple[Parameter, ...]],
    walkable: frozenset[str],
    settled: frozenset[str],
) -> _Followed:
    """``settled`` tasks come from the items of a loop."""
    places: dict[Place, str] = {}
    walked = {task_id for task_id in walkable if _rebuilt(base.nodes[task_id])}
    refused = _lost(base, walkable | settled, values)
    for moving in moving_parameters(base, alike):
        task_id = moving.node.task_id
        if task_id in settled:
            continue
        source, why = source_of(moving, task_id == base.root, values)
        if source:
            places[task_id, moving.values[0].name] = source
        elif task_id in walkable and task_id != base.root:
            walked.add(task_id)
        else:
            refused.update(why)
    return _Followed(places, frozenset(walked), refused)


def _lost(base: TaskGraph, reached: frozenset[str], names: Iterable[str]) -> dict[str, str]:
    """Every parameter is refused where a task that no walk reaches has to be rebuilt."""
    lost = (_rebuilt(node) for i, node in sorted(base.nodes.items()) if i not in reached)
    why = next((why for reasons in lost for why in reasons), "")
    return dict.fromkeys(names, why) if why else {}


def _rebuilt(node: Node) -> list[str]:
    """Why nothing can be exposed: this step would walk down from the root as it was captured."""
    return [
        f"{node.family}.{name} is rebuilt from the root as it was captured"
        for name, _ in rebuilt(node)
    ]


def varied_parameters(base: TaskGraph, probe: TaskGraph) -> tuple[str, ...]:
    """The root parameters whose value differs between the two graphs."""
    ours, theirs = base.nodes[base.root], probe.nodes[probe.root]
    return tuple(p.name for p in ours.params if (q := theirs.param(p.name)) and q.text != p.text)


def _type(values: Sequence[Parameter]) -> KfpType:
    kind = NATIVE.get(values[0].type.rsplit(".", 1)[-1], "str")
    native = all(p.text is not None and native_value(kind, p.text) is not None for p in values)
    return kind if native else "str"
