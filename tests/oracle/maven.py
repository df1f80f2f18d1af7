"""Builds the Scala programs of this folder against the published Featran."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
BUILD = HERE.parents[1] / "build" / "oracle"
#: Seconds that Maven may take, downloads included.
PATIENCE = 480


class NotRun(Exception):
    """Maven, a JDK or Maven Central is not there."""


@cache
def classpath(scala: str) -> str:
    """Return the class path of the compiled programs and the library.

    Raises
    ------
    NotRun
        Saying what is missing.
    """
    for tool in ("java", "mvn"):
        if shutil.which(tool) is None:
            raise NotRun(f"{tool} is not installed")
    target = BUILD / scala
    target.mkdir(parents=True, exist_ok=True)
    with (target / "lock").open("w") as lock:
        # Two test workers must not build one folder at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _built(target, scala)


def _built(target: Path, scala: str) -> str:
    paths = target / "classpath.txt"
    if not _stale(paths):
        return f"{target / 'classes'}{os.pathsep}{paths.read_text()}"
    goals = ["compile", "dependency:build-classpath"]
    arguments = [f"-Dscala.binary={scala}", f"-Doracle.build={target}"]
    done = subprocess.run(
        ["mvn", "-q", "-B", *arguments, f"-Dmdep.outputFile={paths}", *goals],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if "ERROR" in line]
        raise NotRun(f"Maven could not build it: {lines[0] if lines else done.stdout[-300:]}")
    paths.touch()
    return f"{target / 'classes'}{os.pathsep}{paths.read_text()}"


def _stale(paths: Path) -> bool:
    """Whether a source is newer than the last build."""
    sources = [HERE / "pom.xml", *(HERE / "src").rglob("*.scala")]
    return not paths.exists() or max(map(_time, sources)) > _time(paths)


def _time(path: Path) -> float:
    return path.stat().st_mtime


def java(program: str, *arguments: str, scala: str, given: str = "", heap: str = "2g") -> str:
    """Return what a program prints; ``given`` is its standard input.

    Raises
    ------
    NotRun
        If it cannot be built.
    """
    command = ["java", f"-Xmx{heap}", "-Dfile.encoding=UTF-8", "-cp", classpath(scala), program]
    done = subprocess.run(
        [*command, *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout
