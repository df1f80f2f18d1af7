"""An output directory: written whole, idempotent, and careful with files a person edited.

A sidecar file holds the hash of everything that was written. A file whose content has another
hash was edited since; it is never overwritten or removed without ``force``.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrate.errors import OutputConflict

SIDECAR = ".paved-road.json"


@dataclass(frozen=True, slots=True)
class Change:
    """What writing would do to one file.

    ``added``, ``changed``, ``removed``, ``same``; ``edited``: a person changed it and there is
    nothing new to write, so it stays; ``conflict``: a person changed it and the text is new.
    """

    name: str
    action: str


def plan_changes(directory: Path, files: Mapping[str, bytes]) -> list[Change]:
    """Compares ``files`` with the directory.

    Raises OutputConflict when the directory is a file, or holds things nobody here wrote.
    """
    written = _written(directory)
    changes = [
        Change(name, _action(directory / name, content, written))
        for name, content in sorted(files.items())
    ]
    for name in sorted(set(written) - set(files)):
        if (directory / name).is_file():
            edited = _hash((directory / name).read_bytes()) not in written[name]
            changes.append(Change(name, "edited" if edited else "removed"))
    return changes


def write_project(
    directory: Path,
    files: Mapping[str, bytes],
    *,
    force: bool = False,
    personal: Iterable[str] = (),
) -> list[Change]:
    """``directory`` holds ``files``; a failure leaves every file either old or new.

    ``personal`` files are meant to be edited: an edited one always stays.
    Raises OutputConflict naming the edited files that would have been overwritten.
    """
    changes = plan_changes(directory, files)
    conflicts = [c.name for c in changes if c.action == "conflict" and c.name not in personal]
    if conflicts and not force:
        raise OutputConflict(
            f"edited since they were written: {', '.join(conflicts)}",
            where=str(directory),
            next_step="keep your edits elsewhere and pass --force, or choose another --out",
        )
    forced = {c.name for c in changes if c.action == "edited" and force} - set(personal)
    replaced = (
        {c.name for c in changes if c.action in {"added", "changed"}} | set(conflicts) | forced
    )
    removed = [c.name for c in changes if c.action == "removed"]
    _replace(directory, {n: c for n, c in files.items() if n in replaced}, removed, files)
    return changes


def diff(directory: Path, files: Mapping[str, bytes]) -> str:
    """What writing would change, as a unified diff; binary files by name only."""
    parts: list[str] = []
    for change in plan_changes(directory, files):
        if change.action in {"same", "edited"}:
            continue
        path = directory / change.name
        old = path.read_bytes() if path.is_file() else b""
        new = files.get(change.name, b"")
        lines = difflib.unified_diff(
            _lines(old), _lines(new), f"a/{change.name}", f"b/{change.name}", lineterm=""
        )
        parts += lines
    return "\n".join(parts)


def _action(path: Path, content: bytes, written: Mapping[str, list[str]]) -> str:
    if not path.exists():
        return "added"
    if not path.is_file():
        raise OutputConflict(
            "is not a file", where=str(path), next_step="move it away, or choose another --out"
        )
    present = path.read_bytes()
    if present == content:
        return "same"
    known = written.get(path.name, [])
    if _hash(present) in known:
        return "changed"
    return "edited" if _hash(content) in known else "conflict"


def _written(directory: Path) -> dict[str, list[str]]:
    if not directory.exists():
        _refuse_below_a_file(directory)
        return {}
    if not directory.is_dir():
        raise OutputConflict(
            "is not a directory", where=str(directory), next_step="choose another --out"
        )
    sidecar = directory / SIDECAR
    if not sidecar.is_file():
        if any(directory.iterdir()):
            raise OutputConflict(
                "holds files that this command did not write",
                where=str(directory),
                next_step="choose an empty or new directory",
            )
        return {}
    try:
        found = json.loads(sidecar.read_text("utf-8"))["files"]
        return {str(name): list(hashes) for name, hashes in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputConflict(
            "is damaged", where=str(sidecar), next_step="delete the directory and convert again"
        ) from error


def _refuse_below_a_file(directory: Path) -> None:
    """Said before the work of a conversion, not after it."""
    above = next((path for path in directory.absolute().parents if path.exists()), None)
    if above is not None and not above.is_dir():
        raise OutputConflict(
            f"cannot be written: {above} is not a directory",
            where=str(directory),
            next_step="choose another --out",
        )


def _replace(
    directory: Path, new: Mapping[str, bytes], removed: Sequence[str], files: Mapping[str, bytes]
) -> None:
    """Stages everything beside the directory, then renames; the sidecar knows both states."""
    before = _written(directory)
    after = {name: [_hash(content)] for name, content in files.items()}
    if directory.exists() and not new and not removed and before == after:
        return
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    except OSError as error:
        raise OutputConflict(
            f"cannot be written: {error.strerror or error}",
            where=str(directory),
            next_step="choose another --out",
        ) from error
    try:
        _fill(stage, new)
        if not directory.exists():
            (stage / SIDECAR).write_text(_sidecar(after), "utf-8")
            stage.chmod(0o755)
            stage.rename(directory)
            return
        both = {name: [*before.get(name, []), *after.get(name, [])] for name in {*before, *after}}
        _put(stage, directory, SIDECAR, _sidecar(both))
        for name in sorted(new):
            (stage / name).replace(directory / name)
        for name in removed:
            (directory / name).unlink()
        _put(stage, directory, SIDECAR, _sidecar(after))
    except OSError as error:
        raise OutputConflict(
            f"cannot be written: {error.strerror or error}",
            where=str(directory),
            next_step="make room or choose another --out",
        ) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fill(stage: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (stage / name).write_bytes(content)


def _put(stage: Path, directory: Path, name: str, text: str) -> None:
    (stage / name).write_text(text, "utf-8")
    (stage / name).replace(directory / name)


def _sidecar(hashes: Mapping[str, list[str]]) -> str:
    return json.dumps({"files": dict(hashes)}, indent=1, sort_keys=True) + "\n"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", errors="replace").splitlines()
