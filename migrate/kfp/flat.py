"""A compiled pipeline without nesting: every task of every DAG by its full name.

KFP writes a loop or a sub-pipeline as a component with a DAG of its own; what goes in and out is
passed on by name. Here each value and artifact is traced back to where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the pipeline."""

    value: Any


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter of the whole pipeline."""

    name: str


@dataclass(frozen=True, slots=True)
class Made:
    """An output of a task, by its full name."""

    task: str
    output: str


@dataclass(frozen=True, slots=True)
class Item:
    """What a loop runs over, one at a time; the loop by its full name."""

    loop: str


Source = Constant | Given | Made | Item


@dataclass(frozen=True, slots=True)
class FlatTask:
    """One task that runs something: its component, and where its inputs come from.

    ``after`` are the tasks it names or reads from; ``waits`` are those that it also waits for
    because a DAG starts and ends as a whole.
    """

    name: str
    component: Mapping[str, Any]
    executor: Mapping[str, Any]
    parameters: Mapping[str, Source]
    artifacts: Mapping[str, Source]
    after: tuple[str, ...]
    waits: tuple[str, ...] = ()
    loop: str = ""


@dataclass(frozen=True, slots=True)
class FlatPipeline:
    """All tasks, and what each loop runs over."""

    tasks: Mapping[str, FlatTask]
    loops: Mapping[str, Source]


def flatten(spec: Mapping[str, Any]) -> FlatPipeline:
    """The tasks of a PipelineSpec; names of nested ones are ``outer/inner``."""
    given = _names(spec["root"], "parameters")
    reader = _Reader(spec)
    tasks = reader.dag("", spec["root"]["dag"], {name: Given(name) for name in given}, (), "")
    found = {task.name: task for task in tasks}
    return FlatPipeline(found, reader.loops)


class _Reader:
    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.components = spec.get("components", {})
        self.executors = spec.get("deploymentSpec", {}).get("executors", {})
        self.loops: dict[str, Source] = {}

    def dag(
        self,
        prefix: str,
        dag: Mapping[str, Any],
        inputs: Mapping[str, Source],
        waits: tuple[str, ...],
        loop: str,
    ) -> Iterator[FlatTask]:
        """The tasks of one DAG; ``inputs`` are the sources of its own inputs."""
        tasks = dag["tasks"]
        for name, body in tasks.items():
            component = self.components[body["componentRef"]["name"]]
            sources = self._sources(prefix, tasks, body, inputs)
            full = prefix + name
            if "dag" not in component:
                yield self._task(prefix, tasks, name, sources, waits, loop)
                continue
            within = loop
            if iterator := body.get("parameterIterator"):
                within = full
                self.loops[full] = self._items(iterator["items"], sources)
                sources = {**sources, iterator["itemInput"]: Item(full)}
            before = (*waits, *self._before(prefix, tasks, body))
            yield from self.dag(f"{full}/", component["dag"], sources, before, within)

    def _task(
        self,
        prefix: str,
        tasks: Mapping[str, Any],
        name: str,
        sources: Mapping[str, Source],
        waits: tuple[str, ...],
        loop: str,
    ) -> FlatTask:
        body = tasks[name]
        component = self.components[body["componentRef"]["name"]]
        artifacts = body.get("inputs", {}).get("artifacts", {})
        named = {
            prefix + up for up in body.get("dependentTasks", ()) if not self._is_dag(tasks[up])
        }
        made = {s.task for s in sources.values() if isinstance(s, Made)}
        after = named | (made - {prefix + sibling for sibling in tasks})
        before = {*waits, *self._before(prefix, tasks, body)} - after
        return FlatTask(
            name=prefix + name,
            component=component,
            executor=self.executors.get(component.get("executorLabel", ""), {}),
            parameters={k: sources[k] for k in _names(component, "parameters") if k in sources},
            artifacts={key: sources[key] for key in artifacts if key in sources},
            after=tuple(sorted(after)),
            waits=tuple(sorted(before)),
            loop=loop,
        )

    def _before(self, prefix: str, tasks: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
        """Everything that has run before a task starts, as far as its own DAG says."""
        above = body.get("dependentTasks", ())
        return [leaf for up in above for leaf in self._leaves(prefix, tasks, up)]

    def _is_dag(self, body: Mapping[str, Any]) -> bool:
        return "dag" in self.components[body["componentRef"]["name"]]

    def _sources(
        self,
        prefix: str,
        tasks: Mapping[str, Any],
        body: Mapping[str, Any],
        inputs: Mapping[str, Source],
    ) -> dict[str, Source]:
        found: dict[str, Source] = {}
        given = body.get("inputs", {})
        for name, source in {**given.get("parameters", {}), **given.get("artifacts", {})}.items():
            match source:
                case {"runtimeValue": {"constant": value}}:
                    found[name] = Constant(value)
                case {"componentInputParameter": outer} | {"componentInputArtifact": outer}:
                    if outer in inputs:
                        found[name] = inputs[outer]
                case {"taskOutputParameter": {"producerTask": task, "outputParameterKey": key}}:
                    found[name] = self._made(prefix, tasks, task, key)
                case {"taskOutputArtifact": {"producerTask": task, "outputArtifactKey": key}}:
                    found[name] = self._made(prefix, tasks, task, key)
        return found

    def _made(self, prefix: str, tasks: Mapping[str, Any], task: str, key: str) -> Made:
        """The innermost task that makes an output."""
        component = self.components[tasks[task]["componentRef"]["name"]]
        if "dag" not in component:
            return Made(prefix + task, key)
        outputs = component["dag"].get("outputs", {})
        inner = {**outputs.get("parameters", {}), **outputs.get("artifacts", {})}[key]
        selected = inner.get("valueFromParameter") or inner["artifactSelectors"][0]
        inner_key = selected.get("outputParameterKey") or selected.get("outputArtifactKey", key)
        inside = component["dag"]["tasks"]
        return self._made(f"{prefix}{task}/", inside, selected["producerSubtask"], inner_key)

    def _items(self, items: Mapping[str, Any], sources: Mapping[str, Source]) -> Source:
        if "inputParameter" in items:
            return sources[items["inputParameter"]]
        return Constant(items.get("raw"))

    def _leaves(self, prefix: str, tasks: Mapping[str, Any], name: str) -> Iterator[str]:
        component = self.components[tasks[name]["componentRef"]["name"]]
        if "dag" not in component:
            yield prefix + name
            return
        for inner in component["dag"]["tasks"]:
            yield from self._leaves(f"{prefix}{name}/", component["dag"]["tasks"], inner)


def _names(component: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = component.get("inputDefinitions", {}).get(kind, {})
    return found
