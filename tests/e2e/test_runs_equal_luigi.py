"""Converted pipelines, run here, leave the bytes that ``luigi --local-scheduler`` leaves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.pipelines import (
    convert,
    files_below,
    luigi,
    migrate,
    run_files,
    run_here,
    states,
    tasks_done,
    write_repo,
)
from tests.luigi_examples import luigi_examples_without_waiting

network = pytest.mark.network
DATES = [f"2012-06-{day:02}" for day in range(1, 31)]


def write_texts(folder: Path) -> None:
    """One text per day of the month, no two alike."""
    folder.mkdir(parents=True)
    for number, date in enumerate(DATES):
        words = [f"w{(number * k) % 11}" for k in range(number + 3)]
        (folder / f"{date}.txt").write_text("the\n" + " ".join(words) + "\n")


@network
def test_foo(tmp_path: Path) -> None:
    legacy = luigi_examples_without_waiting(tmp_path / "legacy", tmp_path / "by-luigi")
    repo = luigi_examples_without_waiting(tmp_path / "repo", "tmp")
    assert ":)" in luigi(legacy, "examples.foo", "examples.Foo").stderr
    project = convert(repo, "examples.foo", "examples.Foo", tmp_path / "out")
    found = run_files(run_here(project, tmp_path / "run"))
    assert len(found) == 10
    assert found == {f"tmp/{p}": data for p, data in files_below(tmp_path / "by-luigi").items()}


@network
@pytest.mark.slow
def test_dynamic_dependencies(tmp_path: Path) -> None:
    """The seed decides which tasks run() yields, so both sides write the same files."""
    by_luigi, by_pipeline = tmp_path / "by-luigi", tmp_path / "by-pipeline"
    legacy = luigi_examples_without_waiting(tmp_path / "legacy", by_luigi)
    repo = luigi_examples_without_waiting(tmp_path / "repo", by_pipeline)
    root = ["Dynamic", "--seed", "7"]
    assert ":)" in luigi(legacy, "examples.dynamic_requirements", *root).stderr
    project = convert(
        repo, "examples.dynamic_requirements", "Dynamic", tmp_path / "out", "--param", "seed=7"
    )
    run_here(project, tmp_path / "run")
    assert len(files_below(by_luigi)) > 8
    assert files_below(by_pipeline) == files_below(by_luigi)


@network
@pytest.mark.slow
@pytest.mark.parametrize("kept", ["in the repository", "at absolute paths"])
def test_word_count(kept: str, tmp_path: Path) -> None:
    is_absolute = kept == "at absolute paths"
    legacy = luigi_examples_without_waiting(tmp_path / "legacy", "data")
    write_texts(legacy / "data/text")
    data = tmp_path / "data" if is_absolute else tmp_path / "repo/data"
    repo = luigi_examples_without_waiting(tmp_path / "repo", data if is_absolute else "data")
    write_texts(data / "text")
    root = ["WordCount", "--date-interval", "2012-06"]
    assert ":)" in luigi(legacy, "examples.wordcount", *root).stderr
    project = convert(
        repo, "examples.wordcount", "WordCount", tmp_path / "out",
        "--param", "date_interval=2012-06",
    )  # fmt: skip
    run = run_here(project, tmp_path / "run")
    counted = run_files(run)[f"{data if is_absolute else 'data'}/text-count/2012-06"]
    wanted = (legacy / "data/text-count/2012-06").read_bytes()
    assert b"the\t30\n" in wanted
    assert counted == wanted
    assert len(tasks_done(run)) == 31


@network
@pytest.mark.slow
def test_entry_point_ends_as_luigi_ends(tmp_path: Path) -> None:
    """196 tasks end well; the external one is missing, so it and the 21 that need it do not."""
    legacy = luigi_examples_without_waiting(tmp_path / "legacy", tmp_path / "by-luigi")
    repo = luigi_examples_without_waiting(tmp_path / "repo", "tmp")
    module, task = "examples.execution_summary_example", "examples.EntryPoint"
    summary = luigi(legacy, module, task).stderr
    for line in (
        "Scheduled 218 tasks of which:",
        "* 196 ran successfully:",
        "* 22 were left pending, among these:",
        "* 1 were missing external dependencies:",
        "- 1 MyExternal()",
        "This progress looks :| because there were missing external dependencies",
    ):
        assert line in summary
    project = convert(repo, module, task, tmp_path / "out")
    done = migrate("run", project, "--run-dir", tmp_path / "run")
    assert done.code == 4
    assert "MyExternal" in done.out
    found = states(tmp_path / "run")
    helpers = {name for name in found if name.startswith(("bundle", "prepare", "plan"))}
    ends = sorted(state for name, state in found.items() if name not in helpers)
    assert ends == ["FAILED"] + ["SKIPPED"] * 21 + ["SUCCEEDED"] * 196
    assert found["my-external"] == "FAILED"
    made = run_files(tmp_path / "run")
    assert made == {f"tmp/{p}": data for p, data in files_below(tmp_path / "by-luigi").items()}


SETTINGS = """
    import os
    import luigi
    from luigi.mock import MockTarget

    class limits(luigi.Config):
        most = luigi.IntParameter(default=1)

    class Rows(luigi.Task):
        def output(self):
            return MockTarget("rows")

        def run(self):
            with self.output().open("w") as out:
                out.write("row\\n" * limits().most)

    class Table(luigi.Task):
        def requires(self):
            return Rows()

        def output(self):
            return luigi.LocalTarget("out/table.txt")

        def run(self):
            with open("plan.txt") as plan, self.output().open("w") as out:
                out.write(plan.read() + self.input().open().read())
"""


@pytest.mark.slow
def test_a_named_configuration_and_memory_on_the_volume(tmp_path: Path) -> None:
    """Settings from ``--config`` reach the steps; what is in memory outlives its step."""
    legacy, repo = (write_repo(tmp_path / name, SETTINGS) for name in ("legacy", "repo"))
    for folder in (legacy, repo):
        (folder / "plan.txt").write_text("plan\n")
        (folder / "conf").mkdir()
        (folder / "conf/here.cfg").write_text("[limits]\nmost = 3\n")
    assert ":)" in luigi(legacy, "tasks", "Table", LUIGI_CONFIG_PATH="conf/here.cfg").stderr
    config = ["--config", repo / "conf/here.cfg"]
    project = convert(repo, "tasks", "Table", tmp_path / "out", *config)
    run = run_here(project, tmp_path / "run")
    wanted = files_below(legacy / "out")
    assert wanted == {"table.txt": b"plan\nrow\nrow\nrow\n"}
    assert files_below(run / "workspace/out") == wanted


FAN_IN = """
    import luigi

    class Part(luigi.Task):
        number = luigi.IntParameter()

        def output(self):
            return luigi.LocalTarget("out/parts/%d.txt" % self.number)

        def run(self):
            with self.output().open("w") as out:
                out.write("part %d\\n" % self.number ** 2)

    class Whole(luigi.Task):
        size = luigi.IntParameter()

        def requires(self):
            return [Part(number=number) for number in range(self.size)]

        def output(self):
            return luigi.LocalTarget("out/whole.txt")

        def run(self):
            with self.output().open("w") as out:
                for part in self.input():
                    with part.open() as lines:
                        out.write(lines.read())
"""


@pytest.mark.parametrize(
    ("size", "bundles"),
    [
        pytest.param(1, 0, marks=pytest.mark.slow),
        (31, 0),
        pytest.param(200, 5, marks=pytest.mark.slow),
    ],
)
def test_fan_in(size: int, bundles: int, tmp_path: Path) -> None:
    """Every upstream file arrives, as named inputs or through bundles with a manifest."""
    legacy, repo = (write_repo(tmp_path / name, FAN_IN) for name in ("legacy", "repo"))
    assert ":)" in luigi(legacy, "tasks", "Whole", "--size", str(size)).stderr
    project = convert(repo, "tasks", "Whole", tmp_path / "out", "--param", f"size={size}")
    run = run_here(project, tmp_path / "run")
    assert run_files(run) == files_below_out(legacy)
    assert len(run_files(run)) == size + 1
    assert sum(name.startswith("bundle") for name in states(run)) == bundles
    assert not (project / "workspace-claim.yaml").exists()


def files_below_out(legacy: Path) -> dict[str, bytes]:
    return {f"out/{path}": data for path, data in files_below(legacy / "out").items()}


OWN_TARGETS = """
    import json, os
    import luigi

    class Record(luigi.Target):
        def __init__(self, name):
            self.file = os.path.join("records", name + ".json")

        def exists(self):
            return os.path.exists(self.file)

        def save(self, value):
            os.makedirs("records", exist_ok=True)
            with open(self.file, "w") as out:
                json.dump(value, out)

        def load(self):
            with open(self.file) as source:
                return json.load(source)

    class Rows(luigi.Task):
        def output(self):
            return Record("rows")

        def run(self):
            self.output().save([1, 2, 3])

    class Total(luigi.Task):
        def requires(self):
            return Rows()

        def output(self):
            return Record("total")

        def run(self):
            self.output().save(sum(self.input().load()))
"""


@pytest.mark.slow
def test_targets_of_the_repository_without_a_path(tmp_path: Path) -> None:
    """Their methods open local files, so both families are on the volume without being told."""
    legacy, repo = (write_repo(tmp_path / name, OWN_TARGETS) for name in ("legacy", "repo"))
    assert ":)" in luigi(legacy, "tasks", "Total").stderr
    project = convert(repo, "tasks", "Total", tmp_path / "out")
    run = run_here(project, tmp_path / "run")
    assert files_below(run / "workspace/records") == files_below(legacy / "records")


BESIDE_THE_SCRIPT = """
    import os
    import __main__
    import luigi

    def beside(name):
        return os.path.join(os.path.dirname(os.path.abspath(__main__.__file__)), "made", name)

    class Rows(luigi.Task):
        n = luigi.IntParameter()

        def output(self):
            return luigi.LocalTarget(beside("rows-%d.txt" % self.n))

        def run(self):
            with self.output().open("w") as out:
                out.write(str(self.n))

    class Total(luigi.Task):
        most = luigi.IntParameter(default=2)

        def requires(self):
            return [Rows(n=n) for n in range(self.most)]

        def output(self):
            return luigi.LocalTarget(beside("total.txt"))

        def run(self):
            with open(self.output().path, "w") as out:
                for n in range(self.most):
                    out.write(open(beside("rows-%d.txt" % n)).read())

    if __name__ == "__main__":
        luigi.run(["Total", "--local-scheduler", "--most", "5"])
"""


@pytest.mark.slow
def test_files_beside_the_main_script(tmp_path: Path) -> None:
    """Frameworks ask ``__main__`` where the repository is: no step answers with its own runner."""
    legacy, repo = (write_repo(tmp_path / name, BESIDE_THE_SCRIPT) for name in ("legacy", "repo"))
    subprocess.run([sys.executable, "tasks.py"], cwd=legacy, check=True, capture_output=True)
    project = convert(repo, "tasks", "Total", tmp_path / "out", "--probe", "most=3,1")
    assert "migrate" not in (project / "pipeline.yaml").read_text("utf-8")
    run = run_here(project, tmp_path / "run", "--param", "most=5")
    assert files_below(run / "workspace/made") == files_below(legacy / "made")
