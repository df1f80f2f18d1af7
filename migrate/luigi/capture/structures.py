"""What requires() and output() give: tasks and targets in lists and dictionaries."""

import types

from migrate.luigi.capture.luigi_types import is_task_class
from migrate.luigi.capture.targets import describe_target
from migrate.luigi.capture.text import TEXT_TYPES, text_of
from migrate.luigi.capture.values import INTEGERS

CONTAINERS = (list, tuple, set, frozenset, types.GeneratorType)


def task_structure(value):
    """``(structure, tasks, strangers)`` of what requires() gave."""
    tasks, strangers = [], []

    def build(item):
        if is_task_class(type(item)):
            tasks.append(item)
            return {"task": text_of(item.task_id)}
        if item is None:
            return None
        if isinstance(item, dict):
            return {"dict": [[k, build(v)] for k, v in ordered(item)]}
        if isinstance(item, TEXT_TYPES) or not hasattr(item, "__iter__") or isinstance(item, type):
            strangers.append(item)
            return None
        return listed(item, [build(v) for v in unordered_by_id(item)])

    structure = build(value)
    return structure, tasks, strangers


def target_structure(value, own_targets):
    """``(structure, targets)`` of what output() gave, the targets described."""
    import luigi

    targets = []

    def build(item):
        if item is None:
            return None
        if not isinstance(item, luigi.Target):
            if isinstance(item, dict):
                return {"dict": [[k, build(v)] for k, v in ordered(item)]}
            if isinstance(item, CONTAINERS):
                return listed(item, [build(v) for v in unordered_by_path(item)])
        targets.append(describe_target(item, own_targets))
        return {"target": targets[-1]}

    return build(value), targets


def listed(original, items):
    kind = type(original).__name__
    return {"list": items} if kind == "list" else {"list": items, "type": kind}


def ordered(table):
    """Items of a dictionary with keys as JSON has them, in one order on every interpreter."""
    items = [(k if isinstance(k, INTEGERS) else text_of(k), v) for k, v in table.items()]
    return sorted(items, key=lambda item: (text_of(type(item[0]).__name__), item[0]))


def unordered_by_id(items):
    if isinstance(items, (set, frozenset)):
        return sorted(items, key=lambda t: text_of(getattr(t, "task_id", t)))
    return items


def unordered_by_path(items):
    if isinstance(items, (set, frozenset)):
        return sorted(items, key=lambda t: text_of(getattr(t, "path", t)))
    return items


def has_set(structure):
    """True where a set makes the order of the tasks another one in every process."""
    if not structure:
        return False
    items = structure.get("list", []) + [item for _, item in structure.get("dict", [])]
    return structure.get("type") in ("set", "frozenset") or any(has_set(i) for i in items)
