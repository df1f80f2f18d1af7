"""How a task is run: Luigi's retries, timeout and skip-if-exists as KFP settings."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from migrate.kfp.plan import Flow, Mode, Policy
from migrate.luigi.graph import Node, TaskGraph

# Options of luigi.cfg that stand for a task attribute no task sets, newest spelling first.
CONFIGURED = {
    "retry_count": (("scheduler", "retry_count"), ("scheduler", "retry-count")),
    "worker_timeout": (
        ("worker", "timeout"),
        ("core", "worker-timeout"),
        ("core", "worker_timeout"),
    ),
}


def configured(graph: TaskGraph) -> dict[str, float]:
    """The attributes that the configuration gives to every task, where it holds a number."""
    found: dict[str, float] = {}
    for attribute, places in CONFIGURED.items():
        texts = (graph.config.get(section, {}).get(option) for section, option in places)
        text = next((t for t in texts if t), "")
        if text.replace(".", "", 1).isdigit():
            found[attribute] = float(text)
    return found


def policy_of(
    node: Node, flow: Flow, secret: bool, everywhere: Mapping[str, float] | None = None
) -> Policy:
    """Retries count failures in Luigi and repetitions in KFP: ``retry_count=3`` is 2 retries.

    ``everywhere`` holds the attributes of :func:`configured`; a task's own come first.

    Caching is left on only where KFP sees all data: a file on a volume or a row in a database
    is outside its cache key, and there the step itself asks complete().
    """
    pure = flow.mode is Mode.ARTIFACT and not flow.mounts_workspace and node.kind == "task"
    attributes = {**(everywhere or {}), **node.attributes}
    return Policy(
        retries=retries_of(attributes.get("retry_count")),
        timeout=_number(attributes.get("worker_timeout")),
        caching=pure and bool(node.targets()),
        workspace=flow.mounts_workspace,
        secret=secret,
    )


def retries_of(retry_count: Any) -> int:
    """KFP's retries for Luigi's number of attempts."""
    return max(0, _number(retry_count) - 1)


def _number(value: Any) -> int:
    usable = isinstance(value, (int, float)) and not isinstance(value, bool)
    return ceil(value) if usable and 0 < value < 2**31 else 0
