"""``migrate run --dry-run``: every family is made in processes of its own, no task is run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.pipelines import convert, migrate, write_repo

SHOP = """\
    import luigi

    from parts import amount


    class Day(luigi.Task):
        number = luigi.IntParameter()

        def output(self):
            return luigi.LocalTarget("out/%d.txt" % self.number)

        def run(self):
            with self.output().open("w") as out:
                out.write("run() was called")


    class Sum(Day):
        def requires(self):
            return [Day(number=n) for n in range(amount(self.number))]

        def run(self):
            for day in self.input():
                with day.open() as lines, self.output().open("a") as out:
                    out.write(lines.read())
"""
PARTS = "def amount(number):\n    return number % 7\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    repo = write_repo(tmp_path / "repo", SHOP)
    (repo / "parts.py").write_text(PARTS)
    return repo


def dry(project: Path, *more: object, code: int = 0) -> list[dict[str, Any]]:
    done = migrate("run", project, "--dry-run", "--json", *more)
    assert done.code == code, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["families"]
    return found


@pytest.mark.slow
def test_every_family_is_made_at_a_value_that_no_probe_had(shop: Path, tmp_path: Path) -> None:
    root = ["--param", "number=2", "--probe", "number=3"]
    project = convert(shop, "tasks", "Sum", tmp_path / "out", *root)
    assert [(f["family"], f["made"], f["steps"]) for f in dry(project, "--param", "number=4")] == [
        ("Day", 4, 4),
        ("Sum", 1, 1),
    ]
    assert not list(tmp_path.rglob("[0-9].txt"))
    (shop / "parts.py").unlink()
    found = {family["family"]: family for family in dry(project, code=4)}
    assert [found[name]["unreached"] for name in ("Day", "Sum")] == [1, 1]
    assert "No module named 'parts'" in found["(items) Day"]["failed"][0]


def test_what_cannot_be_made_is_told_with_what_was_not_reached(shop: Path, tmp_path: Path) -> None:
    project = convert(shop, "tasks", "Sum", tmp_path / "out", "--param", "number=1")
    tasks = shop / "tasks.py"
    tasks.write_text(tasks.read_text().replace("Day(number=n)", "Day(number=n + 1)"))
    day, total = dry(project, code=4)
    assert (day["made"], total["made"], total["unreached"]) == (1, 0, 0)
    assert "not the output [] of Day_1" in total["failed"][0]
    said = migrate("run", project, "--dry-run")
    assert "1 of 2 Luigi tasks made in a process of their own, their data bound" in said.out


@pytest.mark.slow
def test_only_a_converted_pipeline_can_be_made_without_running(shop: Path, tmp_path: Path) -> None:
    project = convert(shop, "tasks", "Day", tmp_path / "out", "--param", "number=2")
    assert "--resume" in migrate("run", project, "--dry-run", "--resume", "x").err
    runtime = project / "paved_road_step.py"
    runtime.write_text(runtime.read_text().replace("PAVED_ROAD_DRY_RUN", "OTHER"))
    old = migrate("run", project, "--dry-run")
    assert (old.code, "this runtime knows no dry run" in old.err) == (2, True)
    pipeline = project / "pipeline.yaml"
    pipeline.write_text(pipeline.read_text().replace("paved_road_step.run(", "print("))
    other = migrate("run", project, "--dry-run")
    assert (other.code, "is not a step of a Luigi task" in other.err) == (2, True)


@pytest.mark.slow
def test_tasks_below_a_failure_are_made_on_their_own(shop: Path, tmp_path: Path) -> None:
    project = convert(shop, "tasks", "Sum", tmp_path / "out", "--param", "number=2")
    spec = project / "pipeline.yaml"
    spec.write_text(spec.read_text().replace("Day_0_", "Day_7_"))
    day, total = dry(project, code=4)
    assert (day["made"], len(day["failed"]), day["unreached"]) == (1, 1, 0)
    assert "but Day_7_" in day["failed"][0]
    assert (total["made"], total["unreached"]) == (1, 0)
