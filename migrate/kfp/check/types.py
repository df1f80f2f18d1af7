"""Constants have the type that their component declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from migrate.kfp.check.dags import component_of, dags, tasks

ACCEPTED: dict[str, tuple[type, ...]] = {
    "STRING": (str,),
    "BOOLEAN": (bool,),
    "NUMBER_INTEGER": (int, float),
    "NUMBER_DOUBLE": (int, float),
    "LIST": (list,),
    "STRUCT": (dict,),
}


def parameter_types(spec: Mapping[str, Any]) -> list[str]:
    """Constants whose value is not of the declared type, or an integer with a fraction."""
    problems = []
    for dag, component in dags(spec):
        for name, task in tasks(component).items():
            declared = component_of(spec, task).get("inputDefinitions", {}).get("parameters", {})
            for key, source in task.get("inputs", {}).get("parameters", {}).items():
                if "runtimeValue" in source and key in declared:
                    value = source["runtimeValue"].get("constant")
                    kind = declared[key].get("parameterType", "")
                    if not _fits(value, kind):
                        problems.append(f"{dag}.{name}: {key} is {value!r}, not a {kind}")
    return problems


def _fits(value: Any, kind: str) -> bool:
    if kind not in ACCEPTED:
        return True
    if isinstance(value, bool) and kind != "BOOLEAN":
        return False
    if kind == "NUMBER_INTEGER" and isinstance(value, float) and not value.is_integer():
        return False
    return isinstance(value, ACCEPTED[kind])
