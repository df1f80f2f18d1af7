"""Each bad input of a capture: one message that says what, where and the next step."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migrate.errors import BadInput, CaptureFailed
from migrate.luigi.launch import capture_graph, run_capture
from migrate.luigi.request import CaptureRequest
from tests.luigi.capturing import captured, write_repo

TASKS = """
class Root(luigi.Task):
    day = luigi.DateParameter()
    count = luigi.IntParameter(default=1)

class Rooted(luigi.Task):
    pass

class Loop(luigi.Task):
    n = luigi.IntParameter(default=0)
    def requires(self):
        return Loop(n=(self.n + 1) % 3)

class Raises(luigi.Task):
    def requires(self):
        raise IOError("no warehouse")
"""

CASES: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "unknown task": (TASKS, {"task": "Rot"}, ("no task is called Rot", "did you mean Root")),
    "missing parameter": (TASKS, {}, ("needs the parameter day", "--param day=VALUE")),
    "sys.exit() in requires()": (
        "import sys\nclass Root(luigi.Task):\n    def requires(self):\n        sys.exit(3)\n",
        {},
        ("requires() of the root raises SystemExit: 3",),
    ),
    "sys.exit() in __init__()": (
        "import sys\nclass Root(luigi.Task):\n    def __init__(self):\n        sys.exit('no')\n",
        {},
        ("SystemExit: no",),
    ),
    "unknown parameter": (
        TASKS,
        {"params": {"dya": "2020-01-01"}},
        ("has no parameter dya", "count, day"),
    ),
    "unparseable": (
        TASKS,
        {"params": {"day": "2020-01-01", "count": "many"}},
        ("'many' is no value of count (IntParameter)", "Root.count"),
    ),
    "cycle": (TASKS, {"task": "Loop"}, ("Loop_0", "Loop_1", "Loop_2", "break the cycle")),
    "root raises": (TASKS, {"task": "Raises"}, ("requires() of the root raises", "no warehouse")),
    "missing module": ("import no_such_thing", {}, ("install no_such_thing", "--stub-missing")),
    "import raises": ("1 / 0", {}, ("ZeroDivisionError", "pipeline.py")),
    "import exits": ("raise SystemExit(3)", {}, ("exits while it is imported (code 3)",)),
    "syntax": ("def (", {}, ("SyntaxError",)),
    "old luigi": (
        "import luigi.no_such_contrib",
        {},
        ("has no luigi.no_such_contrib", "use the Luigi"),
    ),
    "old luigi's name": (
        "X = luigi.BooleanParameter()",
        {},
        ("has no luigi.BooleanParameter", "use the Luigi", "migrate codemod"),
    ),
    "a name of the repository": ("luigi.x = 1; os.path.luigi", {}, ('try "import pipeline"',)),
    "no configuration": (TASKS, {"config": Path("none.cfg")}, ("does not exist", "none.cfg")),
}


@pytest.mark.parametrize("case", CASES)
def test_failed_capture(case: str, tmp_path: Path) -> None:
    code, options, messages = CASES[case]
    with pytest.raises(CaptureFailed) as caught:
        captured(tmp_path, code, **options)
    assert caught.value.exit_code == 2
    assert caught.value.next_step
    assert [m for m in messages if m not in str(caught.value)] == []


def test_unknown_module(tmp_path: Path) -> None:
    write_repo(tmp_path, {"pipeline.py": "import luigi\n"})
    with pytest.raises(CaptureFailed, match="No module named 'pipelin'"):
        run_capture(CaptureRequest(repo=tmp_path, modules=("pipelin",), task="Root"))


@pytest.mark.parametrize("stub_missing", [True, False])
def test_what_lies_beside_is_not_fabricated(tmp_path: Path, stub_missing: bool) -> None:
    tasks = "import luigi\nclass Root(luigi.Task): pass\n"
    files = {"flow/__init__.py": "from tasks import Root", "flow/tasks.py": tasks}
    request = CaptureRequest(
        write_repo(tmp_path, files), ("flow",), "Root", stub_missing=stub_missing
    )
    with pytest.raises(CaptureFailed, match=r"No module named 'tasks'[\s\S]*where Python 2 looks"):
        run_capture(request)
    graph = run_capture(replace(request, paths=(tmp_path / "flow",)))
    assert (graph["stubbed"], len(graph["nodes"])) == ([], 1)


def test_two_classes_of_one_name(tmp_path: Path) -> None:
    files = {f"{m}.py": "import luigi\nclass Root(luigi.Task): pass\n" for m in ("one", "two")}
    write_repo(tmp_path, files)
    with pytest.raises(CaptureFailed, match="several Task classes are called Root"):
        run_capture(CaptureRequest(repo=tmp_path, modules=("one", "two"), task="Root"))


@pytest.mark.parametrize(
    "hang", ["import time; time.sleep(60)", "import os; os.kill(os.getpid(), 9)"]
)
def test_a_process_that_never_answers(hang: str, tmp_path: Path) -> None:
    with pytest.raises(CaptureFailed, match=r"not done after|ended"):
        captured(tmp_path, hang, time_limit=2)


def test_a_truncated_graph_is_not_given_to_others(tmp_path: Path) -> None:
    write_repo(tmp_path, {"pipeline.py": "import luigi\n" + TASKS})
    request = CaptureRequest(repo=tmp_path, modules=("pipeline",), task="Loop", max_nodes=2)
    with pytest.raises(CaptureFailed, match=r"2 of them are Loop[\s\S]*--max-nodes"):
        capture_graph(request)


def test_not_a_repository(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a directory"):
        run_capture(CaptureRequest(repo=tmp_path / "none", modules=("m",), task="T"))


def test_no_luigi_in_the_repository(tmp_path: Path) -> None:
    write_repo(tmp_path, {"main.py": "print('hello')\n"})
    with pytest.raises(BadInput, match="no file of it imports luigi"):
        run_capture(CaptureRequest(repo=tmp_path, modules=("main",), task="T"))


def test_a_framework_outside_the_repository_may_import_luigi_for_it(tmp_path: Path) -> None:
    repo, site = tmp_path / "repo", tmp_path / "site"
    write_repo(site, {"acme.py": "import luigi\nclass Job(luigi.Task):\n    pass\n"})
    write_repo(repo, {"main.py": "import acme\nclass T(acme.Job):\n    pass\n"})
    request = CaptureRequest(repo=repo, modules=("main",), task="T", paths=(site,))
    assert [node.family for node in capture_graph(request).nodes.values()] == ["T"]


def test_no_interpreter(tmp_path: Path) -> None:
    write_repo(tmp_path, {"main.py": "import luigi\n"})
    request = CaptureRequest(repo=tmp_path, modules=("main",), task="T", python=tmp_path / "python")
    with pytest.raises(BadInput, match="not an interpreter"):
        run_capture(request)


def test_no_import_directory(tmp_path: Path) -> None:
    write_repo(tmp_path, {"main.py": "import luigi\n"})
    lost = (tmp_path / "lib",)
    request = CaptureRequest(repo=tmp_path, modules=("main",), task="T", paths=lost)
    with pytest.raises(BadInput, match=r"--path .*lib: not a directory"):
        run_capture(request)


def test_an_interpreter_without_luigi(tmp_path: Path) -> None:
    write_repo(tmp_path, {"main.py": "import luigi\n"})
    bare = tmp_path / "bare-python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S -E "$@"\n')
    bare.chmod(0o755)
    request = CaptureRequest(repo=tmp_path, modules=("main",), task="T", python=bare)
    with pytest.raises(CaptureFailed, match="Luigi cannot be imported"):
        run_capture(request)


@pytest.mark.parametrize(
    "text", [b"[core\nx = 1\n", b"[core]\nx = 1\n[core]\n", b"[core]\nx = caf\xe9\n"]
)
def test_a_configuration_that_luigi_cannot_read_is_to_be_mended(
    tmp_path: Path, text: bytes
) -> None:
    (tmp_path / "luigi.cfg").write_bytes(text)
    with pytest.raises(CaptureFailed) as caught:
        captured(tmp_path, TASKS)
    assert caught.value.next_step.startswith("mend the configuration file")
    assert caught.value.what.startswith("the configuration cannot be read: ")
    assert "Error" in caught.value.what
    assert "\n" not in caught.value.what
