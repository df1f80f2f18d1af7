"""Parameter values as KFP transports them: protobuf ``Value`` on the way in, text on the way out.

Every number is a double on a cluster and comes out of Go's JSON writer without a fraction
when it has none: ``2**53 + 1`` arrives as ``2**53`` and ``1.0`` as ``1``, lists and dicts included.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

_GO_SWITCHES_TO_EXPONENT = 1e21
_TRUE: Final = frozenset({"1", "t", "T", "true", "True", "TRUE"})
_FALSE: Final = frozenset({"0", "f", "F", "false", "False", "FALSE"})

_PYTHON_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "STRING": (str,),
    "NUMBER_INTEGER": (int, float),
    "NUMBER_DOUBLE": (int, float),
    "BOOLEAN": (bool,),
    "LIST": (list, tuple),
    "STRUCT": (dict,),
    "TASK_FINAL_STATUS": (dict,),
}


def transported(value: Any) -> Any:
    """The value a component receives when ``value`` is sent; raises ValueError for NaN and Inf."""
    match value:
        case None | bool() | str():
            return value
        case int() | float():
            return _number(float(value))
        case list() | tuple():
            return [transported(item) for item in value]
        case Mapping():
            return {str(key): transported(item) for key, item in value.items()}
    raise ValueError(f"{type(value).__name__} is not a JSON type")


def _number(value: float) -> int | float:
    if not math.isfinite(value):
        raise ValueError(f"{value} has no JSON form")
    if value.is_integer() and abs(value) < _GO_SWITCHES_TO_EXPONENT:
        return int(value)
    return value


def typed(value: Any, parameter_type: str) -> Any:
    """``value`` as transported, when it is of ``parameter_type``; else ValueError says why not."""
    wanted = _PYTHON_TYPES.get(parameter_type)
    if wanted is None:
        raise ValueError(f"parameter type {parameter_type} is not known")
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        raise ValueError(f"expected {parameter_type}, got {type(value).__name__} {value!r}")
    result = transported(value)
    if parameter_type == "NUMBER_INTEGER" and not isinstance(result, int):
        raise ValueError(f"expected {parameter_type}, got {value!r}")
    return result


def from_text(text: str, parameter_type: str) -> Any:
    """The value that ``text`` stands for, as in an output file or on the command line."""
    reader = _READERS.get(parameter_type)
    if reader is None:
        raise ValueError(f"parameter type {parameter_type} is not known")
    return typed(reader(text), parameter_type)


def as_text(value: Any) -> str:
    """How ``value`` looks inside a command line or a longer string."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _boolean(text: str) -> bool:
    stripped = text.strip()
    if stripped not in _TRUE | _FALSE:
        raise ValueError(f"expected true or false, got {text!r}")
    return stripped in _TRUE


def _integer(text: str) -> int | float:
    return int(text) if text.strip().lstrip("+-").isdigit() else float(text)


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "STRING": str,
    "NUMBER_INTEGER": _integer,
    "NUMBER_DOUBLE": float,
    "BOOLEAN": _boolean,
    "LIST": json.loads,
    "STRUCT": json.loads,
    "TASK_FINAL_STATUS": json.loads,
}
