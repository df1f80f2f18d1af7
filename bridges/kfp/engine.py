"""Walks the DAGs of a pipeline: conditions, loops, nested pipelines, exit handlers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from bridges.kfp.artifacts import Artifact, local_path
from bridges.kfp.condition import holds
from bridges.kfp.errors import SpecInvalid, StepError
from bridges.kfp.executor_io import empty_places
from bridges.kfp.model import SkipReason, StepResult, StepState, Values
from bridges.kfp.placeholders import fill_value, parameter_placeholders
from bridges.kfp.resolve import (
    Outcome,
    Scope,
    collected,
    dag_outputs,
    loop_items,
    task_inputs,
    with_defaults,
    with_item,
)
from bridges.kfp.scheduler import run_in_order
from bridges.kfp.spec import Component, Container, Dag, Importer, Loop, Pipeline, Task
from bridges.kfp.step import Bench, Step

_MOST_THREADS: Final = 32
_BAD: Final = (StepState.CANCELED, StepState.FAILED)


@dataclass(frozen=True, slots=True)
class Engine:
    """Interprets one pipeline; ``job`` holds the placeholders that all tasks share."""

    pipeline: Pipeline
    bench: Bench
    job: Mapping[str, str]

    def run(self, inputs: Values) -> Outcome:
        """The whole pipeline has ended."""
        return self._dag(self.pipeline.root, inputs, ())

    def _dag(self, component: Component, inputs: Values, path: tuple[str, ...]) -> Outcome:
        dag = component.body
        assert isinstance(dag, Dag)
        scope = Scope(path, inputs, {}, self.job)

        def run(name: str) -> None:
            scope.done[name] = self._task(dag.tasks[name], scope)

        run_in_order(
            {name: task.dependencies for name, task in dag.tasks.items()},
            run,
            threads=min(len(dag.tasks), _MOST_THREADS),
        )
        return _together(list(scope.done.values()), dag_outputs(dag, scope.done))

    def _task(self, task: Task, scope: Scope) -> Outcome:
        path = (*scope.path, task.name)
        if self.bench.canceller.on and not task.runs_always:
            return self._not_run(task, path, StepState.CANCELED, None, "cancelled")
        bad = sorted(d for d in task.dependencies if not scope.done[d].good)
        if bad and not task.runs_always and not self._passes(scope.done[d] for d in bad):
            why = f"{bad[0]} {_WORDS[scope.done[bad[0]].state]}"
            return self._not_run(task, path, StepState.SKIPPED, SkipReason.UPSTREAM, why)
        component = self.pipeline.components[task.component]
        try:
            inputs = task_inputs(task, scope)
            if task.loop is None:
                inputs = with_defaults(component, inputs)
            if task.condition and not holds(task.condition, inputs.parameters):
                reason = SkipReason.CONDITION
                return self._not_run(task, path, StepState.SKIPPED, reason, task.condition)
            if task.loop is not None:
                return self._loop(task, task.loop, component, inputs, path)
        except (StepError, SpecInvalid, ValueError) as error:
            return self._not_run(task, path, StepState.FAILED, None, str(error))
        return self._body(task, component, inputs, path)

    def _body(
        self, task: Task, component: Component, inputs: Values, path: tuple[str, ...]
    ) -> Outcome:
        match component.body:
            case Dag():
                return self._dag(component, inputs, path)
            case Importer() as importer:
                return self._import(task, importer, inputs, path)
            case Container() as container:
                step = Step("/".join(path), task, component, container, inputs)
                return self._outcome(component, step.run(self.bench))

    def _outcome(self, component: Component, result: StepResult) -> Outcome:
        """A failed step leaves an empty directory for each artifact, if others run past it."""
        if result.state is not StepState.FAILED or not self.bench.options.past_failures:
            return Outcome(result.state, result.outputs, result.detail)
        values = empty_places(component, self.bench.folder(result.name) / "outputs")
        return Outcome(result.state, values, result.detail, bool(component.output_parameters))

    def _passes(self, before: Iterable[Outcome]) -> bool:
        """Whether a task runs although these before it did not end well."""
        return self.bench.options.past_failures and not any(o.holes for o in before)

    def _loop(
        self, task: Task, loop: Loop, component: Component, inputs: Values, path: tuple[str, ...]
    ) -> Outcome:
        items = loop_items(loop, inputs)
        threads = min(loop.parallelism or _MOST_THREADS, max(self.bench.options.workers, 1))
        with ThreadPoolExecutor(threads) as pool:
            run = partial(self._iteration, task, loop, component, inputs, path)
            outcomes = list(pool.map(run, range(len(items)), items))
        return _together(outcomes, collected(component, [o.values for o in outcomes]))

    def _iteration(
        self,
        task: Task,
        loop: Loop,
        component: Component,
        inputs: Values,
        path: tuple[str, ...],
        index: int,
        item: Any,
    ) -> Outcome:
        complete = with_defaults(component, with_item(loop, inputs, item))
        return self._body(task, component, complete, (*path, str(index)))

    def _import(
        self, task: Task, importer: Importer, inputs: Values, path: tuple[str, ...]
    ) -> Outcome:
        uri = str(inputs.parameters.get(importer.uri_input, importer.uri))
        local = local_path(uri)
        table = parameter_placeholders(inputs.parameters)
        artifact = Artifact(
            name="artifact",
            uri=uri if local is None else str(local.absolute()),
            type=importer.type,
            metadata=fill_value(dict(importer.metadata), table),
        )
        outputs = Values({}, {"artifact": (artifact,)})
        step = StepResult("/".join(path), task.component, task.display_name, StepState.SUCCEEDED)
        started = self.bench.journal.started(step)
        self.bench.journal.ended(replace(started, outputs=outputs))
        return Outcome(StepState.SUCCEEDED, outputs)

    def _not_run(
        self,
        task: Task,
        path: tuple[str, ...],
        state: StepState,
        reason: SkipReason | None,
        why: str,
    ) -> Outcome:
        """Every step below the task is in the journal as not run, and why."""
        body = self.pipeline.components[task.component].body
        name = "/".join(path)
        steps = (
            self.pipeline.leaves(body, f"{name}/" + ("*/" if task.loop else ""))
            if isinstance(body, Dag)
            else [(name, task)]
        )
        for leaf, leaf_task in steps:
            blank = StepResult(leaf, leaf_task.component, leaf_task.display_name, state)
            self.bench.journal.skipped(blank, state, reason, why)
        return Outcome(state, detail=why, holes=reason is not SkipReason.CONDITION)


_WORDS: Final[Mapping[StepState, str]] = {
    StepState.FAILED: "failed",
    StepState.SKIPPED: "was skipped",
    StepState.CANCELED: "was cancelled",
}


def _together(outcomes: list[Outcome], values: Values) -> Outcome:
    """A group is as good as its worst member; skipped members are no fault of the group."""
    holes = any(outcome.holes for outcome in outcomes)
    for state in _BAD:
        worst = next((o for o in outcomes if o.state is state), None)
        if worst is not None:
            return Outcome(state, values, worst.detail, holes)
    return Outcome(StepState.SUCCEEDED, values)
