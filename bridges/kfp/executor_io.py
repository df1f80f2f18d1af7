"""ExecutorInput for a step, and what the step gave back in executor_output.json and files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bridges.kfp.artifacts import Artifact
from bridges.kfp.errors import StepError
from bridges.kfp.model import Values
from bridges.kfp.spec import ArtifactDef, Component
from bridges.kfp.values import from_text, transported


def executor_input(component: Component, inputs: Values, outputs: Path) -> dict[str, Any]:
    """The ExecutorInput message as JSON; everything the step writes goes below ``outputs``."""
    return {
        "inputs": {
            "parameterValues": dict(inputs.parameters),
            "artifacts": {
                name: {"artifacts": [a.as_dict() for a in artifacts]}
                for name, artifacts in inputs.artifacts.items()
            },
        },
        "outputs": {
            "parameters": {
                name: {"outputFile": str(outputs / name)} for name in component.output_parameters
            },
            "artifacts": {
                name: {"artifacts": [_fresh(name, definition, outputs).as_dict()]}
                for name, definition in component.output_artifacts.items()
            },
            "outputFile": str(outputs / "executor_output.json"),
        },
    }


def empty_places(component: Component, outputs: Path) -> Values:
    """A directory for each output artifact that the step did not write."""
    artifacts = {
        name: (_fresh(name, definition, outputs),)
        for name, definition in component.output_artifacts.items()
    }
    for name in artifacts:
        if not (outputs / name).exists():
            (outputs / name).mkdir(parents=True)
    return Values({}, artifacts)


def _fresh(name: str, definition: ArtifactDef, outputs: Path) -> Artifact:
    return Artifact(name, str(outputs / name), definition.type)


def read_outputs(component: Component, outputs: Path) -> Values:
    """What the step gave; raises StepError for a declared parameter that it did not give."""
    written = _executor_output(outputs / "executor_output.json")
    parameters = written.get("parameterValues", {})
    artifacts = written.get("artifacts", {})
    return Values(
        {
            name: transported(parameters[name])
            if name in parameters
            else _from_file(outputs / name, name, definition.type)
            for name, definition in component.output_parameters.items()
        },
        {
            name: _given(name, definition, artifacts.get(name, {}), outputs)
            for name, definition in component.output_artifacts.items()
        },
    )


def _executor_output(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise StepError(f"{path.name} is not JSON: {error}") from None
    if not isinstance(data, Mapping):
        raise StepError(f"{path.name} holds no JSON object")
    return data


def _from_file(path: Path, name: str, parameter_type: str) -> Any:
    try:
        return from_text(path.read_text(encoding="utf-8"), parameter_type)
    except OSError:
        raise StepError(f"the step ended well but did not write output {name!r}") from None
    except ValueError as error:
        raise StepError(f"output {name!r}: {error}") from None


def _given(
    name: str, definition: ArtifactDef, entry: Mapping[str, Any], outputs: Path
) -> tuple[Artifact, ...]:
    """The step may have changed URI and metadata; the type is the declared one."""
    fresh = _fresh(name, definition, outputs)
    return tuple(
        Artifact(
            name=given.get("name") or name,
            uri=given.get("uri") or fresh.uri,
            type=given.get("type") or fresh.type,
            metadata=given.get("metadata") or {},
        )
        for given in entry.get("artifacts") or [fresh.as_dict()]
    )
