"""Whether a task is complete, and which of its targets are missing."""

import re

from bridges.luigi.step.contract import StepError
from bridges.luigi.step.text import logger, one_line, text_of


def is_complete(task):
    """A WrapperTask calls itself complete once its requirements are, and here they always are.

    Luigi asked before they ran, and so ran the wrapper's own work; here its outputs decide.
    """
    from luigi.task import flatten

    if not waits_only(task):
        return task.complete()
    targets = flatten(task.output())
    return bool(targets) and all(target.exists() for target in targets)


def waits_only(task):
    """A WrapperTask whose complete() is Luigi's: it asks what the task requires."""
    import luigi

    inherited = plain_method(type(task).complete) is plain_method(luigi.WrapperTask.complete)
    return isinstance(task, luigi.WrapperTask) and inherited


def plain_method(method):
    return getattr(method, "__func__", method)  # an unbound method in Python 2


def check_external(task):
    from luigi import Event
    from luigi.task import flatten

    if task.complete():
        task.trigger_event(Event.DEPENDENCY_PRESENT, task)
        return
    task.trigger_event(Event.DEPENDENCY_MISSING, task)
    where = ", ".join(
        shown_target(target) for target in flatten(task.output()) if not target.exists()
    )
    raise StepError("missing external %s: %s" % (task.task_id, where or "complete() is false"))


def check_outputs(task):
    from luigi.task import flatten

    targets = flatten(task.output())
    missing = [shown_target(target) for target in targets if not target.exists()]
    if missing:
        raise StepError("run() ended without its output: %s" % ", ".join(missing))
    if targets:
        _check_complete(task)


def _check_complete(task):
    """Asked for the log only, unless Luigi's own configuration makes it a condition."""
    required = worker_option("check_complete_on_run", False)
    try:
        said = "true" if task.complete() else "still false"
    except Exception as error:
        if required:
            raise
        said = "not to be had: %s" % one_line(error)
    if said != "true" and required:
        raise StepError("run() ended, but complete() is still false")
    if said != "true":
        logger.warning("%s: all outputs exist, but complete() is %s", task.task_id, said)


def worker_option(name, default):
    import luigi.worker

    options = getattr(luigi.worker, "worker", None)
    return getattr(options(), name, default) if options else default


def shown_target(target):
    name = type(target).__name__
    path = getattr(target, "path", None)
    return "%s %s" % (name, re.sub(r"://[^/@]+@", "://", text_of(path))) if path else name
