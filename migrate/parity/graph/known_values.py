"""Values of a pipeline's inputs, as far as they are known before a run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bridges.kfp.errors import ArgumentInvalid
from bridges.kfp.placeholders import fill_value, parameter_placeholders
from bridges.kfp.run import arguments_from_text, pipeline_inputs
from bridges.kfp.spec import Component, Constant, FromParent, ParameterInput, Task
from migrate.errors import BadInput

Values = Mapping[str, Any]
"""Inputs of a component by name; what only a run can tell is absent."""


def root_values(root: Component, arguments: Mapping[str, str], where: str) -> Values:
    """The values of the pipeline's own parameters; raises BadInput where one is missing."""
    own = {n: text for n, text in arguments.items() if n in root.parameters}
    try:
        return pipeline_inputs(root, arguments_from_text(root, own)).parameters
    except ArgumentInvalid as error:
        raise BadInput(
            str(error), where=where, next_step="give the values of the run: --param NAME=VALUE"
        ) from error


def given_to(task: Task, component: Component, values: Values) -> dict[str, Any]:
    """The component's inputs as far as they are known before the run."""
    known = {n: p.default for n, p in component.parameters.items() if p.has_default}
    for name, source in task.parameters.items():
        known.pop(name, None)
        for value in _resolved(source, values):
            known[name] = value
    table = parameter_placeholders(known)
    filled = {name: fill_value(value, table) for name, value in known.items()}
    return {n: v for n, v in filled.items() if n in component.parameters and not _is_open(v)}


def _is_open(value: Any) -> bool:
    """A placeholder is left in it, which a run will fill."""
    return "{{$" in json.dumps(value)


def _resolved(given: ParameterInput, values: Values) -> Iterator[Any]:
    """The value, or nothing where a step makes it."""
    match given.source:
        case Constant(value):
            pass
        case FromParent(name) if name in values:
            value = values[name]
        case _:
            return
    for key in given.selector:
        holder = parsed(value) if isinstance(value, str) else value
        if not isinstance(holder, Mapping) or key not in holder:
            return
        value = holder[key]
    yield value


def parsed(text: str) -> Any:
    """The value of a JSON text, None where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None
