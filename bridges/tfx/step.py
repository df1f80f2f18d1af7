"""Runs one TFX component as a KFP step: ``python -m bridges.tfx.step REQUEST EXECUTOR_INPUT``.

``REQUEST`` is a :class:`~bridges.tfx.step_request.StepRequest` as JSON, ``EXECUTOR_INPUT`` what
KFP puts for ``{{$}}``. The executor is called as TFX's own launcher calls it, but without its
driver and its metadata store: a graph that KFP schedules has no use for them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from google.protobuf import json_format
from tfx.dsl.components.base.base_beam_executor import BaseBeamExecutor
from tfx.dsl.components.base.base_executor import BaseExecutor
from tfx.orchestration import data_types_utils
from tfx.proto.orchestration import pipeline_pb2
from tfx.types import Artifact
from tfx.utils import import_utils

from bridges.tfx.artifacts import kfp_output, local_path, tfx_input, tfx_output
from bridges.tfx.step_request import StepRequest

_AS = {"int": int, "float": float, "str": str, "bool": bool}


def main(words: list[str]) -> None:
    """Run the step; raises what the executor raises, and writes nothing for KFP then."""
    request, given = StepRequest.from_text(words[0]), json.loads(words[1])
    made = run_executor(request, given)
    target = Path(given["outputs"]["outputFile"])
    target.parent.mkdir(parents=True, exist_ok=True)
    artifacts = {name: {"artifacts": entries} for name, entries in made.items()}
    target.write_text(json.dumps({"artifacts": artifacts}), encoding="utf-8")


def run_executor(request: StepRequest, given: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Call the executor on an ExecutorInput; the artifacts of executor_output.json by name."""
    inputs = {
        key: [tfx_input(each, kind) for each in _artifacts(given, "inputs", name)]
        for name, (key, kind) in request.inputs.items()
    }
    places = {name: _artifacts(given, "outputs", name) for name in request.outputs}
    outputs = {
        name: [tfx_output(each, request.outputs[name]) for each in entries]
        for name, entries in places.items()
    }
    with tempfile.TemporaryDirectory(prefix="tfx-step-") as scratch:
        executor = _executor(request, scratch)
        executor.Do(inputs, outputs, properties_of(request, given))
    return {name: _described(places[name], outputs[name]) for name in request.outputs}


def properties_of(request: StepRequest, given: Mapping[str, Any]) -> dict[str, Any]:
    """The execution properties as an executor gets them, those known only now included."""
    properties = {name: _value(message) for name, message in request.properties.items()}
    parameters = given.get("inputs", {}).get("parameterValues", {})
    for name, kind in request.late.items():
        if kind == "path":
            properties[name] = local_path(_artifacts(given, "inputs", name)[0]["uri"])
        else:
            properties[name] = _AS[kind](parameters[name])
    return properties


def _value(message: Mapping[str, Any]) -> Any:
    value = json_format.ParseDict(message, pipeline_pb2.Value())
    schema = value.schema if value.HasField("schema") else None
    return data_types_utils.get_parsed_value(value.field_value, schema)


def _executor(request: StepRequest, scratch: str) -> BaseExecutor:
    kind = import_utils.import_class_by_path(request.executor)
    common = {"tmp_dir": scratch, "unique_id": "0"}
    if issubclass(kind, BaseBeamExecutor):
        args = list(request.beam_args)
        return kind(BaseBeamExecutor.Context(beam_pipeline_args=args, **common))
    return kind(BaseExecutor.Context(**common))


def _artifacts(given: Mapping[str, Any], side: str, name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = given[side]["artifacts"][name]["artifacts"]
    return entries


def _described(places: list[dict[str, Any]], made: list[Artifact]) -> list[dict[str, Any]]:
    return [kfp_output(place, artifact) for place, artifact in zip(places, made, strict=True)]


if __name__ == "__main__":
    main(sys.argv[1:])
