"""Runs codemods over files and directories; writes what they change, if told to."""

from __future__ import annotations

import os
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from codemods.engine import Changed, Outcome, Refused, Rule, apply
from migrate.errors import BadInput
from migrate.report.write import write_bytes

SKIPPED = frozenset({".git", ".tox", ".venv", "venv", "node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Result:
    """One file: its old text and what the rules made of it."""

    path: Path
    before: str
    outcome: Outcome

    @property
    def needs_person(self) -> bool:
        return isinstance(self.outcome, Refused) or bool(self.outcome.warnings)


def sources(paths: Sequence[Path]) -> list[Path]:
    """Every Python file below ``paths``, and those that are named.

    Raises BadInput for a path that does not exist.
    """
    return list(_sources(paths))


def rewrite_files(
    files: Sequence[Path], rules: Sequence[Rule], *, write: bool, told: Callable[[Path], None]
) -> list[Result]:
    """The outcome of every file; written in place when ``write``, after all were read.

    ``told`` is called with each before it is read.
    """
    results = []
    for path in files:
        told(path)
        results.append(_rewrite(path, rules))
    for result in results if write else ():
        if isinstance(result.outcome, Changed):
            _write(result.path, result.outcome.source)
    return results


def _write(path: Path, source: str) -> None:
    """In place: a link stays one, a script stays executable."""
    file = path.resolve()
    mode = file.stat().st_mode
    write_bytes(file, source.encode(_encoding(file)))
    file.chmod(mode)


def _rewrite(path: Path, rules: Sequence[Rule]) -> Result:
    try:
        source = path.read_bytes().decode(_encoding(path))
    except OSError as error:
        return Result(path, "", Refused(f"cannot be read: {error.strerror}"))
    except (UnicodeDecodeError, SyntaxError, LookupError) as error:
        return Result(path, "", Refused(f"cannot be decoded: {error}"))
    return Result(path, source, apply(source, rules))


def _encoding(path: Path) -> str:
    """As the file's own coding line says."""
    with path.open("rb") as stream:
        return tokenize.detect_encoding(stream.readline)[0]


def _sources(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from _below(path)
        else:
            raise BadInput("no such file or directory", where=str(path), next_step="give a path")


def _below(root: Path) -> Iterator[Path]:
    for directory, names, files in os.walk(root):
        names[:] = sorted(set(names) - SKIPPED)
        found = (Path(directory, f) for f in sorted(files) if f.endswith(".py"))
        yield from (path for path in found if path.is_file() or not path.exists())  # no pipe
