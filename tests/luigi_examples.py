"""The examples of Luigi's own source distribution, downloaded once into the tests' cache."""

from __future__ import annotations

import re
import subprocess
import tarfile
from pathlib import Path

from tests.cache import cached, pip_command

VERSION = "3.8.1"


def luigi_examples(version: str = VERSION) -> Path:
    """A directory that holds the package ``examples`` and nothing else: a Luigi repository.

    The rest of the distribution is left out: its ``luigi`` would shadow the installed one.
    """
    return cached(f"luigi-examples-{version}", lambda scratch: _download(version, scratch))


def _download(version: str, into: Path) -> None:
    command = [*pip_command(), "download", "--disable-pip-version-check", "-q", "--no-deps"]
    done = subprocess.run(
        [*command, "--no-binary", "luigi", f"luigi=={version}", "-d", into],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"luigi {version} cannot be downloaded:\n{done.stderr[-2000:]}")
    archive = next(into.glob("luigi-*.tar.gz"))
    _unpack_examples(archive, into)
    archive.unlink()


def _unpack_examples(archive: Path, into: Path) -> None:
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            inside = Path(*Path(member.name).parts[1:])
            if member.isfile() and inside.parts[:1] == ("examples",) and ".." not in inside.parts:
                data = tar.extractfile(member)
                assert data is not None
                target = into / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data.read())


def luigi_examples_without_waiting(into: Path, tmp: Path | str) -> Path:
    """A copy that does not sleep and has ``tmp`` where the examples have ``/tmp`` and ``/var/tmp``.

    Nothing else differs: the same tasks with the same ids do the same work.
    """
    for source in sorted((luigi_examples() / "examples").glob("*.py")):
        text = re.sub(r"time\.sleep\([\d.]+\)", "time.sleep(0)", source.read_text("utf-8"))
        copy = into / "examples" / source.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(re.sub(r"(?<=\")(/var)?/tmp(?=/)", str(tmp), text), "utf-8")
    return into
