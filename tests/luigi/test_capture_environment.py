"""Which environment variables a repository reads: every one by name at its line, no value."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from migrate.luigi.capture.environment_reads import EnvironmentReads
from migrate.luigi.read_graph import graph_from_json
from tests.luigi.capturing import captured

ALIASES = {"os": "os", "env": "os.environ", "getenv": "os.getenv", "config": "decouple.config"}
TOLD = {
    "subscript": ('os.environ["A"]', [("A", "", True, True)]),
    "get": ('os.environ.get("A")', [("A", "", True, False)]),
    "getenv with a fallback": ('X = os.getenv("A", "x")', [("A", "X", True, False)]),
    "imported under a name": ('env["A"]', [("A", "", True, True)]),
    "function imported by name": ('getenv("A")', [("A", "", True, False)]),
    "under a name of the module": ('E = os.environ\nE["A"]', [("A", "", True, True)]),
    "asked whether it is there": ('"A" in os.environ', [("A", "", True, False)]),
    "setdefault": ('os.environ.setdefault("A", "x")', [("A", "", True, False)]),
    "pop fails without": ('os.environ.pop("A")', [("A", "", True, True)]),
    "pop with a fallback": ('os.environ.pop("A", None)', [("A", "", True, False)]),
    "in a text": (
        'os.path.expandvars("$A/${B}")',
        [("A", "", True, False), ("B", "", True, False)],
    ),
    "python-decouple": ('config("A")', [("A", "", True, True)]),
    "a fallback that asks too": (
        'os.environ.get("A", os.environ["B"])',
        [("A", "", True, False), ("B", "", True, True)],
    ),
    "a constant of the module": ("os.environ[KEY]", [("A", "", True, True)]),
    "default of a parameter": (
        'class T:\n    p = Parameter(default=os.environ["A"])',
        [("A", "T.p", True, True)],
    ),
    "annotated default": (
        'class T:\n    p: str = Parameter(default=os.environ["A"])',
        [("A", "T.p", True, True)],
    ),
    "method": (
        'class T:\n    def run(self):\n        os.environ["A"]',
        [("A", "T.run", False, True)],
    ),
    "default of an argument": ('def f(a=os.getenv("A")):\n    pass', [("A", "", True, False)]),
    "decorator": ('@tag(os.environ["A"])\ndef f():\n    pass', [("A", "", True, True)]),
    "a name of the function": (
        "def f(KEY):\n    return os.environ[KEY]",
        [("", "f", False, True)],
    ),
    "a computed name": ('os.environ["A" + x]', [("", "", True, True)]),
    "all of it": ("dict(os.environ)", [("*", "", True, False)]),
}
NOT_READ = {
    "set": 'os.environ["A"] = "x"',
    "deleted": 'del os.environ["A"]',
    "updated": 'os.environ.update(A="x")',
    "another mapping": 'values["A"]',
    "another get": 'values.get("A")',
    "another getenv": 'mine.getenv("A")',
    "another name for it": "E = os.environ",
    "a text without variables": 'os.path.expandvars("x")',
}


def reads(code: str) -> list[tuple[str, str, bool, bool]]:
    found = EnvironmentReads(ast.parse(code), ALIASES, {"KEY": "A"}).all()  # type: ignore[no-untyped-call]
    return [(name, where, at_import, required) for name, _, where, at_import, required in found]


@pytest.mark.parametrize(("code", "expected"), TOLD.values(), ids=TOLD)
def test_told(code: str, expected: list[tuple[str, str, bool, bool]]) -> None:
    assert reads(code) == expected


@pytest.mark.parametrize("code", NOT_READ.values(), ids=NOT_READ)
def test_left_alone(code: str) -> None:
    assert reads(code) == []


def test_modules_that_only_requires_imports_are_read_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAVED_ROAD_SHOP", "s")
    (tmp_path / "late.py").write_text('import os\n\nSHOP = os.environ["PAVED_ROAD_SHOP"]\n')
    code = "class Root(luigi.Task):\n    def requires(self):\n        import late\n"
    (read,) = graph_from_json(captured(tmp_path, code)).environment
    assert (read.name, read.path, read.line) == ("PAVED_ROAD_SHOP", "late.py", 3)
    assert (read.was_set, read.at_import, read.required) == (True, True, True)


COMPUTED = """
import os

class Settings(object):
    def __getattr__(self, name):
        return os.getenv(name)

COPY = {name: os.environ[name] for name in os.environ}

class Root(luigi.Task):
    def output(self):
        return luigi.LocalTarget(Settings().PAVED_ROAD_FOLDER + "/x")

    def run(self):
        Settings().PAVED_ROAD_LATER
"""


def test_computed_names_are_those_that_the_capture_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all are read, the names of this machine's variables say nothing."""
    monkeypatch.setenv("PAVED_ROAD_FOLDER", "out")
    reads = graph_from_json(captured(tmp_path, COMPUTED)).environment
    assert [(read.name, read.line) for read in reads] == [
        ("", 7),
        ("PAVED_ROAD_FOLDER", 7),
        ("", 9),
        ("*", 9),
    ]
