"""How a Luigi parameter value crosses KFP's transport, value by value.

KFP carries str, int, float and bool; numbers pass through a protobuf double, and ``{{`` starts a
placeholder. What survives that goes natively; the rest goes as Luigi's own serialised text.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Literal

from migrate.kfp.plan import KfpType
from migrate.luigi.graph import Node, Parameter

LARGEST_EXACT_INT = 2**53
LARGEST_TEXT = 64 * 1024
HANDED = "it is no parameter: the task that requires this one sets it"
NATIVE: dict[str, KfpType] = {
    "IntParameter": "int",
    "FloatParameter": "float",
    "BoolParameter": "bool",
}


@dataclass(frozen=True, slots=True)
class Carried:
    """The value travels as a component argument."""

    kfp_type: KfpType
    transport: Literal["text", "json"]
    literal: Any


@dataclass(frozen=True, slots=True)
class Omitted:
    """The step does not get the value: the class default or the configuration gives it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Only the parent task can make the value: the step walks down from the root."""

    reason: str


Transport = Carried | Omitted | Rebuilt


def transport(param: Parameter) -> Transport:
    """How this parameter reaches its step."""
    if param.transport == "secret" and param.source == "computed":
        return Rebuilt("its value is secret and made by another task")
    if param.transport == "secret":
        return Omitted("its value is secret and comes from the configuration at run time")
    if param.source == "default" and param.default_reads_clock:
        return Omitted("its default reads the clock and is evaluated at run time")
    if param.transport == "object" or param.text is None:
        return Rebuilt(f"a {param.value_type or 'value'} cannot be written as text")
    if len(param.text) > LARGEST_TEXT:
        return Rebuilt(f"its text has {len(param.text)} characters, too many for a KFP argument")
    if param.transport == "json":
        return Carried("str", "json", quote(param.value))
    if "{{" in param.text:
        return _escaped(param)
    kfp_type = NATIVE.get(param.type.rsplit(".", 1)[-1], "str")
    value = native_value(kfp_type, param.text)
    return Carried("str", "text", param.text) if value is None else Carried(kfp_type, "text", value)


def rebuilt(node: Node) -> tuple[tuple[str, str], ...]:
    """What only the task that requires this one can give it, and why: (name, reason) pairs."""
    ways = [(param.name, transport(param)) for param in node.params]
    by_value = [(name, way.reason) for name, way in ways if isinstance(way, Rebuilt)]
    return (*by_value, *((name, HANDED) for name in node.handed))


def native_value(kfp_type: KfpType, text: str) -> Any:
    """The Python value that KFP carries exactly and that prints as ``text`` again, or None."""
    if kfp_type == "bool":
        return {"True": True, "False": False}.get(text)
    if kfp_type == "int":
        return _exact_int(text)
    if kfp_type == "float":
        return _exact_float(text)
    return text


def luigi_text(kfp_type: KfpType, value: Any) -> str:
    """The text Luigi would serialise for a native value; the inverse of :func:`native_value`."""
    if kfp_type == "int":
        return str(int(value))
    return repr(float(value)) if kfp_type == "float" else str(value)


def quote(value: Any) -> str:
    """JSON in which no KFP or Argo placeholder starts: ``{{`` only occurs inside JSON strings."""
    return json.dumps(value).replace("{{", "{\\u007b")


def _escaped(param: Parameter) -> Transport:
    """As JSON, which the step does not parse() again: so only where Luigi writes it as it is."""
    if param.value_type in {"str", "unicode"} and param.value == param.text:
        return Carried("str", "json", quote(param.value))
    return Rebuilt("its text holds '{{', which starts a KFP placeholder")


def _exact_int(text: str) -> int | None:
    try:
        value = int(text)
    except ValueError:
        return None
    return value if abs(value) <= LARGEST_EXACT_INT and str(value) == text else None


def _exact_float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and repr(value) == text else None
