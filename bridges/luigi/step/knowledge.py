"""Tasks that only their own process knows to be complete: run() set it on the instance."""

import hashlib
import io
import os

from bridges.luigi.step.files import make_directory
from bridges.luigi.step.outcome import plain_method, waits_only
from bridges.luigi.step.text import logger, one_line, text_of

KNOWLEDGE = ".paved-road-complete"  # on the shared volume: one empty file for each such task


class Knowledge(object):
    """Luigi keeps the instances of one process, so a task that runs later finds what run() set.

    A step is another process: there the same complete() would be false. A file on the shared
    volume says that it was true when its step ended. Only the check of dependencies asks it; the
    plan of the next run does not, for Luigi's next process knows nothing either.
    """

    def __init__(self, directory):
        self.directory = directory

    def save(self, task):
        """The file is there when this instance says that it is complete and a new one does not."""
        if self.directory is None or not _decides_itself(task):
            return
        try:
            known = task.complete() and not _made_anew(task).complete()
        except Exception as error:
            logger.warning("%s: complete() raised %s", task.task_id, one_line(error))
            return
        if known:
            make_directory(self.directory)
            with io.open(self._file(task), "wb"):
                pass

    def is_complete(self, task):
        """Whether the task says so, or its step did; a wrapper is what it requires."""
        from luigi.task import flatten

        if task.complete():
            return True
        if self.directory is None:
            return False
        if waits_only(task):
            return all(self.is_complete(required) for required in flatten(task.requires()))
        return os.path.exists(self._file(task))

    def _file(self, task):
        digest = hashlib.sha256(text_of(task.task_id).encode("utf-8")).hexdigest()
        return os.path.join(self.directory, digest)


def _decides_itself(task):
    """complete() is the task's own, of its class or set on the instance."""
    from luigi import Task

    own = plain_method(type(task).complete) is not plain_method(Task.complete)
    return "complete" in vars(task) or (own and not waits_only(task))


def _made_anew(task):
    """Another instance with the same parameters, past Luigi's instance cache."""
    from luigi.task_register import Register

    name = "_Register__instance_cache"
    kept = getattr(Register, name, None)
    setattr(Register, name, None)
    try:
        return type(task)(**task.param_kwargs)
    finally:
        setattr(Register, name, kept)
