"""No task depends on itself through others."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from migrate.kfp.check.dags import dags, tasks


def cycles(spec: Mapping[str, Any]) -> list[str]:
    """One problem per DAG that has a cycle, naming it."""
    problems = []
    for name, component in dags(spec):
        graph = {task: list(t.get("dependentTasks", ())) for task, t in tasks(component).items()}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            problems.append(f"{name}: cycle {' → '.join(error.args[1])}")
    return problems
