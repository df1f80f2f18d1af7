"""The wheel has the three packages, with every file that is not code too."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bridges.luigi.single_file import joined_script

PROJECT = Path(__file__).parents[2]
PACKAGES = ("migrate", "bridges", "codemods")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built by the build backend itself, so that nothing is downloaded."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("not run: hatchling is not installed")
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    return zipfile.ZipFile(next(out.glob("*.whl")))


def sources() -> set[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *PACKAGES]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split("\0") if name and (PROJECT / name).exists()}


def test_has_every_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == sources()


def test_has_no_other_top_level_name(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_installs_the_command(wheel: zipfile.ZipFile) -> None:
    name = next(name for name in wheel.namelist() if name.endswith("/entry_points.txt"))
    assert "migrate = migrate.__main__:main" in wheel.read(name).decode()


def test_has_the_licence(wheel: zipfile.ZipFile) -> None:
    assert any(name.endswith("/licenses/LICENSE") for name in wheel.namelist())


@pytest.mark.parametrize("package", ["bridges.luigi.step", "migrate.luigi.capture"])
def test_makes_the_same_script(wheel: zipfile.ZipFile, tmp_path: Path, package: str) -> None:
    wheel.extractall(tmp_path)
    code = (
        f"from bridges.luigi.single_file import joined_script as j; print(j({package!r}), end='')"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == joined_script(package)
