"""Finds the files of a repository that can say something about Luigi; follows no loop."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from migrate.luigi.inventory.words import words

SKIPPED = frozenset(
    words(
        ".git .hg .svn .tox .nox .venv venv virtualenv node_modules __pycache__ .eggs "
        ".mypy_cache .ruff_cache .pytest_cache site-packages dist-packages "
        ".ipynb_checkpoints .idea"
    )
)
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read; a larger one is reported."""

_SUFFIX = r"(\.(example|sample|template|tmpl|dist|default))?"
_CONFIG = re.compile(
    rf"(^|[\W_])luigi[\w.-]*\.(cfg|toml|ini|conf){_SUFFIX}$|^client\.cfg{_SUFFIX}$|^law\.cfg$", re.I
)
_CANDIDATE = re.compile(rf"\.(cfg|ini|conf){_SUFFIX}$", re.I)
_FOREIGN = frozenset({"setup.cfg", "tox.ini", "mypy.ini", "pytest.ini", "alembic.ini", "uwsgi.ini"})
_SCRIPT = re.compile(
    r"\.(sh|bash|zsh|ksh|bat|ps1|cron|crontab|service|mk|slurm|sbatch)$"
    r"|^(Dockerfile|Makefile|GNUmakefile|Jenkinsfile|Procfile|crontab|justfile|Vagrantfile)"
    r"|(^|\.)(docker-compose|compose)[\w.-]*\.ya?ml$|\.(dockerfile)$",
    re.I,
)
_SCRIPT_FOLDERS = frozenset({"bin", "scripts", "cron", "cron.d"})
_PROJECT = frozenset({"setup.py", "setup.cfg", "pyproject.toml"})
_PIPELINE = re.compile(r"\.ya?ml$", re.I)


class Kind(Enum):
    """What a file is read as."""

    PYTHON = "Python file"
    CONFIG = "configuration file"
    CANDIDATE = "file that may be one of Luigi's configuration"
    SCRIPT = "script"
    PROJECT = "project file"
    NOTEBOOK = "notebook"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read; ``path`` is relative to the repository, with slashes."""

    path: str
    kind: Kind
    size: int
    problem: str = ""


def find(root: Path) -> Iterator[Found]:
    """The files below ``root``, in order. Links to directories are not followed.

    A link to a file counts where it leads into the repository no second time.
    """
    seen: set[tuple[int, int]] = set()
    for folder, names, files in os.walk(root):
        names[:] = sorted(n for n in names if n not in SKIPPED and not _is_environment(folder, n))
        for name in sorted(files):
            path = Path(folder, name)
            kind = kind_of(name, Path(folder).name)
            if kind is not None:
                yield from _looked_at(path, path.relative_to(root).as_posix(), kind, seen)


def kind_of(name: str, folder: str = "") -> Kind | None:
    """By its name; None for what is not read."""
    if name in _PROJECT:
        return Kind.PROJECT
    if name.endswith((".py", ".pyw")):
        return Kind.PYTHON
    if name.endswith(".ipynb"):
        return Kind.NOTEBOOK
    if _CONFIG.search(name):
        return Kind.CONFIG
    if _SCRIPT.search(name) or _PIPELINE.search(name):
        return Kind.SCRIPT
    if _CANDIDATE.search(name) and name not in _FOREIGN:
        return Kind.CANDIDATE
    return Kind.SCRIPT if folder in _SCRIPT_FOLDERS and "." not in name else None


def _is_environment(folder: str, name: str) -> bool:
    return Path(folder, name, "pyvenv.cfg").is_file()


def _looked_at(path: Path, shown: str, kind: Kind, seen: set[tuple[int, int]]) -> Iterator[Found]:
    try:
        status = path.stat()
    except OSError as error:
        if kind is Kind.PYTHON:
            yield Found(shown, kind, 0, error.strerror or "cannot be read")
        return
    if not path.is_file() or (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    problem = f"larger than {LARGEST >> 20} MB" if status.st_size > LARGEST else ""
    yield Found(shown, kind, status.st_size, problem)
