"""Which output feeds which input: sub-pipelines and loops looked through, down to the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bridges.kfp.spec import Dag, FromParent, FromTask, Task
from migrate.parity.graph.model import Source, Wire

#: What feeds an input of the pipeline itself.
PIPELINE = "(pipeline)"


@dataclass(frozen=True, slots=True)
class _Given:
    """Where an input comes from; ``scope`` is the round of the sub-pipeline that it is said in."""

    scope: str
    reference: FromTask | FromParent
    selector: tuple[str, ...] = ()
    artifact: bool = True


@dataclass(slots=True)
class Wiring:
    """What a walk has seen. Scopes are named as the walk names rounds; the pipeline's is empty."""

    given: dict[tuple[str, str], _Given] = field(default_factory=dict)
    rounds: dict[str, list[tuple[str, Dag]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """By helper step, what stands for it: it is no task."""

    def feed(self, name: str, task: Task, scope: str) -> None:
        """Note what feeds the inputs of a step, or of a round of a sub-pipeline."""
        for own, source in task.artifacts.items():
            self.given[name, own] = _Given(scope, source)
        for own, parameter in task.parameters.items():
            if isinstance(parameter.source, FromTask | FromParent):
                self.given[name, own] = _Given(
                    scope, parameter.source, parameter.selector, artifact=False
                )

    def wires(self, tasks: Iterable[str]) -> frozenset[Wire]:
        """All that feeds the inputs of these tasks."""
        wanted = frozenset(tasks)
        return frozenset(
            Wire(name, own, source)
            for (name, own), given in self.given.items()
            if name in wanted
            for source in self._sources(given)
        )

    def _sources(self, given: _Given) -> Iterator[Source]:
        reference = given.reference
        if isinstance(reference, FromTask):
            found = self._made(_inside(given.scope, reference.task), reference.key)
        elif given.scope:
            above = self.given.get((given.scope, reference.name))
            found = iter(()) if above is None else self._sources(above)
        else:  # a parameter of the pipeline has a value, which is compared as one
            found = iter([Source(PIPELINE, reference.name)] if given.artifact else [])
        for source in found:
            yield Source(source.task, ".".join((source.output, *given.selector)))

    def _made(self, name: str, output: str) -> Iterator[Source]:
        """The steps that make an output of a step or of a sub-pipeline."""
        if name not in self.rounds:
            yield Source(self.labels.get(name, name), output)
            return
        for scope, dag in self.rounds[name]:
            outputs: Mapping[str, tuple[FromTask, ...]] = {**dag.parameters, **dag.artifacts}
            for source in outputs.get(output, ()):
                yield from self._made(_inside(scope, source.task), source.key)


def _inside(scope: str, task: str) -> str:
    return f"{scope}/{task}" if scope else task
