"""A repository configured by luigi.toml, which Luigi reads only where the environment says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.pipelines import (
    convert,
    files_below,
    luigi,
    migrate,
    run_files,
    run_here,
    write_repo,
)

REPORT = """\
    import luigi
    import luigi.configuration


    class Report(luigi.Task):
        days = luigi.IntParameter()
        shares = luigi.DictParameter()
        title = luigi.Parameter()

        def output(self):
            return luigi.LocalTarget("out/report.txt")

        def run(self):
            config = luigi.configuration.get_config()
            secrets = config.get("warehouse", "password"), config.get("warehouse", "read")["token"]
            values = self.days, dict(self.shares), self.title, config.get("warehouse", "port")
            with self.output().open("w") as out:
                out.write("%r %d" % (values, len(secrets[0]) + len(secrets[1])))
"""
TOML = """\
[Report]
days = 3
shares = {north = 0.5, south = 0.25}
title = "7"

[warehouse]
port = 5432
password = "hunter2-toml"

[warehouse.read]
token = "nested-s3cret"
"""
READER = "import tomllib\n\ndef load(path):\n    return tomllib.loads(open(path).read())\n"


def repository(root: Path) -> Path:
    repo = write_repo(root, REPORT)
    (repo / "luigi.toml").write_text(TOML)
    return repo


@pytest.mark.slow
def test_a_toml_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "packages"  # stands in for the package that luigi[toml] installs
    packages.mkdir()
    (packages / "toml.py").write_text(READER)
    monkeypatch.setenv("PYTHONPATH", str(packages))
    repo = repository(tmp_path / "repo")
    project = convert(repo, "tasks", "Report", tmp_path / "out")
    assert "ENV LUIGI_CONFIG_PARSER=toml" in (project / "Dockerfile").read_text()
    assert "port = 5432" in (project / "luigi.toml").read_text()
    assert 'password = ""' in (project / "secrets.example.cfg").read_text()
    run = run_here(project, tmp_path / "run")
    legacy = repository(tmp_path / "legacy")
    both = {"LUIGI_CONFIG_PARSER": "toml", "PYTHONPATH": f".:{packages}"}
    assert "looks :)" in luigi(legacy, "tasks", "Report", **both).stderr
    assert run_files(run) == {f"out/{p}": d for p, d in files_below(legacy / "out").items()}
    for path, text in {**files_below(project), **files_below(run)}.items():
        assert b"hunter2" not in text and b"nested-s3cret" not in text, path


def test_an_interpreter_that_reads_no_toml(tmp_path: Path) -> None:
    done = migrate(
        "luigi-to-kfp", repository(tmp_path / "repo"),
        *("--module", "tasks", "--task", "Report", "--out", tmp_path / "out"),
    )  # fmt: skip
    assert done.code == 2
    assert "the configuration is TOML, which Luigi cannot read here" in done.err
    assert "install luigi[toml]" in done.err
    assert not (tmp_path / "out").exists()
