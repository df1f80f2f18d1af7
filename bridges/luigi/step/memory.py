"""In-memory targets (``luigi.mock``), which outlive no process by themselves."""

import hashlib
import io
import json
import os
import sys

from bridges.luigi.step.files import make_directory
from bridges.luigi.step.text import PY2, TEXT, native, text_of

MEMORY = ".paved-road-memory"  # on the shared volume: what in-memory targets held


def is_mock(target):
    mock = sys.modules.get("luigi.mock")
    return mock is not None and isinstance(target, mock.MockTarget)


def load_mocks(mocks):
    for target, file in mocks:
        with io.open(file, "rb") as stream:
            target.fs.get_all_data()[target.path] = stream.read()


def spill_mocks(sinks):
    """The contents of in-memory outputs are files, for the next step is another process."""
    for sink in sinks:
        if is_mock(sink.get("target")) and sink["target"].exists():
            content = sink["target"].fs.get_all_data()[sink["target"].path]
            make_directory(sink["artifact"])
            with io.open(os.path.join(sink["artifact"], sink["file"]), "wb") as stream:
                stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))


class Memory(object):
    """In-memory targets as files on the shared volume, for whichever step looks at them next.

    One file per target: its path as a line of JSON, then the contents. Without a directory, that
    is without a volume, nothing is kept: then artifacts alone carry what is in memory. In
    Python 2 u"\\xe9" and its bytes are two keys of the dictionary, so the line says which it was.
    """

    def __init__(self, directory):
        self.directory = directory
        self._loaded = {}

    def load(self, task):
        """All that earlier steps left; not the task's own outputs, which every run makes afresh."""
        from luigi.task import flatten

        kept = self._names()
        if not kept:
            return
        import luigi.mock

        data = luigi.mock.MockFileSystem().get_all_data()
        own = {target.path for target in flatten(task.output()) if is_mock(target)}
        for name in kept:
            with io.open(os.path.join(self.directory, name), "rb") as stream:
                path = _memory_path(json.loads(stream.readline().decode("ascii")))
                if path not in own:
                    data[path] = self._loaded[path] = stream.read()

    def save(self):
        """What is new or changed since load() is on the volume."""
        mock = sys.modules.get("luigi.mock")
        data = mock and mock.MockFileSystem._data  # get_all_data() would start a server process
        if not data or self.directory is None:
            return
        for path, content in data.items():
            if self._loaded.get(path) != content:
                self._save(path, content)

    def _save(self, path, content):
        make_directory(self.directory)
        unicode_path = PY2 and isinstance(path, TEXT)
        line = json.dumps({"unicode": path} if unicode_path else text_of(path)).encode("ascii")
        file = os.path.join(self.directory, hashlib.sha256(line).hexdigest())
        part = "%s.%d.part" % (file, os.getpid())
        with io.open(part, "wb") as stream:
            stream.write(line + b"\n")
            stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.rename(part, file)

    def _names(self):
        if self.directory is None or not os.path.isdir(self.directory):
            return []
        return sorted(n for n in os.listdir(self.directory) if not n.endswith(".part"))


def _memory_path(said):
    return said["unicode"] if isinstance(said, dict) else native(said)
