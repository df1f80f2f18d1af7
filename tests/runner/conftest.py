"""Compiles real pipelines with the KFP SDK and runs what the compiler wrote."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bridges.kfp import RunOptions, RunResult, run_pipeline

Compiled = Callable[[Any], Path]
Run = Callable[..., RunResult]


@pytest.fixture
def compiled(tmp_path: Path) -> Compiled:
    """Compiles a pipeline function (or a component) to a YAML file."""
    from kfp import compiler

    numbers = count()

    def compile_it(pipeline: Any) -> Path:
        path = tmp_path / f"pipeline-{next(numbers)}.yaml"
        compiler.Compiler().compile(pipeline, str(path))
        return path

    return compile_it


@pytest.fixture
def run(compiled: Compiled, tmp_path: Path) -> Run:
    """Compiles and runs; arguments of the pipeline go in ``arguments``, the rest are options."""
    numbers = count()

    def run_it(pipeline: Any, arguments: dict[str, Any] | None = None, **options: Any) -> RunResult:
        listener = options.pop("listener", None)
        canceller = options.pop("canceller", None)
        if "resume" not in options:
            options.setdefault("run_dir", tmp_path / "runs" / str(next(numbers)))
        options.setdefault("workers", 4)
        spec = pipeline if isinstance(pipeline, Path) else compiled(pipeline)
        return run_pipeline(spec, arguments or {}, RunOptions(**options), listener, canceller)

    return run_it


def states(result: RunResult) -> dict[str, str]:
    """``{step name: state}``."""
    return {step.name: step.state.value for step in result.steps}
