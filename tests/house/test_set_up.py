"""The set-up scripts find a Python that works, and say what is missing where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
SCRIPTS = sorted([*(PROJECT / "scripts").glob("*.sh"), PROJECT / ".ci/run"])


def shell(code: str, path: list[Path]) -> subprocess.CompletedProcess[str]:
    """Runs the code after scripts/lib.sh, with only these directories on PATH."""
    environment = {"PATH": os.pathsep.join(map(str, path))}
    return subprocess.run(
        ["/bin/bash", "-c", f"set -euo pipefail; . scripts/lib.sh; {code}"],
        cwd=PROJECT,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )


def executable(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text)
    file.chmod(0o755)
    return folder


@pytest.fixture
def working(tmp_path: Path) -> Path:
    text = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
    return executable(tmp_path / "working", f"python{VERSION}", text)


def test_shim_that_cannot_start_is_passed_over(tmp_path: Path, working: Path) -> None:
    shim = executable(tmp_path / "shim", f"python{VERSION}", "#!/bin/sh\nexit 127\n")
    found = shell(f"find_python {VERSION}", [shim, working])
    assert found.stdout.strip() == sys.executable


def test_other_version_is_passed_over(tmp_path: Path, working: Path) -> None:
    other = executable(tmp_path / "other", "python3", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    assert shell("find_python 3.1", [other]).returncode == 2
    assert shell(f"find_python {VERSION}", [other]).stdout.strip() == sys.executable


def test_no_python_is_one_clear_message(tmp_path: Path) -> None:
    found = shell("find_python 3.11", [tmp_path])
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("No Python 3.11 on PATH. Debian 12: apt-get install")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script_parses(script: Path) -> None:
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("target", ["setup", "demo", "test", "check", "bench", "test-all"])
def test_help_lists_the_target(target: str) -> None:
    done = subprocess.run(["make", "help"], cwd=PROJECT, text=True, capture_output=True, check=True)
    assert f"\n{target} " in f"\n{done.stdout}"
