"""How large the Argo Workflow of a compiled pipeline will be.

A linear model fitted on the 147 pairs of compiled pipeline and Argo Workflow in the test data of
kubeflow/pipelines (R² 0.965, median error 2.6 %). etcd refuses objects above 1.5 MiB and Argo
adds the status of every pod to the same object, so the spec alone must stay well below.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from migrate.kfp.check.dags import dags, tasks

BASE, PER_TASK, PER_TASK_BYTE, PER_SPEC_BYTE, PER_DAG = 8590, 1027, 2.52, 0.97, -571
WARN_TASKS = 450
WARN_BYTES = 1024 * 1024
LIMIT_BYTES = 1536 * 1024


@dataclass(frozen=True, slots=True)
class Size:
    """Number of KFP tasks, estimated bytes of the Workflow, bytes of the YAML."""

    tasks: int
    argo_bytes: int
    yaml_bytes: int

    @property
    def near_limit(self) -> bool:
        return self.tasks > WARN_TASKS or self.argo_bytes > WARN_BYTES


def estimate(spec: Mapping[str, Any], yaml_bytes: int) -> Size:
    """The size of one run of this pipeline, loops counted once."""
    every = [task for _, component in dags(spec) for task in tasks(component).values()]
    task_bytes = sum(len(json.dumps(json.dumps(task))) for task in every)
    size = BASE + PER_TASK * len(every) + PER_TASK_BYTE * task_bytes
    size += PER_SPEC_BYTE * _distinct_bytes(spec) + PER_DAG * sum(1 for _ in dags(spec))
    return Size(len(every), int(size), yaml_bytes)


def _distinct_bytes(spec: Mapping[str, Any]) -> int:
    """Argo stores a component once per distinct container."""
    executors = spec.get("deploymentSpec", {}).get("executors", {})
    seen: dict[str, int] = {}
    for component in spec.get("components", {}).values():
        container = json.dumps(executors.get(component.get("executorLabel"), {}), sort_keys=True)
        seen.setdefault(container, len(container) + len(json.dumps(component)))
    return sum(seen.values())
