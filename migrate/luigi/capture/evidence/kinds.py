"""Kinds: what of a task an expression stands for.

Names keep a kind only if all their assignments agree, so one path that is not the task's own is
enough to report an I/O call.
"""

import types

from migrate.luigi.capture.luigi_types import is_target_class, is_task_class
from migrate.luigi.capture.places import source_path
from migrate.luigi.capture.text import words

SELF, TASK, OTHER, TARGET, PATH, NEAR, HANDLE, TOP = (
    "self",
    "task",  # one that requires() gives
    "other",  # one made on the spot, or further up: its files are no input of this task
    "target",
    "path",  # of a target
    "near",  # a path made of one: beside it, or inside
    "handle",  # an open file that is a target's
    "top",  # not known yet
)
OWN_DATA = (TARGET, PATH, HANDLE)
TASKS = (TASK, OTHER)

TARGET_ATTRIBUTES = {"path": PATH, "fn": PATH, "abspath": PATH, "fs": None, "_fs": None}
# Targets come in lists and dictionaries, so what is a target may be a collection of them.
TARGET_METHODS = dict.fromkeys(words("values items get pop copy iteritems itervalues keys"), TARGET)
TARGET_METHODS.update({"open": HANDLE, "makedirs": HANDLE, "temporary_path": PATH})
TASK_METHODS = {
    "output": TARGET,
    "input": TARGET,
    "requires": OTHER,
    "deps": OTHER,
    "clone": OTHER,
}
ITEM_METHODS = words("values items get")  # of a dictionary of tasks
SAME_PATH_METHODS = words("encode decode strip resolve absolute expanduser")


def meet(kinds):
    """The kind all agree on, else None; TOP (not known yet) gives way to anything."""
    known = [k for k in kinds if k != TOP]
    if not known:
        return TOP
    if all(k in (TARGET, HANDLE) for k in known):
        return known[0] if len(set(known)) == 1 else HANDLE  # what is done with either is fine
    return known[0] if all(k == known[0] for k in known) else None


def item_kind(kind):
    """The kind of an item of something: targets come in lists and dicts, and so do paths."""
    return kind if kind in (TARGET, TASK, OTHER, PATH, TOP, NEAR) or is_object(kind) else None


def is_object(kind):
    return isinstance(kind, tuple)


def object_kind(value, places):
    """An object of a repository class keeps its methods followable."""
    import luigi

    cls = type(value)
    if value is None or isinstance(value, (type, types.FunctionType, types.ModuleType)):
        return None
    if is_task_class(cls):
        return OTHER
    if isinstance(value, luigi.Parameter):
        return None  # on the task it is the parameter's value
    module = getattr(cls, "__module__", "") or ""
    if module.split(".")[0] in ("luigi", "__main__") or is_target_class(cls):
        return None
    return ("object", cls) if places.is_own(source_path(cls)) else None
