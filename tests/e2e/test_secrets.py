"""A password of the legacy configuration is in no file and no line that we write."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from tests.e2e.pipelines import convert, files_below, migrate, run_here, write_repo

COMPANY = Path(__file__).parents[2] / "examples/legacy_company"
PASSWORD = "s3kr3t-Pa55/w+rd"
FORMS = tuple(form.encode() for form in (PASSWORD, quote_plus(PASSWORD), "s3kr3t_Pa55_w_rd"))

VAULT = """
    import luigi

    class warehouse(luigi.Config):
        password = luigi.Parameter(default="")

    class Load(luigi.Task):
        table = luigi.Parameter()
        password = luigi.Parameter(significant=False)
        url = luigi.Parameter(significant=False)

        def output(self):
            return luigi.LocalTarget("out/%s.txt" % self.table)

        def run(self):
            assert self.password == warehouse().password
            assert warehouse().password in self.url
            with self.output().open("w") as out:
                out.write("loaded %d" % len(self.password))

    class All(luigi.Task):
        def requires(self):
            key = warehouse().password
            return Load(table="plays", password=key, url="postgres://me:%s@db/x" % key)

        def output(self):
            return luigi.LocalTarget("out/all.txt")

        def run(self):
            with self.input().open() as source, self.output().open("w") as out:
                out.write(source.read())
"""


NAMED = """
    import luigi

    class Load(luigi.Task):
        table = luigi.Parameter()
        password = luigi.Parameter()

        def output(self):
            return luigi.LocalTarget("out/%s.txt" % self.table)

        def run(self):
            with self.output().open("w") as out:
                out.write(str(len(self.password)))

    class Pair(luigi.Task):
        def requires(self):
            return [Load(table="plays"), Load(table="artists")]

        def output(self):
            return luigi.LocalTarget("out/pair.txt")

        def run(self):
            sizes = []
            for target in self.input():
                with target.open() as source:
                    sizes.append(source.read())
            with self.output().open("w") as out:
                out.write(" ".join(sizes))
"""


def holders(root: Path, *words: bytes) -> list[str]:
    """Files below that hold one of the words, in whatever form."""
    return [path for path, data in files_below(root).items() if any(w in data for w in words)]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    repo = write_repo(tmp_path / "repo", VAULT)
    (repo / "luigi.cfg").write_text(f"[warehouse]\npassword = {PASSWORD}\n")
    return repo


def test_search_finds_what_it_looks_for(vault: Path) -> None:
    assert holders(vault, *FORMS) == ["luigi.cfg"]


@pytest.mark.slow
def test_the_example_company(tmp_path: Path) -> None:
    """Its settlement is signed with the password: the run needs it and must not show it."""
    ignore = shutil.ignore_patterns("out", "__pycache__")
    repo = Path(shutil.copytree(COMPANY, tmp_path / "repo", ignore=ignore))
    line = next(s for s in (repo / "luigi.cfg").read_text().splitlines() if "password" in s)
    word = line.partition("=")[2].strip().encode()
    root = ["--param", "week=2012-W23"]
    project = convert(repo, "company.reports", "WeeklyReports", tmp_path / "made/out", *root)
    task = ["--module", "company.reports", "--task", "WeeklyReports", *root]
    graph = tmp_path / "made/graph.json"
    captured = migrate("capture", repo, *task, "-o", graph)
    assert captured.code == 0
    run_here(project, tmp_path / "run")
    assert word
    assert holders(tmp_path / "made", word) == []
    assert holders(tmp_path / "run", word) == []


@pytest.mark.slow
def test_password_that_tasks_pass_on(vault: Path, tmp_path: Path) -> None:
    """As a parameter, and inside a connection string; the steps still get it."""
    made = tmp_path / "made"
    project = convert(vault, "tasks", "All", made / "out")
    captured = migrate(
        "capture", vault, "--module", "tasks", "--task", "All", "-o", made / "graph.json"
    )
    assert captured.code == 0
    assert holders(made, *FORMS) == []
    for said in (captured.out, captured.err):
        assert PASSWORD not in said
    run = run_here(project, tmp_path / "run")
    assert holders(run, *FORMS) == []
    done = [p for p, d in files_below(tmp_path / "run").items() if d == b"loaded 16"]
    assert len(done) == 2


@pytest.mark.slow
def test_password_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read at import for a default: each step has it from its secret, nothing else does."""
    code = NAMED.replace("luigi.Parameter()", 'luigi.Parameter(default=os.environ["DB_PASSWORD"])')
    repo = write_repo(tmp_path / "repo", "    import os\n" + code)
    monkeypatch.setenv("DB_PASSWORD", PASSWORD)
    project = convert(repo, "tasks", "Pair", tmp_path / "out")
    run = run_here(project, tmp_path / "run")
    assert holders(project, *FORMS) == []
    assert holders(run, *FORMS) == []
    assert b"16 16" in files_below(run).values()
    monkeypatch.delenv("DB_PASSWORD")
    failed = migrate("run", project, "--no-cache", "--run-dir", tmp_path / "again")
    assert failed.code == 4
    assert "has no key 'DB_PASSWORD'" in failed.out + failed.err


@pytest.mark.slow
def test_password_in_the_id_of_a_task(tmp_path: Path) -> None:
    """Luigi shows a significant parameter in the id; neither logs nor records may."""
    repo = write_repo(tmp_path / "repo", NAMED)
    (repo / "luigi.cfg").write_text(f"[Load]\npassword = {PASSWORD}\n")
    project = convert(repo, "tasks", "Pair", tmp_path / "out")
    run = run_here(project, tmp_path / "run")
    assert holders(project, *FORMS) == []
    assert holders(run, *FORMS) == []
    assert b"16 16" in files_below(run).values()


def test_a_configuration_of_another_name_stays_out_of_the_image(
    vault: Path, tmp_path: Path
) -> None:
    (vault / "conf").mkdir()
    config = (vault / "luigi.cfg").rename(vault / "conf/prod.cfg")
    project = convert(vault, "tasks", "All", tmp_path / "out", "--config", config)
    assert "conf/prod.cfg" in (project / "Dockerfile.dockerignore").read_text().splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("significance", ["significant=False", ""])
def test_password_given_on_the_command_line(significance: str, vault: Path, tmp_path: Path) -> None:
    """A significant one would be part of the task id."""
    module = vault / "tasks.py"
    module.write_text(module.read_text().replace("significant=False", significance))
    params = [
        "--param=table=plays",
        f"--param=password={PASSWORD}",
        f"--param=url=postgres://me:{PASSWORD}@db/x",
    ]
    done = migrate(
        "luigi-to-kfp", vault, "--module", "tasks", "--task", "Load", *params,
        "--out", tmp_path / "made/out",
    )  # fmt: skip
    assert done.code in (0, 1), done.err
    assert holders(tmp_path / "made", *FORMS) == []
    assert PASSWORD not in done.out + done.err
