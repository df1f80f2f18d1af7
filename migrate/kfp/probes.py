"""Parameters by evidence: which node parameters follow a root parameter, shown by probes.

Graphs captured at several root values are laid over each other from the root down. A node
parameter that has the text of one root parameter in every one of them is bound to it. A task of
which some parameter changes in any other way is made by its parents: its step walks down from the
root, as Luigi does. What can be had neither way keeps the root parameter frozen, and the report
says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrate.kfp.params import NATIVE, Carried, Omitted, native_value, rebuilt, transport
from migrate.kfp.plan import KfpType
from migrate.luigi.graph import Node, Parameter, TaskGraph

Place = tuple[str, str]
Texts = tuple[str | None, ...]
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


@dataclass(frozen=True, slots=True)
class _Moving:
    """One parameter of one task whose text is not the same in all graphs."""

    node: Node
    values: tuple[Parameter, ...]

    @property
    def name(self) -> str:
        return f"{self.node.family}.{self.values[0].name}"


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
    varied = {name for probe in probes for name in varied_parameters(base, probe)}
    frozen = {p.name: UNVARIED for p in root.params if p.name not in varied}
    alike: list[tuple[TaskGraph, dict[str, str]]] = []
    for probe in probes:
        pairs = laid_over(base, probe)
        if isinstance(pairs, str):
            frozen.update(dict.fromkeys(varied_parameters(base, probe), pairs))
        else:
            alike.append((probe, pairs))
    values = {p.name: _values(base.root, p.name, base, alike) for p in root.params}
    # Nothing can be walked to from a root that has no texts.
    walkable = frozenset() if _rebuilt(root) else frozenset(reachable)
    settled = frozenset(in_loops)
    places, walked, refused = _followed(base, alike, values, walkable - settled, settled)
    frozen.update({name: why for name, why in refused.items() if name in varied})
    exposed = tuple(name for name in values if name in varied and name not in frozen)
    kept = {
        place: name for place, name in places.items() if name in exposed and place[0] not in walked
    }
    return Binding(
        kept,
        frozenset(walked) if exposed else frozenset(),
        exposed,
        frozen,
        {n: _type(values[n]) for n in exposed},
    )


def _followed(
    base: TaskGraph,
    alike: Sequence[tuple[TaskGraph, dict[str, str]]],
    values: Mapping[str, tuple[Parameter, ...]],
    walkable: frozenset[str],
    settled: frozenset[str],
) -> tuple[dict[Place, str], set[str], dict[str, str]]:
    """Places that copy a root parameter, tasks to walk to, and what neither explains."""
    places: dict[Place, str] = {}
    walked = {task_id for task_id in walkable if _rebuilt(base.nodes[task_id])}
    lost = [
        why
        for i, node in sorted(base.nodes.items())
        if i not in walkable | settled
        for why in _rebuilt(node)
    ]
    refused = dict.fromkeys(values, lost[0]) if lost else {}
    for moving in _moving(base, alike):
        task_id = moving.node.task_id
        if task_id in settled:
            continue
        source, why = _source(moving, task_id == base.root, values)
        if source:
            places[task_id, moving.values[0].name] = source
        elif task_id in walkable and task_id != base.root:
            walked.add(task_id)
        else:
            refused.update(why)
    return places, walked, refused


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


def laid_over(base: TaskGraph, probe: TaskGraph) -> dict[str, str] | str:
    """``{base task id: probe task id}`` of two graphs of one shape, or the first difference."""
    pairs: dict[str, str] = {}
    queue = [(base.root, probe.root)]
    while queue:
        ours, theirs = queue.pop()
        if pairs.get(ours, theirs) != theirs:
            return f"{ours} plays two parts when the parameter changes"
        if ours in pairs:
            continue
        pairs[ours] = theirs
        if difference := _shape_difference(base.nodes[ours], probe.nodes[theirs]):
            return difference
        below = {leaf.path: leaf.value for leaf in probe.nodes[theirs].required()}
        queue += [(leaf.value, below[leaf.path]) for leaf in base.nodes[ours].required()]
    if len(set(pairs.values())) < len(pairs):
        return "two tasks become one when the parameter changes"
    if len(pairs) != len(base.nodes) or len(pairs) != len(probe.nodes):
        return (
            f"the graph has {len(base.nodes)} tasks at one value and {len(probe.nodes)} at another"
        )
    return pairs


def _shape_difference(ours: Node, theirs: Node) -> str:
    if ours.class_key != theirs.class_key or ours.kind != theirs.kind:
        return f"{ours.family} becomes {theirs.family}"
    paths, others = ({leaf.path for leaf in n.required()} for n in (ours, theirs))
    if paths != others:
        return (
            f"{ours.family} requires {len(paths)} tasks at one value and {len(others)} at another"
        )
    if {t.path for t in ours.targets()} != {t.path for t in theirs.targets()}:
        return f"{ours.family} has other outputs at another value"
    return ""


def _values(
    task_id: str, name: str, base: TaskGraph, alike: Sequence[tuple[TaskGraph, dict[str, str]]]
) -> tuple[Parameter, ...]:
    """The parameter in the base graph and in each probe that has its shape."""
    nodes = [base.nodes[task_id], *(probe.nodes[pairs[task_id]] for probe, pairs in alike)]
    return tuple(param for node in nodes if (param := node.param(name)) is not None)


def _moving(
    base: TaskGraph, alike: Sequence[tuple[TaskGraph, dict[str, str]]]
) -> Iterator[_Moving]:
    for task_id, node in sorted(base.nodes.items()):
        for param in node.params:
            values = _values(task_id, param.name, base, alike)
            if len(set(_texts(values))) > 1:
                yield _Moving(node, values)


def _texts(values: Sequence[Parameter]) -> Texts:
    return tuple(param.text for param in values)


def _source(
    moving: _Moving, is_root: bool, roots: Mapping[str, tuple[Parameter, ...]]
) -> tuple[str, dict[str, str]]:
    """The one root parameter with these texts, or which ones must stay frozen, and why."""
    texts = _texts(moving.values)
    same = [name for name, values in roots.items() if _texts(values) == texts]
    if is_root:
        same = [moving.values[0].name]
    if len(same) > 1:
        why = f"no probe tells {' from '.join(same)}, and {moving.name} follows one of them"
        return "", dict.fromkeys(same, why)
    if not same:
        moved = [name for name, values in roots.items() if _moves_with(values, texts)]
        why = f"{moving.name} changes with it in a way that is not a plain copy"
        return "", dict.fromkeys(moved, why)
    if why := _not_text(moving):
        return "", {same[0]: why}
    return same[0], {}


def _moves_with(root: Sequence[Parameter], texts: Texts) -> bool:
    """Some probe changes both."""
    pairs = zip(_texts(root), texts, strict=True)
    return any(ours != root[0].text and theirs != texts[0] for ours, theirs in pairs)


def _not_text(moving: _Moving) -> str:
    """Why a pipeline parameter cannot stand for this one; empty when it travels as Luigi's text."""
    for param in moving.values:
        way = transport(param)
        if isinstance(way, Omitted):
            return f"{way.reason}; give it with --param to make it a parameter of the pipeline"
        if not (isinstance(way, Carried) and way.transport == "text"):
            return f"{moving.name} does not travel as Luigi's own text"
    return ""


def _type(values: Sequence[Parameter]) -> KfpType:
    kind = NATIVE.get(values[0].type.rsplit(".", 1)[-1], "str")
    native = all(p.text is not None and native_value(kind, p.text) is not None for p in values)
    return kind if native else "str"
