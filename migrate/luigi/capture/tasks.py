"""One task: what Luigi's scheduler would ask it, and a little more."""

import inspect

from migrate.luigi.capture.errors import RAISED, error_of
from migrate.luigi.capture.functions import defining_class, plain_function
from migrate.luigi.capture.luigi_types import family_of, is_task_class
from migrate.luigi.capture.own_targets import OwnTargets
from migrate.luigi.capture.structures import target_structure, task_structure
from migrate.luigi.capture.text import text_of, without_addresses
from migrate.luigi.capture.values import json_value

ATTRIBUTES = {
    "priority": 0,
    "disabled": False,
    "resources": {},
    "worker_timeout": None,
    "retry_count": None,
    "disable_hard_timeout": None,
    "disable_window": None,
    "disable_failures": None,
    "disable_window_seconds": None,
    "max_batch_size": float("inf"),
    "batchable": False,
    "owner_email": None,
    "accepts_messages": False,
}


class TaskReader(object):
    """Asks one task what the scheduler would ask it, and a little more."""

    def __init__(self, places, classes, parameters, main_module):
        self.places = places
        self.classes = classes
        self.parameters = parameters
        self.main_module = main_module
        self.own_targets = OwnTargets(places)

    def read(self, task, is_root=False):
        """``(node, upstream tasks)``; what fails is written on the node."""
        errors = []
        cls = type(task)
        requires, listed = self._requires(task, errors)
        upstream = self._deps(task, listed, errors)
        outputs, targets = self._outputs(task, errors)
        node = {
            "task_id": text_of(task.task_id),
            "family": text_of(family_of(cls)),
            "module": self._module(cls),
            "class_name": cls.__name__,
            "class_key": self.classes.add(cls),
            "kind": kind_of(task),
            "params": self._params(task, is_root, errors),
            "requires": requires,
            "deps": self._other_deps(listed, upstream),
            "outputs": outputs,
            "attributes": self._attributes(task, errors),
            "dynamic": self._is_dynamic(task),
            "complete": self._complete(task, targets, errors),
            "errors": errors,
        }
        return node, upstream

    def _module(self, cls):
        """Where the family can be imported from: externalize() copies say ``luigi.task``."""
        for klass in cls.__mro__:
            if klass.__module__ != "luigi.task":
                return klass.__module__ if is_task_class(klass) else self.main_module
        return self.main_module

    def _requires(self, task, errors):
        try:
            structure, tasks, strangers = task_structure(task.requires())
        except RAISED as error:
            errors.append(error_of("requires", error))
            return None, []
        for stranger in strangers:
            message = "requires() gave %s, which is no task" % without_addresses(
                text_of(repr(stranger))
            )
            errors.append({"where": "requires", "type": "TypeError", "message": message})
        return structure, tasks

    def _deps(self, task, listed, errors):
        """Luigi's scheduler asks deps(); templates of Luigi's add to what requires() says.

        Elsewhere requires() is not asked twice: it may be slow, or answer differently each time.
        """
        if any(e["where"] == "requires" and e["type"] != "TypeError" for e in errors):
            return []
        asked = [defining_class(type(task), name) for name in ("deps", "_requires")]
        if all(cls is not None and cls.__module__ == "luigi.task" for cls in asked):
            return listed
        try:
            return [t for t in task.deps() if is_task_class(type(t))]
        except RAISED as error:
            errors.append(error_of("requires", error))
            return listed

    @staticmethod
    def _other_deps(listed, upstream):
        ids = sorted({text_of(t.task_id) for t in upstream})
        return None if ids == sorted({text_of(t.task_id) for t in listed}) else ids

    def _outputs(self, task, errors):
        try:
            return target_structure(task.output(), self.own_targets)
        except RAISED as error:
            errors.append(error_of("output", error))
            return None, None

    def _params(self, task, is_root, errors):
        try:
            return self.parameters.read(task, is_root)
        except RAISED as error:
            errors.append(error_of("params", error))
            return []

    @staticmethod
    def _attributes(task, errors):
        found = {}
        for name in sorted(ATTRIBUTES):
            try:
                value = getattr(task, name, ATTRIBUTES[name])
                if name == "resources":
                    value = task.process_resources()
            except RAISED as error:
                errors.append(error_of("attributes", error))
                continue
            if callable(value) or value == ATTRIBUTES[name]:
                continue
            is_natural, natural = json_value(value)
            found[name] = natural if is_natural else without_addresses(text_of(value))
        return found

    def _is_dynamic(self, task):
        # An instance may have a run() of its own; a decorated one hides what its function is.
        runs = (getattr(task, "run", None), plain_function(type(task), "run"))
        if any(inspect.isgeneratorfunction(run) for run in runs):
            return True
        facts = self.classes.found[self.classes.key(type(task))]["facts"]
        return any(f["name"] in ("schedules", "yields") and f["method"] == "run" for f in facts)

    @staticmethod
    def _complete(task, targets, errors):
        """complete(), only where the answer is cheap and asks nothing but the local disk.

        Luigi's own complete() is answered from what is known: output() may take its time.
        """
        definer = defining_class(type(task), "complete")
        existing = [found["exists"] for found in targets or ()]
        if targets is None or None in existing:
            return None
        if definer.__module__ == "luigi.task":
            return (bool(existing) and all(existing)) if definer.__name__ == "Task" else None
        if not existing:
            return None
        try:
            return bool(task.complete())
        except RAISED as error:
            errors.append(error_of("complete", error))
            return None


def kind_of(task):
    import luigi

    cls = type(task)
    if getattr(task, "run", None) in (None, NotImplemented):
        return "external"
    if isinstance(task, luigi.ExternalTask) and defining_class(cls, "run") in (
        luigi.ExternalTask,
        luigi.Task,
    ):
        return "external"
    return "wrapper" if isinstance(task, luigi.WrapperTask) else "task"
