"""Legacy interpreters with a Luigi of their own, for tests marked ``legacy``.

``legacy_python("2.7", "luigi==2.8.13")`` is the path of an executable that behaves as a Python 2.7
with that Luigi installed. Old interpreters have no usable ``venv``, so Luigi goes into a directory
of the cache with that interpreter's own pip, and the executable is a script that puts the directory
on ``PYTHONPATH``. Where the interpreter is missing the calling test is skipped.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from tests.cache import cached

LAUNCHER = """\
#!/bin/sh
PYTHONPATH={packages}${{PYTHONPATH:+:$PYTHONPATH}}
export PYTHONPATH
exec {python} "$@"
"""


def legacy_python(version: str, luigi: str) -> Path:
    """An executable of Python ``version`` in which the requirement ``luigi`` is installed."""
    python = find_interpreter(version)
    if python is None:
        pytest.skip(f"not run: no Python {version} on this machine")
    name = re.sub(r"[^A-Za-z0-9.]+", "-", f"python{version}-{luigi}")
    home = cached(name, lambda scratch: _install(python, luigi, scratch / "site-packages"))
    return _launcher(home, python)


@lru_cache
def find_interpreter(version: str) -> Path | None:
    """A Python ``version`` of this machine that starts and has pip, or None."""
    return next((python for python in _candidates(version) if _is(python, version)), None)


def _candidates(version: str) -> Iterator[Path]:
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    yield from sorted(pyenv.glob(f"versions/{version}*/bin/python"))


def _is(python: Path, version: str) -> bool:
    code = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    # Not with the tests' own PYTHONPATH: a foreign pip could be found there.
    done = subprocess.run(
        [python, "-c", code], capture_output=True, text=True, env=_clean_environment(), check=False
    )
    return done.returncode == 0 and version.startswith(done.stdout.strip())


def _install(python: Path, requirement: str, packages: Path) -> None:
    """Install with the newest pip that interpreter can have: its own may be too old for wheels."""
    pip = packages.with_name("pip")
    _pip(python, "pip", pip, {})
    _pip(python, requirement, packages, {"PYTHONPATH": str(pip)})
    shutil.rmtree(pip)


def _pip(python: Path, requirement: str, into: Path, extra: dict[str, str]) -> None:
    options = ["--disable-pip-version-check", "-q", "--target", str(into)]
    done = subprocess.run(
        [str(python), "-m", "pip", "install", *options, requirement],
        capture_output=True,
        text=True,
        env=_clean_environment() | extra,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{requirement} does not install in {python}:\n{done.stderr[-2000:]}")


def _launcher(home: Path, python: Path) -> Path:
    script = home / "python"
    text = LAUNCHER.format(
        packages=shlex.quote(str(home / "site-packages")), python=shlex.quote(str(python))
    )
    if not script.exists() or script.read_text() != text:
        fresh = home / f".python-{os.getpid()}"
        fresh.write_text(text)
        fresh.chmod(0o755)
        fresh.rename(script)
    return script


def _clean_environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
