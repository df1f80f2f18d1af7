"""A result from its JSON form: what a run elsewhere has written."""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from migrate.errors import BadInput
from migrate.parity.model import FORMAT, VERSION, ParityResult


def from_text(text: str, where: str = "") -> ParityResult:
    """The result that :func:`migrate.parity.as_json.to_text` wrote."""
    try:
        value = json.loads(text)
        if value["format"] != FORMAT or value["version"] != VERSION:
            raise BadInput(f"is no {FORMAT} of version {VERSION}", where=where)
        result = _built(ParityResult, value)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"is no result of a comparison: {error}", where=where) from error
    assert isinstance(result, ParityResult), "built as one"
    return result


def _built(kind: Any, value: Any) -> Any:
    """``value`` as an instance of the annotation ``kind``."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _built(hints[f.name], value[f.name]) for f in fields(kind)})  # type: ignore[operator]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        inner = next(a for a in arguments if a is not type(None))
        return None if value is None else _built(inner, value)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return tuple(_built(arguments[0], item) for item in value)
        return tuple(_built(a, item) for a, item in zip(arguments, value, strict=True))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return float(value) if kind is float and isinstance(value, str) else value
