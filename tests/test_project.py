"""An output directory is written whole or not at all, and edits in it are safe."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from migrate.errors import OutputConflict
from migrate.project import SIDECAR, Change, diff, plan_changes, write_project

FILES = {"a.txt": b"one\n", "b.txt": b"two\n"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A project as it was written."""
    directory = tmp_path / "deep" / "out"
    write_project(directory, FILES)
    return directory


def content(directory: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in directory.iterdir() if p.name != SIDECAR}


def actions(changes: list[Change]) -> dict[str, str]:
    return {change.name: change.action for change in changes}


def test_a_new_directory_holds_the_files(out: Path) -> None:
    assert content(out) == FILES
    assert stat.S_IMODE(out.stat().st_mode) == 0o755
    assert [p.name for p in out.parent.iterdir()] == ["out"], "no stage is left"


def test_writing_again_changes_nothing(out: Path) -> None:
    before = {p.name: (p.stat().st_ino, p.read_bytes()) for p in out.iterdir()}
    assert set(actions(write_project(out, FILES)).values()) == {"same"}
    after = {p.name: (p.stat().st_ino, p.read_bytes()) for p in out.iterdir() if p.name != SIDECAR}
    assert after == {name: kept for name, kept in before.items() if name != SIDECAR}
    assert (out / SIDECAR).read_bytes() == before[SIDECAR][1]


def test_new_text_replaces_what_nobody_edited(out: Path) -> None:
    changes = write_project(out, {**FILES, "a.txt": b"new\n", "c.txt": b"three\n"})
    assert actions(changes) == {"a.txt": "changed", "b.txt": "same", "c.txt": "added"}
    assert content(out) == {"a.txt": b"new\n", "b.txt": b"two\n", "c.txt": b"three\n"}


def test_a_file_that_is_no_longer_made_goes(out: Path) -> None:
    assert actions(write_project(out, {"a.txt": b"one\n"})) == {"a.txt": "same", "b.txt": "removed"}
    assert content(out) == {"a.txt": b"one\n"}


def test_an_edited_file_that_is_no_longer_made_stays(out: Path) -> None:
    (out / "b.txt").write_bytes(b"mine\n")
    assert actions(write_project(out, {"a.txt": b"one\n"}))["b.txt"] == "edited"
    assert (out / "b.txt").read_bytes() == b"mine\n"


def test_a_deleted_file_comes_back(out: Path) -> None:
    (out / "a.txt").unlink()
    assert actions(write_project(out, FILES))["a.txt"] == "added"
    assert content(out) == FILES


def test_an_edited_file_stays_while_there_is_nothing_new(out: Path) -> None:
    (out / "a.txt").write_bytes(b"mine\n")
    assert actions(write_project(out, FILES))["a.txt"] == "edited"
    assert (out / "a.txt").read_bytes() == b"mine\n"


def test_an_edited_file_with_new_text_is_a_conflict_and_nothing_is_written(out: Path) -> None:
    (out / "a.txt").write_bytes(b"mine\n")
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    with pytest.raises(OutputConflict, match=r"edited since they were written: a\.txt") as caught:
        write_project(out, {"a.txt": b"new\n", "b.txt": b"new\n"})
    assert "--force" in caught.value.next_step
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_force_takes_edits_back(out: Path) -> None:
    (out / "a.txt").write_bytes(b"mine\n")
    write_project(out, FILES, force=True)
    assert content(out) == FILES
    (out / "a.txt").write_bytes(b"mine\n")
    write_project(out, {**FILES, "a.txt": b"new\n"}, force=True)
    assert (out / "a.txt").read_bytes() == b"new\n"


@pytest.mark.parametrize("force", [False, True])
def test_a_personal_file_keeps_its_edits(out: Path, force: bool) -> None:
    (out / "a.txt").write_bytes(b"mine\n")
    new = {"a.txt": b"new\n", "b.txt": b"new\n"}
    for _ in range(2):
        write_project(out, new, force=force, personal=["a.txt"])
        assert content(out) == {"a.txt": b"mine\n", "b.txt": b"new\n"}


def test_foreign_files_in_a_project_stay(out: Path) -> None:
    (out / "notes.txt").write_bytes(b"mine\n")
    write_project(out, {"a.txt": b"new\n"})
    assert content(out) == {"a.txt": b"new\n", "notes.txt": b"mine\n"}


def test_a_foreign_file_of_the_same_name_is_a_conflict(out: Path) -> None:
    (out / "c.txt").write_bytes(b"mine\n")
    with pytest.raises(OutputConflict, match=r"c\.txt"):
        write_project(out, {**FILES, "c.txt": b"three\n"})


def test_an_empty_directory_is_used(tmp_path: Path) -> None:
    write_project(tmp_path, FILES)
    assert content(tmp_path) == FILES


def test_a_directory_of_foreign_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(OutputConflict, match="did not write"):
        write_project(tmp_path, FILES, force=True)
    assert content(tmp_path) == {"notes.txt": b""}


def test_a_file_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputConflict, match="is not a directory"):
        write_project(tmp_path / "out", FILES)


def test_a_directory_in_place_of_a_file_is_refused(out: Path) -> None:
    (out / "a.txt").unlink()
    (out / "a.txt").mkdir()
    with pytest.raises(OutputConflict, match="is not a file"):
        write_project(out, FILES)


DAMAGED = ["", "{", "[]", "3", "{}", '{"files": 3}', '{"files": {"a.txt": 3}}', "\ufffe"]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_sidecar_is_said(out: Path, text: str) -> None:
    (out / SIDECAR).write_text(text)
    with pytest.raises(OutputConflict, match="is damaged"):
        write_project(out, FILES)
    assert content(out) == FILES


def test_a_parent_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "parent").touch()
    with pytest.raises(OutputConflict, match="cannot be written"):
        write_project(tmp_path / "parent" / "out", FILES)


@pytest.mark.skipif(os.geteuid() == 0, reason="not run: root may write everywhere")
def test_a_directory_without_permission_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(OutputConflict, match="cannot be written"):
        write_project(tmp_path / "out", FILES)


def failing_replace(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """The disk fails after that many renames."""
    done = 0
    replace = Path.replace

    def limited(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done > after:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", limited)


@pytest.mark.parametrize("after", range(4))
def test_a_failure_in_between_leaves_old_or_new_files_and_can_be_repeated(
    out: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    new = {"a.txt": b"new a\n", "b.txt": b"new b\n"}
    with monkeypatch.context() as patched:
        failing_replace(patched, after)
        with pytest.raises(OutputConflict, match="No space left on device"):
            write_project(out, new)
    assert all(text in {FILES[name], new[name]} for name, text in content(out).items())
    assert set(content(out)) == set(FILES)
    assert [p.name for p in out.parent.iterdir()] == ["out"], "no stage is left"
    write_project(out, new)
    assert content(out) == new


def test_a_failure_at_the_first_write_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", failing)
        with pytest.raises(OutputConflict):
            write_project(tmp_path / "out", FILES)
    assert list(tmp_path.iterdir()) == []


def test_planning_writes_nothing(tmp_path: Path) -> None:
    assert actions(plan_changes(tmp_path / "out", FILES)) == {"a.txt": "added", "b.txt": "added"}
    assert list(tmp_path.iterdir()) == []


def test_diff_shows_what_would_change(out: Path) -> None:
    (out / "edited.txt").touch()
    shown = diff(out, {"a.txt": b"uno\n", "c.txt": b"three\n"})
    assert shown.splitlines() == [
        "--- a/a.txt",
        "+++ b/a.txt",
        "@@ -1 +1 @@",
        "-one",
        "+uno",
        "--- a/c.txt",
        "+++ b/c.txt",
        "@@ -0,0 +1 @@",
        "+three",
        "--- a/b.txt",
        "+++ b/b.txt",
        "@@ -1 +0,0 @@",
        "-two",
    ]
    assert diff(out, FILES) == ""


def test_the_sidecar_knows_every_file(out: Path) -> None:
    assert set(json.loads((out / SIDECAR).read_text())["files"]) == set(FILES)
