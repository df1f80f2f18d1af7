"""Handlers that the repository registered with ``Task.event_handler``."""

import inspect

from migrate.luigi.capture.functions import unwrapped
from migrate.luigi.capture.places import is_within, source_path
from migrate.luigi.capture.text import text_of, words

# Raised by Luigi's scheduling and its worker's parent process: where one task is run, nobody does.
SCHEDULING_EVENTS = words(
    "event.core.dependency.discovered event.core.dependency.missing event.core.dependency.present "
    "event.core.task.broken event.core.timeout event.core.process_failure"
)


def registered_handlers(places):
    """``(class, event, handler, its function or None)`` of each, Luigi's own left out."""
    import luigi

    found = []
    for cls, table in getattr(luigi.Task, "_event_callbacks", {}).items():
        for event, handlers in table.items():
            for handler in handlers:
                function = unwrapped(handler)
                path = source_path(function) if function else None
                if not (path and is_within(path, [places.luigi])):
                    found.append((cls, text_of(event), handler, function))
    return found


def handlers_called_for(cls, places):
    """Functions that are called when a task of this class runs, each once, in order of names."""
    called = {
        function
        for owner, event, _, function in registered_handlers(places)
        if function and event not in SCHEDULING_EVENTS and owner in inspect.getmro(cls)
    }
    return sorted(called, key=lambda f: (f.__name__, f.__code__.co_firstlineno))


def events(classes, places):
    """The registrations as graph.json has them."""
    found = [
        {
            "class": classes.key(cls),
            "event": event,
            "handler": getattr(handler, "__name__", type(handler).__name__),
            "module": text_of(getattr(handler, "__module__", None) or ""),
            "path": places.shown(source_path(function) if function else None),
            "line": function.__code__.co_firstlineno if function else 0,
        }
        for cls, event, handler, function in registered_handlers(places)
    ]
    return sorted(found, key=lambda e: (e["class"], e["event"], e["handler"], e["line"]))
