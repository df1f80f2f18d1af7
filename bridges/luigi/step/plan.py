"""The plan: which tasks Luigi would run."""

import hashlib
import os

from bridges.luigi.step.contract import PLAN, StepError, is_dry
from bridges.luigi.step.files import read_json, write_json
from bridges.luigi.step.tasks import is_external, task_at, walked
from bridges.luigi.step.text import logger, one_line, say, text_of


def write_plan(spec, params, artifact):
    """The artifact says which tasks Luigi's scheduler would take up, asked from the root down.

    What is below a complete task is not looked at. Whether a task is complete whose data is in
    artifacts is not known here: KFP's cache decides, and the walk goes on. External tasks that are
    looked at are checked by their steps. Ids may hold secrets, so the plan has their digests.
    """
    root = task_at(spec["walk"], params)
    unknown = frozenset(spec.get("artifacts", ()))
    complete = []

    def ends(task):
        unasked = task.task_family in unknown or is_external(task) or is_dry()
        if unasked or not _says_complete(task):
            return False
        complete.append(task.task_id)
        return True

    run = [_digest(task.task_id) for task in walked(root, _deps_or_none, ends)]
    write_json(os.path.join(artifact, PLAN), {"version": 1, "run": sorted(run)})
    looked_at = len(run) + len(complete)
    say("%d of the %d tasks that were looked at have to run" % (len(run), looked_at))
    return root.task_id


def _says_complete(task):
    """A complete() that raises leaves the task to its own step, which raises it again."""
    try:
        return bool(task.complete())
    except Exception as error:
        logger.warning("%s: complete() raised %s", task.task_id, one_line(error))
        return False


def _deps_or_none(task):
    """A deps() that raises leaves the task to its own step too, as Luigi's scheduler goes on."""
    try:
        return list(task.deps())
    except Exception as error:
        logger.warning("%s: deps() raised %s", task.task_id, one_line(error))
        return []


def is_in_plan(spec, task, inputs):
    """Whether the plan has the task; None for a step that has no plan."""
    if not spec.get("plan"):
        return None
    plan = read_json(os.path.join(inputs[spec["plan"]], PLAN))
    if plan is None:
        raise StepError("input %s is no plan: %s" % (spec["plan"], inputs[spec["plan"]]))
    return _digest(task.task_id) in plan["run"]


def _digest(task_id):
    return hashlib.sha256(text_of(task_id).encode("utf-8")).hexdigest()[:32]
