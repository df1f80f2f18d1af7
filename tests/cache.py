"""A directory that outlives test sessions, for what tests install or download once."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def cache_root() -> Path:
    """``PAVED_ROAD_TEST_CACHE``, or a directory of the user's own cache."""
    chosen = os.environ.get("PAVED_ROAD_TEST_CACHE", "~/.cache/paved-road-tests")
    root = Path(chosen).expanduser()
    root.mkdir(parents=True, exist_ok=True)
    return root


def cached(name: str, build: Callable[[Path], None]) -> Path:
    """The directory ``name`` of the cache, built in a temporary sibling the first time."""
    wanted = cache_root() / name
    if wanted.is_dir():
        return wanted
    scratch = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=cache_root()))
    try:
        build(scratch)
        _rename_unless_there(scratch, wanted)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return wanted


def pip_command() -> list[str]:
    """A pip of this Python version: the running one's, or that of the interpreter it came from."""
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return [str(base if base.exists() else sys.executable), "-m", "pip"]


def _rename_unless_there(scratch: Path, wanted: Path) -> None:
    try:
        scratch.rename(wanted)
    except OSError:
        if not wanted.is_dir():  # another test process was not first after all
            raise
