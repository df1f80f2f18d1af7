"""Where the volume is mounted, and which paths no mount can serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.kfp.mounts import plan_mounts

SERVED: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "relative": (["out/x", "./out/y"], ()),
    "below the workspace": (["/workspace/out/x"], ()),
    "absolute": (["/data/x"], ("/data",)),
    "one mount for one directory": (["/data/x", "/data/y"], ("/data",)),
    "a directory inside another": (["/data/deep/x", "/data/y"], ("/data",)),
    "two directories": (["/data/x", "/srv/me/y"], ("/data", "/srv/me")),
    "below the image's code": (["/app/out/x"], ("/app/out",)),
    "a name that only begins like a system directory": (["/library/x"], ("/library",)),
    "dots": (["/data/../srv/me/x"], ("/srv/me",)),
    "one name in two directories": (["/data/a/x", "/data/b/x"], ("/data",)),
    "one name in three directories": (["/data/a/x", "/data/b/c/x", "/data/d/x"], ("/data",)),
    "nothing": ([], ()),
}


@pytest.mark.parametrize(("paths", "extra"), SERVED.values(), ids=SERVED)
def test_mounts(paths: list[str], extra: tuple[str, ...]) -> None:
    mounts = plan_mounts(paths, "/workspace")
    assert mounts.extra == extra
    assert mounts.refused == ()


REFUSED: dict[str, tuple[list[str], str]] = {
    "root": (["/x"], "/x"),
    "system directory": (["/etc/x"], "/etc/x"),
    "below a system directory": (["/usr/share/x/y"], "/usr/share/x/y"),
    "over the image's code": (["/app/x"], "/app/x"),
    "over the step runtime": (["/opt/x"], "/opt/x"),
    "over Kubernetes' own mounts": (["/var/x"], "/var/x"),
    "dots into a system directory": (["/data/../etc/x"], "/data/../etc/x"),
    "outside": (["../x"], "../x"),
    "outside in the end": (["out/../../x"], "out/../../x"),
}


@pytest.mark.parametrize(("paths", "path"), REFUSED.values(), ids=REFUSED)
def test_refused(paths: list[str], path: str) -> None:
    mounts = plan_mounts(paths, "/workspace")
    assert mounts.extra == ()
    assert len(mounts.refused) == 1
    assert mounts.refused[0][1]


COLLISIONS = {
    "two absolute directories": ["/a/x", "/b/x"],
    "an absolute and a relative path": ["x", "/a/x"],
    "an absolute one and the workspace": ["/workspace/x", "/a/x"],
}


@pytest.mark.parametrize("paths", COLLISIONS.values(), ids=COLLISIONS)
def test_two_paths_that_would_be_one_file(paths: list[str]) -> None:
    ((_, why),) = plan_mounts(paths, "/workspace").refused
    assert "the same file" in why


def test_the_same_path_in_two_spellings_is_no_collision() -> None:
    assert plan_mounts(["out/x", "/workspace/out/x", "./out/x"], "/workspace").refused == ()


def test_a_path_in_the_repository_is_a_path_in_the_image(tmp_path: Path) -> None:
    path = str(tmp_path / "package" / "out" / "x")
    assert plan_mounts([path], "/workspace", tmp_path).extra == ("/app/package/out",)


def test_a_path_that_a_parameter_gives_is_the_same_in_the_image(tmp_path: Path) -> None:
    path = str(tmp_path / "out" / "x")
    assert plan_mounts([path], "/workspace", tmp_path, {path}).extra == (str(tmp_path / "out"),)


def test_a_mount_does_not_hide_files_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "input.csv").touch()
    mounts = plan_mounts([str(tmp_path / "data" / "x")], "/workspace", tmp_path)
    ((path, why),) = mounts.refused
    assert mounts.extra == ()
    assert path == "/app/data/x"
    assert "hide" in why
