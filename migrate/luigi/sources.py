"""The Python files of a legacy repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SKIPPED_DIRECTORIES = frozenset({".git", ".hg", ".tox", ".venv", "venv", "node_modules"})


def sources(repo: Path) -> Iterator[Path]:
    """The Python files of a repository that can be read, without those of environments in it.

    A pipe of that name would be waited for; a link that leads nowhere is nobody's source.
    """
    for directory, names, files in os.walk(repo):
        names[:] = [name for name in names if name not in SKIPPED_DIRECTORIES]
        yield from filter(is_readable, (Path(directory, n) for n in files if n.endswith(".py")))


def is_readable(path: Path) -> bool:
    """A file, not a pipe, a device or a link to nothing, that this process may read."""
    return path.is_file() and os.access(path, os.R_OK)
