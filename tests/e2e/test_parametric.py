"""One conversion serves every value of a parameter: loops and walks, run at values never probed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.pipelines import (
    convert,
    files_below,
    luigi,
    run_files,
    run_here,
    tasks_done,
    write_repo,
)
from tests.legacy import legacy_python
from tests.luigi_examples import luigi_examples_without_waiting

# What a month has: a dict of tasks by day, a list over the same days one level lower, a task for
# the year (no copy of the month), one for the month before, and one that all days share.
SHOP = """\
    import datetime

    import luigi


    class Setup(luigi.Task):
        def output(self):
            return luigi.LocalTarget("out/setup.txt")

        def run(self):
            with self.output().open("w") as out:
                out.write("setup\\n")


    class Raw(luigi.Task):
        day = luigi.DateParameter()
        note = luigi.Parameter(default=None, significant=False)

        def output(self):
            return luigi.LocalTarget(self.day.strftime("out/raw/%Y-%m-%d.txt"))

        def run(self):
            with self.output().open("w") as out:
                out.write("raw %s %s\\n" % (self.day, self.note))


    class Clean(luigi.Task):
        day = luigi.DateParameter()
        shop = luigi.Parameter()

        def requires(self):
            return {"raw": Raw(day=self.day), "setup": Setup()}

        def output(self):
            name = self.day.strftime("out/clean/%Y-%m-%d")
            return [luigi.LocalTarget(name + ".a"), luigi.LocalTarget(name + ".b")]

        def run(self):
            with self.input()["raw"].open() as raw, self.input()["setup"].open() as setup:
                text = raw.read() + setup.read() + self.shop
            for number, target in enumerate(self.output()):
                with target.open("w") as out:
                    out.write("%d %s" % (number, text))


    class Rates(luigi.Task):
        year = luigi.IntParameter()

        def output(self):
            return luigi.LocalTarget("out/rates-%d.txt" % self.year)

        def run(self):
            with self.output().open("w") as out:
                out.write("rates %d\\n" % self.year)


    class Month(luigi.Task):
        month = luigi.MonthParameter()
        shop = luigi.Parameter(default="Caf\\u00e9 {a}")

        def days(self):
            count = 1 + self.month.month % 5
            return [self.month + datetime.timedelta(days=n) for n in range(count)]

        def requires(self):
            return {
                "clean": {str(day): Clean(day=day, shop=self.shop) for day in self.days()},
                "raw": [Raw(day=day) for day in self.days()],
                "rates": Rates(year=self.month.year),
            }

        def output(self):
            return luigi.LocalTarget(self.month.strftime("out/month-%Y-%m.txt"))

        def run(self):
            lines = []
            for day in sorted(self.input()["clean"]):
                for target in self.input()["clean"][day]:
                    with target.open() as text:
                        lines.append(day + text.read())
            for target in self.input()["raw"] + [self.input()["rates"]]:
                with target.open() as text:
                    lines.append(text.read())
            with self.output().open("w") as out:
                out.write("\\n".join(lines))
"""
PROBED = "2024-03", "2024-01,2023-12,2025-06"
NEVER_PROBED = ["2022-09", "2024-05"]


def shop(tmp_path: Path) -> Path:
    return write_repo(tmp_path / "repo", SHOP)


def expected(tmp_path: Path, month: str) -> dict[str, bytes]:
    """What Luigi itself writes for the month."""
    repo = write_repo(tmp_path / f"luigi-{month}", SHOP)
    done = luigi(repo, "tasks", "Month", "--month", month)
    assert "looks :)" in done.stderr, done.stderr
    return {f"out/{path}": data for path, data in files_below(repo / "out").items()}


def report(project: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project / "report.json").read_text())
    return found


def codes(project: Path) -> set[str]:
    return {finding["code"] for finding in report(project)["findings"]}


@pytest.fixture
def converted(tmp_path: Path) -> Path:
    month, others = PROBED
    probes = ["--param", f"month={month}", "--probe", f"month={others}"]
    return convert(shop(tmp_path), "tasks", "Month", tmp_path / "out", *probes)


def test_a_month_that_was_never_probed(converted: Path, tmp_path: Path) -> None:
    source = (converted / "pipeline.py").read_text()
    assert source.count("with dsl.ParallelFor(") == 1
    assert len(report(converted)["proofs"]) == 5
    assert codes(converted) >= {"LK052", "LK053"}
    for month in NEVER_PROBED:
        run = run_here(converted, tmp_path / f"run-{month}", "--param", f"month={month}")
        assert run_files(run) == expected(tmp_path, month)


def on_the_volume(repo: Path, project: Path, *more: object) -> Path:
    """Converted twice: the settings of the second time keep every file at its old path."""
    month, others = PROBED
    options = ["--param", f"month={month}", "--probe", f"month={others}", *more]
    convert(repo, "tasks", "Month", project, *options)
    families = ("Setup", "Raw", "Clean", "Rates", "Month")
    flows = "".join(f'{family} = "workspace"\n' for family in families)
    settings = project / "migration.toml"
    settings.write_text(settings.read_text().replace("[flow]\n", f"[flow]\n{flows}"))
    return convert(repo, "tasks", "Month", project, *options)


@pytest.mark.slow
def test_a_loop_on_the_volume(tmp_path: Path) -> None:
    project = on_the_volume(shop(tmp_path), tmp_path / "out")
    run = run_here(project, tmp_path / "run", "--param", "month=2022-09")
    found = {f"out/{p}": data for p, data in files_below(run / "workspace/out").items()}
    assert found == expected(tmp_path, "2022-09")


@pytest.mark.slow
@pytest.mark.legacy
@pytest.mark.network
def test_a_loop_under_python_2(tmp_path: Path) -> None:
    """A container component takes no list of artifacts, so it only waits for the loop."""
    python = legacy_python("2.7", "luigi==2.8.13")
    repo = write_repo(tmp_path / "repo", SHOP.replace("Caf\\u00e9 {a}", "shop"))
    project = on_the_volume(repo, tmp_path / "out", "--python", python)
    assert "dsl.ParallelFor(" in (project / "pipeline.py").read_text()
    run = run_here(project, tmp_path / "run", "--param", "month=2022-09")
    here = luigi(repo, "tasks", "Month", "--month", "2022-09", python=python)
    assert "looks :)" in here.stderr, here.stderr
    assert files_below(run / "workspace/out") == files_below(repo / "out")


@pytest.mark.slow
@pytest.mark.network
def test_top_artists_of_any_month(tmp_path: Path) -> None:
    """Luigi's own example: proved at three months, run for a week and for another month."""
    repo = luigi_examples_without_waiting(tmp_path / "repo", tmp_path / "tmp")
    probes = ["--param", "date_interval=2012-06", "--probe", "date_interval=2012-07,2012-02"]
    project = convert(repo, "examples.top_artists", "Top10Artists", tmp_path / "out", *probes)
    titles = [proof["title"] for proof in report(project)["proofs"]]
    assert [title.split("=")[-1] for title in titles[:3]] == ["2012-06", "2012-07", "2012-02"]
    for interval, streams in (("2013-W05", 7), ("2013-11", 30)):
        run = tmp_path / f"run-{interval}"
        run_here(project, run, "--param", f"date_interval={interval}")
        done = tasks_done(run)
        families = sorted(task_id.split("_")[0] for task_id in done)
        assert families == ["AggregateArtists", *["Streams"] * streams, "Top10Artists"]
        assert set(done.values()) == {"done"}
