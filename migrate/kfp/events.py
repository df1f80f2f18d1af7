"""Which of the captured event handlers a step calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from migrate.luigi.capture.event_handlers import SCHEDULING_EVENTS
from migrate.luigi.graph import Node, TaskGraph

Event = Mapping[str, Any]


def is_raised(event: Event) -> bool:
    """In a step: by its runtime, or by the code of the task itself."""
    return event["event"] not in SCHEDULING_EVENTS


def waits_for(event: Event, node: Node, graph: TaskGraph) -> bool:
    """The handler is registered for the task's class or one that it inherits from."""
    cls = graph.classes.get(node.class_key)
    return cls is not None and str(event.get("class")).replace(":", ".") in cls.bases


def handler_modules(node: Node, graph: TaskGraph) -> list[str]:
    """Modules that a step imports for its handlers, besides those that it imports for its task."""
    own = {graph.module, node.module, ""}
    events = (e for e in graph.events if is_raised(e) and waits_for(e, node, graph))
    return sorted({str(e.get("module", "")) for e in events} - own)
