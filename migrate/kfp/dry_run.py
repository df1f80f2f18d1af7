"""A dry run of a converted pipeline: which Luigi tasks could be made and bound, by family.

Every step is a process of its own that imports the repository, makes its task, compares its id
with Luigi's, and binds its inputs and outputs; no task's run() is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bridges.kfp import RunResult, SkipReason, StepResult, StepState
from bridges.luigi import STEP_FILE
from migrate.errors import BadInput
from migrate.kfp.compiled import HELPERS, load_documents, luigi_constant

VARIABLE: Final = "PAVED_ROAD_DRY_RUN"


@dataclass(frozen=True, slots=True)
class Family:
    """The steps of one family: how many were made, and why others were not.

    ``unreached`` are in loops whose items are not known, or need what they would give.
    """

    name: str
    steps: int
    made: int
    failed: tuple[str, ...]
    unreached: int

    def as_dict(self) -> dict[str, Any]:
        return {
            "family": self.name,
            "steps": self.steps,
            "made": self.made,
            "failed": list(self.failed),
            "unreached": self.unreached,
        }


def constants(specs: Iterable[Path]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The Luigi constant of each component that runs something, by pipeline name and component.

    Raises BadInput for a step that is no Luigi step: it would really run.
    """
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for path in specs:
        spec, _ = load_documents(path)
        executors = spec.get("deploymentSpec", {}).get("executors", {})
        pipeline = spec.get("pipelineInfo", {}).get("name", "pipeline")
        for name, component in spec.get("components", {}).items():
            container = executors.get(component.get("executorLabel"), {}).get("container")
            if container is None:
                continue
            constant, _ = luigi_constant(container)
            if "kind" not in constant:
                raise BadInput(
                    f"{name} is not a step of a Luigi task, so a dry run would run it",
                    where=str(path),
                    next_step="leave out --dry-run",
                )
            found[pipeline, name] = constant
    return found


def check_runtime(project: Path) -> None:
    """The project's runtime knows dry runs; one from an earlier conversion would run its task."""
    runtime = project / STEP_FILE
    if not runtime.is_file() or VARIABLE not in runtime.read_text("utf-8"):
        raise BadInput(
            "this runtime knows no dry run",
            where=str(runtime),
            next_step="convert the repository again",
        )


def families(
    results: Sequence[RunResult], of_component: Mapping[tuple[str, str], Mapping[str, Any]]
) -> list[Family]:
    """One entry per family, by name; helper steps are a family only where they failed."""
    steps: dict[str, list[StepResult]] = {}
    for result in results:
        for step in result.steps:
            constant = of_component.get((result.pipeline, step.component), {"kind": "importer"})
            name = str(constant.get("family", ""))
            if constant["kind"] in HELPERS:
                if step.state is not StepState.FAILED:
                    continue
                name = " ".join(filter(None, [f"({constant['kind']})", name]))
            steps.setdefault(name, []).append(step)
    return [_family(name, steps[name]) for name in sorted(steps)]


def _family(name: str, steps: Sequence[StepResult]) -> Family:
    failed = [step for step in steps if step.state is StepState.FAILED]
    return Family(
        name=name,
        steps=len(steps),
        made=sum(step.state is StepState.SUCCEEDED for step in steps),
        failed=tuple(f"{step.name}: {_why(step)}" for step in failed),
        unreached=sum(_is_unreached(step) for step in steps),
    )


def _is_unreached(step: StepResult) -> bool:
    return step.reason is SkipReason.UPSTREAM or step.state is StepState.CANCELED


def _why(step: StepResult) -> str:
    """The last line of the log says what happened; without a log the runner does."""
    if step.log is None or not step.log.is_file():
        return step.detail
    lines = step.log.read_text("utf-8", errors="replace").splitlines()
    said = [line for line in lines if line.startswith("paved-road: ")]
    return said[-1].removeprefix("paved-road: ") if said else step.detail
