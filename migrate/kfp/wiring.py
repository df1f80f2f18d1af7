"""Which artifact feeds which input: names, positions, and bundles where there are too many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from migrate.kfp.contract import required_through
from migrate.kfp.local_targets import is_local
from migrate.kfp.names import Names
from migrate.kfp.params import quote
from migrate.kfp.plan import ArtifactInput, ArtifactOutput, Flow, Kind, Mode, Step, StructPath
from migrate.luigi.graph import Leaf, Node, TaskGraph

MOST_INPUTS = 40
MOST_BYTES = 64 * 1024
BYTES_PER_ARTIFACT = 420  # name, URI, type and metadata of one artifact in the executor input


@dataclass(frozen=True, slots=True)
class Wired:
    """The inputs of one step, and the bundle steps that stand before it."""

    inputs: tuple[ArtifactInput, ...]
    bundles: tuple[Step, ...] = ()


def argument_names(node: Node) -> dict[str, str]:
    """``{Luigi's name: component argument}`` of all parameters of a task."""
    names = Names()
    return {p.name: names.take(p.name, "param") for p in node.params}


def artifact_outputs(node: Node, flow: Flow) -> tuple[ArtifactOutput, ...]:
    """One artifact per local target of an artifact step; elsewhere the targets are the output."""
    if flow.mode is not Mode.ARTIFACT:
        return ()
    names = Names(taken=argument_names(node).values())
    return tuple(
        ArtifactOutput(
            names.take(_joined("output", leaf.path), "output"), leaf.path, leaf.value.path
        )
        for leaf in node.targets()
        if is_local(leaf.value)
    )


def artifact_inputs(
    node: Node,
    graph: TaskGraph,
    outputs: Mapping[str, tuple[ArtifactOutput, ...]],
    dropped: Collection[str],
    collected: Collection[str] = (),
) -> tuple[ArtifactInput, ...]:
    """One input per artifact of each required task, named after its place in requires().

    Tasks in ``collected`` run in a loop that the node is not in: it gets a list from each.
    """
    names = Names(taken={o.name for o in outputs[node.task_id]} | {*argument_names(node).values()})
    found: list[ArtifactInput] = []
    for leaf in required_through(node, graph, dropped):
        many = leaf.value in collected
        for output in outputs.get(leaf.value, ()):  # none where deps() left the task out
            name = names.take(_input_name(leaf, output, graph, many), "input")
            found.append(
                ArtifactInput(
                    name, leaf.value, output.name, None if many else leaf.path, output.output_path,
                    output.legacy_path, leaf.value, many,
                )
            )  # fmt: skip
    return tuple(found)


def bundled(
    key: str, display: str, inputs: tuple[ArtifactInput, ...], argument_bytes: int = 0
) -> Wired:
    """The inputs as they are, or through bundle steps when a KFP step could not carry them.

    The executor input, parameters included, travels as one command line argument.
    """

    def fits(level: tuple[ArtifactInput, ...]) -> bool:
        return len(level) <= MOST_INPUTS and argument_bytes + _bytes(level) <= MOST_BYTES

    steps: list[Step] = []
    lists = tuple(item for item in inputs if item.many)
    level = tuple(item for item in inputs if not item.many)
    while len(level) > 1 and not fits(level):
        groups = [level[i : i + MOST_INPUTS] for i in range(0, len(level), MOST_INPUTS)]
        made = [_bundle_step(key, display, len(steps) + n, g) for n, g in enumerate(groups)]
        steps += made
        level = tuple(
            ArtifactInput(f"manifest_{n}", step.key, "bundle", None, None)
            for n, step in enumerate(made)
        )
    return Wired((*lists, *level), tuple(steps))


def bundle_component(count: int) -> str:
    """The name of the component that bundles ``count`` artifacts."""
    return f"bundle_{count}"


def _bundle_step(key: str, display: str, number: int, group: tuple[ArtifactInput, ...]) -> Step:
    renamed = tuple(
        ArtifactInput(
            f"item_{n}", item.producer, item.output, item.requires_path, item.output_path,
            item.legacy_path, item.upstream_id,
        )
        for n, item in enumerate(group)
    )  # fmt: skip
    members = [[i.name, i.upstream_id, _as_list(i.output_path), i.legacy_path] for i in renamed]
    return Step(
        key=f"{key}/bundle-{number}",
        variable=f"bundle_{number}",
        display_name=f"Bundle {number + 1} for {display}"[:120],
        kind=Kind.BUNDLE,
        component=bundle_component(len(group)),
        inputs=renamed,
        outputs=(ArtifactOutput("bundle", ()),),
        extras={"members": quote(members)},
    )


def _as_list(path: StructPath | None) -> list[str | int] | None:
    return None if path is None else list(path)


def _bytes(inputs: tuple[ArtifactInput, ...]) -> int:
    return sum(BYTES_PER_ARTIFACT + 2 * len(i.name) for i in inputs)


def _input_name(leaf: Leaf, output: ArtifactOutput, graph: TaskGraph, many: bool) -> str:
    family = graph.nodes[leaf.value].family
    if many:
        return _joined(f"all_{family}", output.output_path)
    place = _joined("", leaf.path) if leaf.path else ""
    stem = place if place and not place[0].isdigit() else f"{family}_{place}"
    return _joined(stem, output.output_path)


def _joined(stem: str, path: StructPath) -> str:
    return "_".join([*([stem] if stem else []), *(str(part) for part in path)])
