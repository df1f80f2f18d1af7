"""What the steps follow from: data flows, loops, and what the pipeline's parameters are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrate.image.choose import Image
from migrate.kfp.cut import Loops
from migrate.kfp.dataflow import decide_flows
from migrate.kfp.fold import fold
from migrate.kfp.folded import Folded, hops_from_root, unfolded
from migrate.kfp.hollow import is_hollow
from migrate.kfp.loops import NOT_A_LIST, every_loop, long_loops, rounds, why_no_loop, with_files
from migrate.kfp.plan import Flow
from migrate.kfp.probes import Binding, bind
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from migrate.luigi.graph import TaskGraph

NOT_WHEN_EMPTY = "with a loop over nothing the pipeline would not be Luigi's graph"


@dataclass(frozen=True, slots=True)
class Given:
    """What one attempt starts from; ``most`` steps go into a pipeline, 0 is no limit."""

    source: Source
    graph: TaskGraph
    probes: tuple[TaskGraph, ...]
    settings: Settings
    image: Image
    most: int

    @property
    def graphs(self) -> tuple[TaskGraph, ...]:
        return (self.graph, *self.probes)


@dataclass(frozen=True, slots=True)
class Decided:
    """All that is decided before there are steps."""

    folded: Folded
    flows: Mapping[str, Flow]
    binding: Binding
    loops: Loops


def decide(given: Given, *, loops: bool = True) -> Decided:
    """Flows and loops first, then the bindings; without ``loops`` every list is written out."""
    graph = given.graph
    flows = decide_flows(graph, given.settings.flow)
    folded = _folded(given) if loops else unfolded(given.graphs, NOT_WHEN_EMPTY)
    in_loops, apart = _loop_flows(folded, flows, given.image.container, given.most)
    binding = _bind(folded, graph)
    why = _why_no_loops(folded, in_loops, binding, apart, given)
    if folded.loops and why:
        folded = unfolded(folded.whole, why)
        return Decided(folded, flows, _bind(folded, graph), Loops())
    return Decided(folded, in_loops, binding, Loops(rounds(folded), frozenset(apart)))


def _folded(given: Given) -> Folded:
    """Loops as the graphs show them in which no list is empty; else what all graphs show."""
    full = [probe for probe in given.probes if not is_hollow(given.graph, probe)]
    folded = fold([given.graph, *full])
    return folded if folded.loops or len(full) == len(given.probes) else fold(given.graphs)


def _loop_flows(
    folded: Folded, flows: Mapping[str, Flow], container: bool, most: int
) -> tuple[Mapping[str, Flow], Mapping[str, str]]:
    """The flows where loops give files to others, and the loops that are too long, with why."""
    graph = folded.whole[0]
    if container:
        flows = with_files(folded, graph, flows, every_loop(folded, NOT_A_LIST))
    apart = long_loops(folded, flows, most)
    return with_files(folded, graph, flows, apart), apart


def _why_no_loops(
    folded: Folded,
    flows: Mapping[str, Flow],
    binding: Binding,
    apart: Mapping[str, str],
    given: Given,
) -> str:
    """Why every list has to be written out; empty where loops can be."""
    if why := why_no_loop(folded, given.graph, flows):
        return why
    if apart and not given.most:
        return f"{next(iter(apart.values()))}, and one pipeline is wanted"
    # A loop whose items never change only hides what is in it.
    return "" if binding.exposed else "no parameter can be one of the pipeline"


def _bind(folded: Folded, graph: TaskGraph) -> Binding:
    base, *others = folded.graphs
    return bind(base, others, hops_from_root(folded, graph), folded.in_loops)
