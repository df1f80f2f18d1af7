"""A step that did not do its work ends with a non-zero code and one line that says why."""

from __future__ import annotations

import pytest

from tests.step.harness import Repository

FAILING = """
import os, sys
import luigi

class Task(luigi.Task):
    def output(self):
        return luigi.LocalTarget("out/x.txt")

class Raises(Task):
    def run(self):
        raise ValueError("no\\nrows")

class Exits(Task):
    def run(self):
        self.output().open("w").close()
        sys.exit(0)

class Forgets(Task):
    def run(self):
        print("done nothing")

class Elsewhere(Task):
    def run(self):
        os.makedirs("out")
        open("out/x.txt", "w").close()

class BadHook(Task):
    def run(self):
        self.output().open("w").close()
    def on_success(self):
        raise IOError("no mail")

class Unsure(Task):
    def complete(self):
        raise KeyError("database")
"""

CASES = {
    "Raises": "ValueError: no rows",
    "Exits": "SystemExit: 0",
    "Forgets": "StepError: run() ended without its output: LocalTarget ",
    "Elsewhere": "StepError: run() ended without its output: LocalTarget ",
    "BadHook": "OSError: no mail",
}


@pytest.mark.parametrize(("family", "said"), CASES.items(), ids=CASES)
@pytest.mark.parametrize("entry", ["command", "run"])
def test_a_failing_task_fails_the_step(
    repo: Repository, entry: str, family: str, said: str
) -> None:
    repo.write("shop.py", FAILING)
    ended = repo.step(family, outputs={"o": []}, entry=entry)
    assert ended.code == 1
    failed = [line for line in ended.log.splitlines() if line.startswith("paved-road: ")]
    assert failed[-1].startswith(f"paved-road: {family} failed: {said}")
    assert entry == "run" or failed[-1] == ended.last
    assert not (repo.artifact("o") / ".paved-road.json").exists()


def test_the_traceback_of_legacy_code_is_in_the_log(repo: Repository) -> None:
    repo.write("shop.py", FAILING)
    log = repo.step("Raises").log
    assert 'shop.py", line 11, in run' in log
    assert log.index("Traceback") < log.index("paved-road: Raises failed")


def test_complete_that_raises_fails_a_skippable_step(repo: Repository) -> None:
    repo.write("shop.py", FAILING)
    assert repo.step("Unsure", mode="in_place").last.endswith("failed: KeyError: 'database'")


def test_a_missing_output_can_be_allowed(repo: Repository) -> None:
    repo.write("shop.py", FAILING)
    repo.step("Forgets", outputs={"o": []}, check_outputs=False).ok()
    assert repo.record("o")["targets"][0]["exists"] is False


def test_a_module_that_does_not_import(repo: Repository) -> None:
    repo.write("shop.py", "import no_such_module\n")
    ended = repo.step("Anything")
    assert ended.code == 1
    assert ended.last.startswith("paved-road: Anything failed: ")
    assert "No module named 'no_such_module'" in ended.last


def test_a_module_that_exits_at_import(repo: Repository) -> None:
    repo.write("shop.py", "import sys\nsys.exit(0)\n")
    ended = repo.step("Anything")
    assert (ended.code, ended.last) == (
        1,
        "paved-road: Anything failed: SystemExit: 0",
    )


def test_a_family_that_is_not_there(repo: Repository) -> None:
    repo.write("shop.py", FAILING)
    assert repo.step("Gone").last.endswith("StepError: module shop has no task Gone")


@pytest.mark.parametrize("mode", ["artifact", "in_place"])
def test_a_missing_external_is_named(repo: Repository, mode: str) -> None:
    source = """
        import luigi

        class Upload(luigi.ExternalTask):
            def output(self):
                return [luigi.LocalTarget("raw/a"), luigi.LocalTarget("raw/b")]
    """
    repo.write("shop.py", source)
    repo.write("raw/a", "")
    ended = repo.step("Upload", kind="external", mode=mode, outputs={"o": [0]})
    assert ended.code == 1
    said = "failed: StepError: missing external Upload__99914b932b: LocalTarget raw/b"
    assert ended.last == f"paved-road: Upload {said}"
    repo.write("raw/b", "")
    assert repo.step("Upload", kind="external", mode=mode).ok().last.endswith(" checked")


USAGE = {
    "no task": ([], "usage: --task JSON is missing"),
    "unknown option": (["--what"], "usage: --task JSON [--param NAME TEXT]"),
    "half an option": (["--task", "{}", "--param", "x"], "usage: --task JSON [--param"),
}


@pytest.mark.parametrize(("words", "said"), USAGE.values(), ids=USAGE)
def test_a_bad_command_line(repo: Repository, words: list[str], said: str) -> None:
    repo.write("shop.py", FAILING)
    repo.step("Raises")
    ended = repo.process([str(repo.root / "runtime/paved_road_step.py"), *words], {})
    assert ended.code == 1
    assert said in ended.last
