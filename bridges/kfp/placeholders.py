"""Placeholders ``{{$…}}``: what the cluster's launcher puts in their place in a command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bridges.kfp.artifacts import Artifact
from bridges.kfp.errors import StepError
from bridges.kfp.values import as_text

_PLACEHOLDER: Final = re.compile(r"\{\{\$[^{}]*\}\}")
_STRUCTURES: Final = ('{"IfPresent"', '{"Concat"')


def parameter_placeholders(parameters: Mapping[str, Any]) -> dict[str, str]:
    """What can be filled in a constant of the pipeline: the task's own input parameters."""
    return {f"{{{{$.inputs.parameters['{k}']}}}}": as_text(v) for k, v in parameters.items()}


def executor_placeholders(executor_input: Mapping[str, Any]) -> dict[str, str]:
    """What can be filled in a command: inputs, output paths and the ExecutorInput itself."""
    inputs, outputs = executor_input["inputs"], executor_input["outputs"]
    table = parameter_placeholders(inputs["parameterValues"])
    table["{{$}}"] = json.dumps(executor_input)
    table["{{$.outputs.output_file}}"] = outputs["outputFile"]
    table["{{$.outputs.output_metadata_uri}}"] = outputs["outputFile"]
    for name, parameter in outputs["parameters"].items():
        table[f"{{{{$.outputs.parameters['{name}'].output_file}}}}"] = parameter["outputFile"]
    for side in ("inputs", "outputs"):
        for name, entry in executor_input[side]["artifacts"].items():
            table.update(_artifact_placeholders(f"{{{{$.{side}.artifacts['{name}']", entry))
    return table


def _artifact_placeholders(start: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not entry["artifacts"]:
        return
    artifact = Artifact.from_dict(entry["artifacts"][0])
    yield start + "}}", json.dumps(artifact.as_dict())
    yield start + ".uri}}", artifact.uri
    yield start + ".path}}", artifact.uri
    yield start + ".name}}", artifact.name
    yield start + ".metadata}}", as_text(dict(artifact.metadata))
    for key, value in artifact.metadata.items():
        yield f"{start}.metadata['{key}']}}}}", as_text(value)


def fill(text: str, table: Mapping[str, str]) -> str:
    """The text with every known placeholder replaced; others stay, as on a cluster."""
    return _PLACEHOLDER.sub(lambda match: table.get(match[0], match[0]), text)


def fill_value(value: Any, table: Mapping[str, str]) -> Any:
    """The JSON value with the placeholders in all its texts replaced."""
    match value:
        case str():
            return fill(value, table)
        case list():
            return [fill_value(item, table) for item in value]
        case dict():
            return {key: fill_value(item, table) for key, item in value.items()}
    return value


def fill_command(words: Sequence[str], table: Mapping[str, str]) -> list[str]:
    """The command with placeholders replaced, ``IfPresent`` decided and ``Concat`` joined."""
    return [word for raw in words for word in _word(raw, table)]


def _word(raw: str, table: Mapping[str, str]) -> Iterator[str]:
    if raw.startswith(_STRUCTURES):
        try:
            structure = json.loads(raw)
        except ValueError:
            raise StepError(f"cannot read the argument {raw!r}") from None
        yield from _structure(structure, table)
    else:
        yield fill(raw, table)


def _structure(item: Any, table: Mapping[str, str]) -> Iterator[str]:
    match item:
        case str():
            yield fill(item, table)
        case list():
            for part in item:
                yield from _structure(part, table)
        case {"Concat": parts}:
            yield "".join(_structure(parts, table))
        case {"IfPresent": {"InputName": name} as choice}:
            present = f"{{{{$.inputs.parameters['{name}']}}}}" in table or any(
                key.startswith(f"{{{{$.inputs.artifacts['{name}']") for key in table
            )
            yield from _structure(choice.get("Then" if present else "Else", []), table)
        case _:
            raise StepError(f"cannot read the argument part {item!r}")
