"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from migrate.errors import OutputConflict

_MODE = 0o644


def write_text(path: Path, text: str) -> None:
    """``path`` holds exactly ``text``; on failure it is as before and nothing is left beside it."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """``path`` holds exactly ``content``; parents are made; a directory there is refused."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise OutputConflict(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            next_step="choose another output file or make its directory writable",
        ) from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        temporary.chmod(_MODE)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
