"""The command line: what it prints and writes, and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest
import referencing

from migrate.assess import as_json
from migrate.assess.report import report_of
from migrate.cli.main import run
from migrate.report import json_report, sarif
from tests.assess.building import assessed, write

CLEAN = {
    "tasks.py": """
        import luigi
        class Load(luigi.Task):
            day = luigi.DateParameter()
            def output(self):
                return luigi.LocalTarget("load-%s" % self.day)
            def run(self):
                self.output().open("w").close()
    """
}
DIRTY = {
    **CLEAN,
    "more.py": """
        import luigi
        from tasks import Load
        class Sum(luigi.Task):
            token = luigi.Parameter(default="s3cr3t-v4lue")
            def requires(self):
                return Load()
            def output(self):
                return luigi.LocalTarget("sum")
            def run(self):
                yield Load()
    """,
    "luigi.cfg": "[Sum]\ntoken = s3cr3t-v4lue\n[core]\ndefault-scheduler-url = http://u:s3cr3t-v4lue@h\n",
    "run.sh": "luigi --module more Sum --workers 2\n",
}


def test_nothing_to_do_is_exit_code_0(tmp_path, capsys):
    assert run(["assess", str(write(tmp_path, CLEAN))]) == 0
    out = capsys.readouterr().out
    assert "Task classes: 1  (1 converted)" in out
    assert "done; nothing needs a person" in out


def test_findings_are_exit_code_1(tmp_path, capsys):
    assert run(["assess", str(write(tmp_path, DIRTY))]) == 1
    out = capsys.readouterr().out
    assert "LK003" in out
    assert "run() yields tasks" in out


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({}, [], "there is no Python file in it"),
        ({"README.md": "x"}, [], "there is no Python file in it"),
        (CLEAN, ["nowhere"], "no such directory"),
        (CLEAN, ["tasks.py"], "not a directory"),
        (CLEAN, ["--html", "tasks.py/x.html"], "cannot be written"),
    ],
)
def test_bad_input_is_exit_code_2(tmp_path, capsys, files, arguments, said):
    write(tmp_path, files)
    options = [a if a.startswith("--") else str(tmp_path / a) for a in arguments]
    repo = [] if options and not options[0].startswith("--") else [str(tmp_path)]
    assert run(["assess", *repo, *options]) == 2
    assert said in capsys.readouterr().err


def test_json_keeps_its_schema_and_is_the_same_each_time(tmp_path, capsys):
    write(tmp_path, DIRTY)
    texts = []
    for _ in range(2):
        assert run(["assess", str(tmp_path), "--json"]) == 1
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    report = referencing.Resource.from_contents(json_report.schema())
    registry = referencing.Registry().with_resource("report.schema.json", report)
    jsonschema.Draft202012Validator(as_json.schema(), registry=registry).validate(
        json.loads(texts[0])
    )


def test_the_schema_names_every_field(tmp_path):
    found = assessed(tmp_path, DIRTY)
    document = as_json.to_json(found, report_of(found))
    schema = as_json.schema()
    assert set(schema["properties"]) == set(document)
    assert set(schema["$defs"]["task"]["properties"]) == set(document["tasks"][0])


def test_secrets_are_in_no_output(tmp_path, capsys):
    write(tmp_path, DIRTY)
    files = [tmp_path / "out.html", tmp_path / "out.sarif"]
    run(["assess", str(tmp_path), "--html", str(files[0]), "--sarif", str(files[1])])
    texts = [capsys.readouterr().out, *(f.read_text() for f in files)]
    run(["assess", str(tmp_path), "--json"])
    for text in (*texts, capsys.readouterr().out):
        assert "Sum" in text
        assert "s3cr3t" not in text


def test_sarif_has_the_findings(tmp_path):
    found = assessed(tmp_path, DIRTY)
    results = sarif.to_sarif(report_of(found))["runs"][0]["results"]
    assert len(results) == len(found.findings)


def test_suppressed_findings_are_counted(tmp_path):
    source = DIRTY["more.py"].replace(
        "def run(self):", "def run(self):  # migrate: ignore[LK003] known to be small"
    )
    found = assessed(tmp_path, {**DIRTY, "more.py": source})
    report = report_of(found)
    assert [f.code for f in report.suppressed] == ["LK003"]
    assert report.suppressed[0].suppressed == "known to be small"


def test_nothing_of_the_repository_is_imported(tmp_path):
    """Importing it would write a file and end the interpreter."""
    source = "open('imported', 'w').close()\nraise SystemExit(9)\nimport luigi\n"
    write(tmp_path, {**CLEAN, "side.py": source, "luigi.py": source, "json.py": source})
    command = [sys.executable, "-m", "migrate", "assess", str(tmp_path), "-q"]
    done = subprocess.run(command, cwd=tmp_path.parent, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    assert not (tmp_path / "imported").exists()
    assert not list(tmp_path.parent.rglob("imported"))


def test_quiet_prints_nothing(tmp_path, capsys):
    assert run(["assess", str(write(tmp_path, DIRTY)), "-q"]) == 1
    assert capsys.readouterr() == ("", "")
