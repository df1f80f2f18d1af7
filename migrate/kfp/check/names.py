"""Names that Kubernetes and Argo accept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from migrate.kfp.check.dags import dags, tasks

TASK = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
LONGEST_PIPELINE = 128


def names(spec: Mapping[str, Any]) -> list[str]:
    """Task and pipeline names outside the character set or too long."""
    pipeline = spec.get("pipelineInfo", {}).get("name", "")
    problems = []
    if not TASK.fullmatch(pipeline) or len(pipeline) > LONGEST_PIPELINE:
        problems.append(f"pipeline name {pipeline!r} is not a Kubernetes name")
    for dag, component in dags(spec):
        problems += [
            f"{dag}: task name {task!r} is not a Kubernetes name"
            for task in tasks(component)
            if not TASK.fullmatch(task)
        ]
    return problems
