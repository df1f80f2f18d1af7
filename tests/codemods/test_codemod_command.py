"""``migrate codemod``: a dry run by default; files that are not Python 3 stay as they are."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from migrate.cli.main import run
from migrate.codemod.as_json import schema

OLD = "import luigi.s3\n\nx = luigi.BooleanParameter()  # kept\n"
NEW = "import luigi.contrib.s3\n\nx = luigi.BoolParameter()  # kept\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "old.py").write_text(OLD)
    (tmp_path / "latin.py").write_bytes(b"# -*- coding: latin-1 -*-\nimport luigi.s3  # caf\xe9\n")
    (tmp_path / "py2.py").write_text("print 'x'\n")
    return tmp_path


def test_a_dry_run_prints_a_diff_and_writes_nothing(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["codemod", str(tree)]) == 1
    said = capsys.readouterr().out
    assert "+import luigi.contrib.s3" in said
    assert "2 would change, 0 unchanged, 1 left alone" in said
    assert (tree / "old.py").read_text() == OLD


def test_write_keeps_links_and_modes(tmp_path: Path) -> None:
    (tmp_path / "job.py").write_text(OLD)
    (tmp_path / "job.py").chmod(0o750)
    (tmp_path / "link.py").symlink_to("job.py")
    assert run(["codemod", str(tmp_path / "link.py"), "--write", "-q"]) == 0
    assert (tmp_path / "link.py").is_symlink()
    assert (tmp_path / "job.py").read_text() == NEW
    assert (tmp_path / "job.py").stat().st_mode & 0o777 == 0o750


def test_what_needs_a_person_is_located(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.py").write_text("import luigi\n\nx = luigi.Parameter(is_list=True)\n")
    assert run(["codemod", str(tmp_path)]) == 1
    assert f"{tmp_path / 'a.py'}:3: parameter-flags: is_list=True" in capsys.readouterr().out


def test_write_keeps_the_encoding_and_leaves_python_2_alone(tree: Path) -> None:
    assert run(["codemod", str(tree), "--write", "-q"]) == 1
    assert (tree / "old.py").read_text() == NEW
    assert b"luigi.contrib.s3  # caf\xe9" in (tree / "latin.py").read_bytes()
    assert (tree / "py2.py").read_text() == "print 'x'\n"
    (tree / "py2.py").unlink()
    assert run(["codemod", str(tree), "-q"]) == 0


def test_what_cannot_be_read_is_named_and_the_rest_is_rewritten(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "lost.py").symlink_to("nowhere.py")
    os.mkfifo(tree / "pipe.py")
    assert run(["codemod", str(tree)]) == 1
    said = capsys.readouterr().out
    assert "lost.py: left alone, cannot be read: No such file or directory" in said
    assert "py2.py:1: left alone, not Python 3: " in said
    assert "2 would change, 0 unchanged, 2 left alone" in said


@pytest.mark.parametrize("args", [["nowhere"], [".", "--rule", "nonsense"]])
def test_bad_input(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codemod", *args]) == 2
    assert "next:" in capsys.readouterr().err


def test_json_keeps_its_schema_and_says_what_the_text_says(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "list.py").write_text("import luigi\n\nx = luigi.Parameter(is_list=True)\n")
    (tree / "plain.py").write_text("import os\n")
    assert run(["codemod", str(tree), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    jsonschema.validate(said, schema())
    assert said["counts"] == {"changed": 2, "unchanged": 2, "left_alone": 1}
    assert not said["written"]
    files = {Path(file["path"]).name: file for file in said["files"]}
    assert set(files) == {"latin.py", "list.py", "old.py", "py2.py"}
    assert "+import luigi.contrib.s3" in files["old.py"]["diff"]
    assert files["list.py"]["notes"][0]["line"] == 3
    assert files["py2.py"]["line"] == 1
