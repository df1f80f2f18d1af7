"""Target classes of a repository that name no path: which of them keep local files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.luigi.capturing import captured

#: Where the running Python says that its paths come from: pathlib._local in 3.13.
POSIX_PATH = f"{type(Path()).__module__}.PosixPath"

CODE = """
import io, os, pathlib, requests
import luigi

def read(name):
    with io.open(name) as stream:
        return stream.read()

class Opens(luigi.Target):
    def __init__(self, name):
        self.name = name
    def exists(self):
        return os.path.exists(self.name)

class OpensBelow(luigi.Target):
    def __init__(self, name):
        self.parts = ["data", name]
    def exists(self):
        return bool(self.load())
    def load(self):
        return read(os.path.join(*self.parts))

class Inherits(Opens):
    pass

class Holds(luigi.Target):
    def __init__(self, name):
        self.files = {"a": luigi.LocalTarget(name)}
    def exists(self):
        return all(f.exists() for f in self.files.values())

class Path(luigi.Target):
    def __init__(self, name):
        self.file = pathlib.Path(name)
    def exists(self):
        return self.file.exists()

class Asks(luigi.Target):
    def __init__(self, name):
        self.client = requests.Session()
        self.name = name
    def exists(self):
        return self.client.exists(self.name)
    def open(self):
        return self.client.open(self.name)

class Service(luigi.Target):
    def __init__(self, name):
        self.name = name
    def exists(self):
        return requests.get(self.name).ok

class Cached(Service):
    def load(self):
        with open("cache.txt", "w") as cache:
            cache.write(requests.get(self.name).text)

class Flag(luigi.Target):
    def __init__(self, name):
        pass
    def exists(self):
        return False

class Root(luigi.Task):
    def output(self):
        return %s("rows.txt")
"""

CASES: dict[str, tuple[str | None, str, str]] = {
    "Opens": ("opens_path", "os.path.exists(self.name)", "rows.txt"),
    "Inherits": ("opens_path", "os.path.exists(self.name)", "rows.txt"),
    "OpensBelow": ("opens_path", "io.open(name)", ""),
    "Holds": ("holds_target", "luigi.local_target.LocalTarget", ""),
    "Path": ("holds_target", POSIX_PATH, ""),
    "Asks": (None, "", ""),
    "Service": (None, "", ""),
    "Cached": (None, "", ""),
    "Flag": (None, "", ""),
}


@pytest.mark.parametrize("cls", CASES)
def test_evidence_of_local_files(tmp_path: Path, cls: str) -> None:
    name, detail, path = CASES[cls]
    graph = captured(tmp_path, CODE % cls, stub_missing=True)
    target: dict[str, Any] = graph["nodes"][0]["outputs"]["target"]
    shown = target["local_io"] or {"name": None, "detail": ""}
    assert (shown["name"], shown["detail"], target["path"]) == (name, detail, path)
    assert target["exists"] is (False if path else None)
