"""Targets of the legacy code have the paths of artifacts, as long as the step runs."""

import os

from bridges.luigi.step.contract import StepError
from bridges.luigi.step.files import make_directory
from bridges.luigi.step.memory import is_mock
from bridges.luigi.step.structures import leaves, upstreams
from bridges.luigi.step.text import native, text_of

BIND_ROUNDS = 20  # an output path derived from an input path needs one more round per link


class Rebinding(object):
    """While active, a LocalTarget whose legacy path is in ``files`` has the artifact's path.

    ``path`` becomes a property of LocalTarget, so instances made before, in between and later,
    cached ones and subclasses alike look into the map.
    """

    def __init__(self):
        self.files = {}
        self._outputs = set()
        self._replaced = {}
        self._directory = os.getcwd()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for owner, before in self._replaced.items():
            if before is None:
                del owner.path
            else:
                owner.path = before

    def bind(self, task, sources, sinks):
        """All targets with a file are re-bound; returns the mock targets to fill with files.

        Repeated until nothing changes: a path may be derived from another path that moved.
        """
        mocks = []
        files = {s["output"]: s for s in sinks if s.get("file") and not is_mock(s["target"])}
        for _ in range(BIND_ROUNDS):
            changed = False
            for path, target in leaves(task.output()) if files else ():
                if path in files:
                    sink = files[path]
                    make_directory(sink["artifact"])
                    changed |= self._bind(
                        target, os.path.join(sink["artifact"], sink["file"]), True
                    )
            for required in upstreams(task) if sources else ():
                for path, target in leaves(required.output()):
                    source = sources.get((required.task_id, path))
                    if source and is_mock(target):
                        mocks.append((target, source))
                    elif source:
                        changed |= self._bind(target, source, False)
            if not changed:
                return mocks
        raise StepError("the output paths of %s change at each call" % task.task_id)

    def _bind(self, target, file, is_output):
        import luigi

        if not isinstance(target, luigi.LocalTarget):
            return False
        self._redirect(type(target))
        now = self._key(target.path)
        if now == file:
            return False
        if now in self.files.values():
            if is_output or now in self._outputs:
                raise StepError(
                    "two targets are the same file %s, and one is an output; use the workspace mode"
                    % os.path.basename(now)
                )
            return False  # two upstream tasks with one path: either artifact will do
        if is_output:
            self._outputs.add(file)
        self.files[now] = file
        return True

    def _redirect(self, target_class):
        import luigi

        owner = next((c for c in target_class.__mro__ if "path" in vars(c)), luigi.LocalTarget)
        if owner in self._replaced or not issubclass(owner, luigi.LocalTarget):
            return
        before = vars(owner).get("path")
        self._replaced[owner] = before
        owner.path = _redirected(before, self)

    def find(self, path):
        if not path:
            return path
        file = self.files.get(self._key(path))
        if file is None:
            return path
        return file + "/" if text_of(path).endswith("/") else file

    def _key(self, path):
        return native(os.path.normpath(os.path.join(self._directory, text_of(path))))


def _redirected(before, rebinding):
    """A property in place of the instance attribute, property or class attribute ``before``."""

    def get(target):
        if isinstance(before, property):
            return rebinding.find(before.__get__(target, type(target)))
        return rebinding.find(vars(target).get("path", before))

    def put(target, path):
        if isinstance(before, property):
            before.__set__(target, path)
        else:
            vars(target)["path"] = path

    return property(get, put)
