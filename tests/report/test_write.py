from __future__ import annotations

import os
import stat

import pytest

from migrate.errors import OutputConflict
from migrate.report.write import write_text


def test_writes_utf8_and_makes_parents(tmp_path):
    path = tmp_path / "deep" / "er" / "report.json"
    write_text(path, "é\n")
    assert path.read_bytes() == b"\xc3\xa9\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_replaces_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "a"
    write_text(path, "old")
    write_text(path, "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "new")]


def test_a_directory_in_the_way_is_refused_and_kept(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputConflict, match="out: cannot be written"):
        write_text(tmp_path / "out", "x")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_file_for_a_parent_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputConflict):
        write_text(tmp_path / "file" / "report.html", "x")


def test_a_failure_half_way_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a"
    write_text(path, "old")
    monkeypatch.setattr(os, "fdopen", lambda *_: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(OutputConflict, match="disk full"):
        write_text(path, "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]
