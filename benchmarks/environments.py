"""Interpreters for peers that the lock has no room for: a virtual environment each, made once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from processes import NotRun

_PROJECT: Final = Path(__file__).parents[1]
_UV: Final = _PROJECT / ".tools" / "uv" / "bin" / "uv"
#: datacompy 1 needs pandas 2, which TFX 1.16 does not allow.
_PACKAGES: Final = {"datacompy-1.1": ("datacompy==1.1.0", "pandas==2.3.3", "polars", "pyarrow")}


def interpreter(name: str) -> Path:
    """The Python of an environment; raises ``NotRun`` where its packages cannot be had."""
    home = _PROJECT / "build" / "bench" / "environments" / name
    python, ready = home / "bin" / "python", home / ".ready"
    if ready.exists():
        return python
    _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(home))
    _uv("pip", "install", "--quiet", "--python", str(python), *_PACKAGES[name])
    ready.touch()
    return python


def _uv(*arguments: str) -> None:
    try:
        subprocess.run([_UV, *arguments], check=True, capture_output=True, text=True)
    except OSError as error:
        raise NotRun(f"{_UV.name} is missing: run scripts/setup.sh") from error
    except subprocess.CalledProcessError as error:
        raise NotRun(error.stderr.strip().splitlines()[-1]) from error
