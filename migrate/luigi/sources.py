"""The Python files of a legacy repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SKIPPED_DIRECTORIES = frozenset({".git", ".hg", ".tox", ".venv", "venv", "node_modules"})


def sources(repo: Path) -> Iterator[Path]:
    """The Python files of a repository, without those of environments in it."""
    for directory, names, files in os.walk(repo):
        names[:] = [name for name in names if name not in SKIPPED_DIRECTORIES]
        yield from (Path(directory, name) for name in files if name.endswith(".py"))
