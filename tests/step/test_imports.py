"""A step finds its class where Luigi found it, and nothing of the project stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.step.harness import Repository

LATE = """
import luigi


class Root(luigi.WrapperTask):
    def requires(self):
        from parts.late import Part

        return Part()
"""
PART = """
import luigi


class Part(luigi.Task):
    def output(self):
        return luigi.LocalTarget("part.txt")

    def run(self):
        with self.output().open("w") as out:
            out.write("made")
"""


def test_a_class_that_only_requires_imports_is_found_by_its_module(repo: Repository) -> None:
    repo.write("shop.py", LATE)
    repo.write("parts/__init__.py", "")
    repo.write("parts/late.py", PART)
    repo.step("Part", outputs={"part": []}, **{"class": "parts.late:Part"}).ok()
    gone = repo.step("Gone", **{"class": "parts.late:Gone"})
    assert gone.last.endswith("StepError: module parts.late has no task Gone")


def test_handlers_of_another_module_are_registered(repo: Repository) -> None:
    repo.write("shop.py", PART)
    repo.write(
        "alerts.py",
        """
        import luigi

        @luigi.Task.event_handler(luigi.Event.SUCCESS)
        def note(task):
            open("noted.txt", "w").close()
        """,
    )
    repo.step("Part", outputs={"part": []}).ok()
    assert not (repo.path / "noted.txt").exists()
    repo.step("Part", outputs={"part": []}, handlers=["alerts"]).ok()
    assert (repo.path / "noted.txt").exists()


@pytest.mark.parametrize("entry", ["command", "run"])
def test_a_module_of_the_project_hides_none_of_the_repository(repo: Repository, entry: str) -> None:
    repo.write("shop.py", "from pipeline.part import Part  # noqa: F401")
    repo.write("pipeline/part.py", PART)  # no __init__.py beside it
    project = repo.root / "runtime"
    project.mkdir()
    (project / "pipeline.py").write_text("raise SystemExit('the pipeline of the project')")
    (project / "migration.toml").touch()
    path = {"PYTHONPATH": f"{repo.path}:{project}"}
    repo.step("Part", outputs={"part": []}, entry=entry, env=path).ok()
    assert (repo.artifact("part") / "part.txt").read_text() == "made"


def test_a_project_in_the_root_of_its_repository_stays_importable(repo: Repository) -> None:
    repo.write("shop.py", PART)
    (repo.path / "migration.toml").touch()
    runtime = repo.root / "runtime"
    runtime.symlink_to(repo.path, target_is_directory=True)
    repo.step("Part", outputs={"part": []}, entry="run").ok()
    assert Path(repo.artifact("part") / "part.txt").is_file()
