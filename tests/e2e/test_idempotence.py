"""Converting again: nothing changes, edits stay, choices in migration.toml are honoured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.pipelines import Said, convert, files_below, migrate, write_repo
from tests.e2e.test_bad_input import SHOP

GOOD = ("--module", "tasks", "--task", "Total", "--param", "day=2020-01-31")
OTHER = ("--module", "tasks", "--task", "Total", "--param", "day=2021-12-24")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return write_repo(tmp_path / "repo", SHOP)


@pytest.fixture
def out(repo: Path, tmp_path: Path) -> Path:
    return convert(repo, "tasks", "Total", tmp_path / "out", *GOOD[4:])


def again(repo: Path, out: Path, *arguments: str) -> Said:
    return migrate("luigi-to-kfp", repo, "--out", out, *arguments)


def times(root: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in root.rglob("*")}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new))


def test_second_run_changes_nothing(repo: Path, out: Path) -> None:
    before, then = files_below(out), times(out)
    assert again(repo, out, *GOOD).code in (0, 1)
    assert files_below(out) == before
    assert times(out) == then


@pytest.mark.slow
def test_a_project_inside_its_repository_is_no_part_of_it(repo: Path) -> None:
    out = convert(repo, "tasks", "Total", repo / "made/out", *GOOD[4:])
    runs = out / "runs/total-1/workspace"
    runs.mkdir(parents=True)
    (runs / "copied.py").write_text("import pandas\n")
    before = files_below(out)
    assert again(repo, out, *GOOD).code in (0, 1)
    assert files_below(out) == before
    assert "made/out" in (out / "Dockerfile.dockerignore").read_text().splitlines()


@pytest.mark.slow
def test_two_directories_get_the_same_bytes(repo: Path, out: Path, tmp_path: Path) -> None:
    other = convert(repo, "tasks", "Total", tmp_path / "other", *GOOD[4:])
    assert files_below(other) == files_below(out)


@pytest.mark.slow
def test_edited_file_is_never_overwritten_without_force(repo: Path, out: Path) -> None:
    edited = out / "pipeline.py"
    edited.write_text(edited.read_text() + "# mine\n")
    before = files_below(out)
    assert again(repo, out, *GOOD).code in (0, 1)
    assert files_below(out) == before
    refused = again(repo, out, *OTHER)
    assert refused.code == 2
    assert "pipeline.py" in refused.err
    assert "--force" in refused.err
    assert files_below(out) == before
    assert again(repo, out, *OTHER, "--force").code in (0, 1)
    text = edited.read_text()
    assert "# mine" not in text
    assert "2021-12-24" in text


@pytest.mark.slow
def test_diff_shows_and_writes_nothing(repo: Path, out: Path, tmp_path: Path) -> None:
    before, then = files_below(tmp_path), times(out)
    done = again(repo, out, *OTHER, "--diff")
    assert done.code in (0, 1)
    assert "--- a/pipeline.py" in done.out
    assert any("2020-01-31" in line for line in done.out.splitlines() if line[:1] == "-")
    assert any("2021-12-24" in line for line in done.out.splitlines() if line[:1] == "+")
    assert files_below(tmp_path) == before
    assert times(out) == then


@pytest.mark.slow
def test_diff_of_a_new_directory_does_not_make_it(repo: Path, tmp_path: Path) -> None:
    done = again(repo, tmp_path / "new", *GOOD, "--diff")
    assert "+++ b/pipeline.py" in done.out
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_choices_are_honoured_and_kept(repo: Path, out: Path) -> None:
    settings = out / "migration.toml"
    change(settings, 'steps = "auto"', 'steps = "container"')
    change(settings, 'name = "total-legacy:latest"', 'name = "registry/total:7"')
    change(settings, "[flow]\n", '[flow]\nTotal = "workspace"\n')
    chosen = settings.read_text()
    assert again(repo, out, *GOOD).code in (0, 1)
    assert settings.read_text() == chosen
    text = (out / "pipeline.py").read_text()
    assert "@dsl.component(" not in text
    assert "dsl.ContainerSpec(" in text
    assert 'IMAGE = "registry/total:7"' in text
    assert r"\"mode\": \"workspace\"" in text
    assert (out / "workspace-claim.yaml").is_file()
    before, then = files_below(out), times(out)
    assert again(repo, out, *GOOD).code in (0, 1)
    assert (files_below(out), times(out)) == (before, then)
