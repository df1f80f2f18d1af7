"""A graph in several pipelines runs as one, and ends with Luigi's own bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.pipelines import convert, files_below, luigi, migrate, run_files, write_repo

MONTHS = """\
    import luigi


    class Part(luigi.Task):
        layer = luigi.IntParameter()
        place = luigi.IntParameter()

        def requires(self):
            if self.layer:
                below = [self.place, (self.place + 1) % 3]
                return [Part(layer=self.layer - 1, place=place) for place in below]

        def output(self):
            return luigi.LocalTarget("out/%d-%d.txt" % (self.layer, self.place))

        def run(self):
            texts = []
            for target in self.input() if self.layer else []:
                with target.open() as text:
                    texts.append(text.read())
            with self.output().open("w") as out:
                out.write("%d-%d(%s)" % (self.layer, self.place, ",".join(texts)))


    class Whole(luigi.Task):
        def requires(self):
            return [Part(layer=3, place=place) for place in range(3)]

        def output(self):
            return luigi.LocalTarget("out/whole.txt")

        def run(self):
            with self.output().open("w") as out:
                for target in self.input():
                    with target.open() as text:
                        out.write(text.read())
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Converted, then again with settings that allow six steps in a pipeline."""
    repo = write_repo(tmp_path / "repo", MONTHS)
    out = convert(repo, "tasks", "Whole", tmp_path / "out")
    settings = out / "migration.toml"
    settings.write_text(settings.read_text().replace("most_tasks = 400", "most_tasks = 6"))
    return convert(repo, "tasks", "Whole", out)


@pytest.mark.slow
def test_parts_run_as_one(project: Path, tmp_path: Path) -> None:
    assert sorted(path.name for path in project.glob("*.yaml")) == [
        "pipeline-1-of-3.yaml",
        "pipeline-2-of-3.yaml",
        "pipeline-3-of-3.yaml",
        "workspace-claim.yaml",
    ]
    done = migrate("run", project, "--run-dir", tmp_path / "run", "--json")
    assert done.code == 0, done.err
    parts = json.loads(done.out)["parts"]
    assert [part["state"] for part in parts] == ["SUCCEEDED"] * 3
    found = {f"out/{p}": d for p, d in files_below(tmp_path / "run/workspace/out").items()}
    for part in parts:
        found |= run_files(Path(part["run_dir"]))
    legacy = write_repo(tmp_path / "legacy", MONTHS)
    assert "looks :)" in luigi(legacy, "tasks", "Whole").stderr
    assert found == {f"out/{p}": d for p, d in files_below(legacy / "out").items()}


@pytest.mark.slow
def test_a_missing_part_is_refused(project: Path, tmp_path: Path) -> None:
    (project / "pipeline-2-of-3.yaml").unlink()
    done = migrate("run", project, "--run-dir", tmp_path / "run")
    assert done.code == 2
    assert "not complete" in done.err
    assert not (tmp_path / "run").exists()


SHOPS = """\
    import luigi


    class Sales(luigi.Task):
        shop = luigi.IntParameter()

        def output(self):
            return luigi.LocalTarget("out/sales-%d.txt" % self.shop)

        def run(self):
            with self.output().open("w") as out:
                out.write("%d sold" % self.shop)


    class Total(luigi.Task):
        shops = luigi.IntParameter()

        def requires(self):
            return [Sales(shop=shop) for shop in range(self.shops)]

        def output(self):
            return luigi.LocalTarget("out/total-%d.txt" % self.shops)

        def run(self):
            with self.output().open("w") as out:
                for sales in self.input():
                    with sales.open() as text:
                        out.write(text.read())
"""


@pytest.mark.slow
def test_a_long_loop_runs_in_several(tmp_path: Path) -> None:
    """At a value that no probe had, and again, when nothing is left to do."""
    repo = write_repo(tmp_path / "repo", SHOPS)
    root = ["--param", "shops=5", "--probe", "shops=3,0"]
    out = convert(repo, "tasks", "Total", tmp_path / "out", *root)
    settings = out / "migration.toml"
    settings.write_text(settings.read_text().replace("most_tasks = 400", "most_tasks = 3"))
    convert(repo, "tasks", "Total", out, *root)
    options = ["--param", "shops=7", "--workspace", tmp_path / "volume", "--preload", "luigi"]
    done = migrate("run", out, "--run-dir", tmp_path / "run", "--json", *options)
    assert done.code == 0, done.err
    first, second, last = json.loads(done.out)["parts"]
    rounds = [sum("/sales" in step["name"] for step in part["steps"]) for part in (first, second)]
    assert rounds == [3, 4]
    legacy = write_repo(tmp_path / "legacy", SHOPS)
    assert "looks :)" in luigi(legacy, "tasks", "Total", "--shops", "7").stderr
    found = {f"out/{p}": d for p, d in files_below(tmp_path / "volume/out").items()}
    found |= run_files(Path(last["run_dir"]))
    assert found == {f"out/{p}": d for p, d in files_below(legacy / "out").items()}
    empty = ["--param", "shops=0", "--workspace", tmp_path / "volume", "--preload", "luigi"]
    assert migrate("run", out, "--run-dir", tmp_path / "run-0", *empty).code == 0
    totals = [path.read_text() for path in (tmp_path / "run-0").rglob("total-0.txt")]
    assert totals == [""]
