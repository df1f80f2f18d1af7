"""Runs on one volume, again and again: each runs exactly the tasks that Luigi would run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.pipelines import convert, luigi, migrate, tasks_done, write_repo

# Every run() leaves a line in ran.txt, on a path of its own: so all of it lives on the volume.
CHAIN = """\
    import luigi


    class Source(luigi.ExternalTask):
        def output(self):
            return luigi.LocalTarget("source.txt")


    class Step(luigi.Task):
        def output(self):
            return luigi.LocalTarget("out/%s.txt" % type(self).__name__)

        def run(self):
            with open("ran.txt", "a") as log:
                log.write(type(self).__name__ + "\\n")
            with self.output().open("w") as out:
                out.write("done")


    class First(Step):
        def requires(self):
            return Source()


    class Middle(Step):
        def requires(self):
            return First()


    class Side(Step):
        day = luigi.IntParameter(default=1)

        def complete(self):
            return luigi.LocalTarget("out/Side.txt").exists()


    class Last(Step):
        def requires(self):
            return [Middle(), Side()]
"""
# What is deleted before a run, one after the other.
DELETED = {
    "nothing was there": [],
    "everything is there": [],
    "a middle target of a complete root": ["out/Middle.txt"],
    "the root and a middle target": ["out/Last.txt", "out/Middle.txt"],
    "the root alone": ["out/Last.txt"],
    "a source that nothing looks at": ["source.txt"],
    "a target whose task has a complete() of its own": ["out/Last.txt", "out/Side.txt"],
}


def ran(directory: Path) -> list[str]:
    """The tasks that have run since the last call."""
    log = directory / "ran.txt"
    lines = sorted(log.read_text().split()) if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


@pytest.mark.slow
def test_each_run_is_luigis_run(tmp_path: Path) -> None:
    repo = write_repo(tmp_path / "repo", CHAIN)
    (repo / "source.txt").write_text("data")
    legacy = write_repo(tmp_path / "legacy", CHAIN)
    (legacy / "source.txt").write_text("data")
    volume = tmp_path / "volume"
    project = convert(repo, "tasks", "Last", tmp_path / "out")
    (repo / "source.txt").unlink()
    seen = []
    for number, deleted in enumerate(DELETED.values()):
        if not number:
            volume.mkdir()
            (volume / "source.txt").write_text("data")
        for path in deleted:
            (volume / path).unlink(missing_ok=True)
            (legacy / path).unlink(missing_ok=True)
        run = tmp_path / f"run-{number}"
        done = migrate("run", project, "--run-dir", run, "--workspace", volume)
        assert done.code == 0, done.out + done.err
        assert "looks :)" in luigi(legacy, "tasks", "Last").stderr
        seen.append(ran(volume))
        assert seen[-1] == ran(legacy), list(DELETED)[number]
        assert set(tasks_done(run).values()) <= {"done", "skipped", "checked"}
    assert seen == [
        ["First", "Last", "Middle", "Side"],
        [],
        [],
        ["Last", "Middle"],
        ["Last"],
        [],
        ["Last", "Side"],
    ]


@pytest.mark.slow
def test_a_missing_source_that_is_needed_fails_as_in_luigi(tmp_path: Path) -> None:
    repo = write_repo(tmp_path / "repo", CHAIN)
    project = convert(repo, "tasks", "Last", tmp_path / "out")
    done = migrate("run", project, "--run-dir", tmp_path / "run")
    assert done.code == 4
    assert "missing external Source" in done.out + done.err
