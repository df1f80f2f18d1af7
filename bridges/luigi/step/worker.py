"""The task is run, as ``luigi.worker.TaskProcess`` does."""

import contextlib
import inspect
import sys
import time
import types

from bridges.luigi.step.outcome import shown_target, worker_option
from bridges.luigi.step.scheduler import run_scheduled
from bridges.luigi.step.text import logger

try:
    from queue import Queue
except ImportError:  # Python 2
    from Queue import Queue


def execute(task, dynamic, knowledge):
    dynamic = dynamic or inspect.isgeneratorfunction(task.run)
    with _failure_hooks(task):
        _check_dependencies(task, knowledge)
        _do_as_b2luigi(task)
        dynamic = dynamic or _run_once(task)
    if dynamic:
        run_scheduled(task)


def _do_as_b2luigi(task):
    """b2luigi's own runner makes the directories of the outputs before it calls run()."""
    framework = sys.modules.get("b2luigi")
    if framework is not None and isinstance(task, framework.Task):
        framework.core.utils.create_output_dirs(task)


@contextlib.contextmanager
def _failure_hooks(task):
    from luigi import Event

    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        task.trigger_event(Event.FAILURE, task, error)
        task.on_failure(error)
        raise


def _run_once(task):
    """True when run() turned out to yield dependencies, and has done nothing yet."""
    from luigi import Event

    task.trigger_event(Event.START, task)
    began = time.time()
    with _worker_attributes(task):
        result = task.run(**_old_callbacks(task))
    if isinstance(result, types.GeneratorType):
        result.close()
        return True
    task.trigger_event(Event.PROCESSING_TIME, task, time.time() - began)
    task.on_success()
    task.trigger_event(Event.SUCCESS, task)
    return False


def _check_dependencies(task, knowledge):
    if not worker_option("check_unfulfilled_deps", True):
        return
    missing = [_unfulfilled(t) for t in task.deps() if not knowledge.is_complete(t)]
    if missing:
        noun = "dependency" if len(missing) == 1 else "dependencies"
        raise RuntimeError("Unfulfilled %s at run time: %s" % (noun, ", ".join(missing)))


def _unfulfilled(task):
    from luigi.task import flatten

    absent = [shown_target(target) for target in flatten(task.output()) if not target.exists()]
    return "%s (%s)" % (task.task_id, ", ".join(absent)) if absent else task.task_id


@contextlib.contextmanager
def _worker_attributes(task):
    """What Luigi's worker hangs on a task while it runs; messages become lines of the log."""
    said = {
        name: _logs(name)
        for name in (
            "set_tracking_url",
            "set_status_message",
            "set_progress_percentage",
            "decrease_running_resources",
        )
    }
    said["scheduler_messages"] = Queue() if getattr(task, "accepts_messages", 0) else None
    for name, value in said.items():
        setattr(task, name, value)
    try:
        yield
    finally:
        for name in said:
            setattr(task, name, None)


def _logs(name):
    return lambda message: logger.info("%s: %s", name.replace("_", " "), message)


def _old_callbacks(task):
    """Luigi before 2.3 gives the tracking URL callback to a run() that takes it."""
    code = getattr(getattr(task.run, "__func__", None), "__code__", None)
    taken = code.co_varnames[: code.co_argcount] if code else ()
    name = "tracking_url_callback"
    return {name: _logs("set_tracking_url")} if name in taken else {}
