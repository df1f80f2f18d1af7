"""Settings and handlers that only a script makes are told where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.kfp.rules.by_script import script_findings
from tests.kfp.building import graph, task
from tests.luigi.capturing import write_repo

HEAD = (
    "import b2luigi\nimport luigi\nfrom luigi.configuration import get_config\nfrom shop import T\n"
)
HANDLER = "@luigi.Task.event_handler(luigi.Event.SUCCESS)\ndef alert(task):\n    pass\n"
GUARD = 'if __name__ == "__main__":\n    '
TOLD = {
    "setting of b2luigi": (
        GUARD + 'b2luigi.set_setting("result_path", "results")',
        ("LK124", 6, "b2luigi.set_setting('result_path', 'results') is called only where run.py"),
    ),
    "in a function called there": (
        'def main():\n    b2luigi.set_setting("a", 1)\n' + GUARD + "main()",
        ("LK124", 6, "b2luigi.set_setting('a', 1)"),
    ),
    "a secret": (
        GUARD + 'b2luigi.set_setting("api_token", "s3cret99")',
        ("LK124", 6, 'b2luigi.set_setting("api_token", …)'),
    ),
    "option of luigi.cfg": (
        GUARD + 'get_config().set("core", "x", "1")',
        ("LK124", 6, "get_config().set('core', 'x', '1')"),
    ),
    "how b2luigi runs": (
        GUARD + "b2luigi.process(T(), workers=4, dry_run=True)",
        ("LK124", 6, "b2luigi.process(workers=…)"),
    ),
    "handler": (HANDLER, ("LK018", 5, "alert() waits for SUCCESS of luigi.Task")),
    "handler in a function": (
        "def setup():\n    " + HANDLER.replace("\n", "\n    "),
        ("LK018", 6, "alert() waits for SUCCESS"),
    ),
}
LEFT_ALONE = {
    "import time": HEAD + 'b2luigi.set_setting("result_path", "results")\n',
    "a function that nobody calls there": HEAD + 'def f():\n    b2luigi.set_setting("a", 1)\n',
    "a plain process()": HEAD + GUARD + "b2luigi.process(T(), dry_run=True)",
    "no task of the graph": HEAD.replace("from shop import T\n", "") + HANDLER,
    "handler of another class": HEAD + HANDLER.replace("luigi.Task.", "Other."),
    "no Python": HEAD + "print 'x' if\n" + HANDLER,
}


@pytest.mark.parametrize(("code", "expected"), TOLD.values(), ids=TOLD)
def test_told(tmp_path: Path, code: str, expected: tuple[str, int, str]) -> None:
    write_repo(tmp_path, {"run.py": HEAD + code})
    (found,) = script_findings(tmp_path, graph(task("T", outputs="t")))
    assert (found.code, found.location.line) == expected[:2]
    assert found.message.startswith(expected[2])
    assert "s3cret99" not in found.message


def test_tests_are_no_scripts(tmp_path: Path) -> None:
    write_repo(tmp_path, {"tests/run.py": HEAD + HANDLER})
    assert list(script_findings(tmp_path, graph(task("T", outputs="t")))) == []


@pytest.mark.parametrize("code", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_left_alone(tmp_path: Path, code: str) -> None:
    write_repo(tmp_path, {"run.py": code})
    assert list(script_findings(tmp_path, graph(task("T", outputs="t")))) == []


def test_a_handler_that_was_registered_is_not_told(tmp_path: Path) -> None:
    write_repo(tmp_path, {"run.py": HEAD + HANDLER})
    event = {"class": "luigi.task:Task", "event": "event.core.success", "path": "run.py", "line": 5}
    assert list(script_findings(tmp_path, graph(task("T", outputs="t"), events=[event]))) == []
