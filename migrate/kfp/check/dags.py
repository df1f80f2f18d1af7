"""Walks the DAGs of a PipelineSpec: the root's and those of sub-pipelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Task = Mapping[str, Any]


def dags(spec: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """``(name, component spec)`` of every component that is a DAG; the root is ``root``."""
    yield "root", spec.get("root", {})
    for name, component in spec.get("components", {}).items():
        if "dag" in component:
            yield name, component


def tasks(component: Mapping[str, Any]) -> Mapping[str, Task]:
    found: Mapping[str, Task] = component.get("dag", {}).get("tasks", {})
    return found


def component_of(spec: Mapping[str, Any], task: Task) -> Mapping[str, Any]:
    """The component a task runs; empty when the reference dangles."""
    name = task.get("componentRef", {}).get("name", "")
    found: Mapping[str, Any] = spec.get("components", {}).get(name, {})
    return found
