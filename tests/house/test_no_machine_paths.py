"""No file of the repository knows the machine it was written on."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
# A home directory or the place of a check-out; /home/<name> in angle brackets is a placeholder.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|work|home/(?!<)[\w.-]+|Users/[\w.-]+)/[\w.~-]")
# Where such a path is what the file is about, with the reason.
ALLOWED = {
    "tests/house/test_no_machine_paths.py": "its own examples",
    "luigi/dags": "graphs captured elsewhere, as they came",
}


def tracked() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not run: this is not a git check-out")
    return [PROJECT / name for name in done.stdout.split("\0") if name]


def text_of(path: Path) -> str:
    """What the file says; empty for binary files and for those deleted but not yet committed."""
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return ""


def machine_paths(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield f"{number}: {line.strip()[:120]}"


def test_no_machine_paths() -> None:
    found = {
        name: lines
        for path in tracked()
        if not (name := str(path.relative_to(PROJECT))).startswith(tuple(ALLOWED))
        if (lines := list(machine_paths(text_of(path))))
    }
    assert found == {}


@pytest.mark.parametrize("text", ["/root/x", "see /home/ann/src", "'/Users/ann/p'", "=/work/main"])
def test_sees(text: str) -> None:
    assert list(machine_paths(text))


@pytest.mark.parametrize(
    "text", ["/home/<you>/src", "~/x", "framework/main", "https://example.org/root/x", "/rooted/x"]
)
def test_leaves_alone(text: str) -> None:
    assert not list(machine_paths(text))
