"""Outputs of a converted pipeline against those of the legacy code, file by file.

``migrate luigi-to-kfp`` writes a ``test_parity.py`` that calls :func:`assert_output_parity` for
every local target of the graph. A side is a directory in which the legacy paths lie as they are, or
a run folder of ``migrate run``, where they are on the volume or in artifacts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import Any, Final

from migrate.errors import BadInput

RECORD: Final = ".paved-road.json"
_WORKSPACE: Final = "workspace"
_WIDTH: Final = 120
_TABLES: Final = frozenset({".csv", ".tsv"})
_LINES: Final = frozenset({".json", ".jsonl", ".ndjson"})


def assert_output_parity(
    path: str,
    old: str | PathLike[str],
    new: str | PathLike[str],
    policy: Any = None,
    **options: Any,
) -> None:
    """The output at the legacy ``path`` is the same on both sides.

    Equal bytes are enough. Else data files are compared by rows under the policy, as
    :func:`migrate.parity.assert_parity` does with these options; other files differ. Raises
    AssertionError that says what differs, or on which side the output is missing.
    """
    __tracebackhide__ = True
    before, after = find_output(path, old), find_output(path, new)
    for side, found, root in (("OLD", before, old), ("NEW", after, new)):
        if found is None:
            raise AssertionError(f"{path} is not in {side} {fspath(root)}")
    assert before is not None
    assert after is not None
    if _content(before) == _content(after):
        return
    reason = _rows_differ(before, after, policy, options)
    if reason is not None:
        lines = [f"{path} differs{reason}", *_differences(before, after)]
        raise AssertionError("\n".join(lines))


def _rows_differ(before: Path, after: Path, policy: Any, options: Any) -> str | None:
    """None where the rows are the same; why they cannot tell; raises where they differ."""
    from migrate.parity.testing import assert_parity

    __tracebackhide__ = True
    if not (is_data(_data_files(before)) and is_data(_data_files(after))):
        return ""
    try:
        assert_parity(before, after, policy, **options)
    except BadInput as error:
        return f"; its rows cannot be compared: {error.what}"
    return None


def find_output(path: str, root: str | PathLike[str]) -> Path | None:
    """Where a side has the file or directory that the legacy code calls ``path``."""
    folder, inside = Path(fspath(root)), path.lstrip("/")
    moved = dict(_recorded(folder)).get(path)
    places = [moved, folder / _WORKSPACE / inside, folder / inside]
    return next((place for place in places if place is not None and place.exists()), None)


def _recorded(folder: Path) -> Iterator[tuple[str, Path]]:
    """Targets that moved into artifacts of a run, or of the parts of one."""
    for account in (folder / "run.json", *sorted(folder.glob("*/run.json"))):
        for artifact in _artifacts(account) if account.is_file() else ():
            record = artifact / RECORD
            targets = json.loads(record.read_text("utf-8"))["targets"] if record.is_file() else ()
            for target in targets:
                if target["file"] is not None:
                    yield target["path"], artifact / target["file"]


def _artifacts(account: Path) -> Iterator[Path]:
    for step in json.loads(account.read_text("utf-8")).get("steps", ()):
        for artifacts in step.get("outputs", {}).get("artifacts", {}).values():
            yield from (Path(artifact["uri"]) for artifact in artifacts)


def _content(place: Path) -> dict[str, bytes]:
    """Bytes by path below the output; of a file by the empty path. Records are left out."""
    if place.is_file():
        return {"": place.read_bytes()}
    files = (p for p in sorted(place.rglob("*")) if p.is_file() and p.name != RECORD)
    return {file.relative_to(place).as_posix(): file.read_bytes() for file in files}


def _data_files(place: Path) -> list[str]:
    files = [place] if place.is_file() else [p for p in sorted(place.rglob("*")) if p.is_file()]
    return [str(file) for file in files if not file.name.startswith((".", "_"))]


def is_data(files: Sequence[str]) -> bool:
    """One of the formats that can be compared by rows; any text could be a table, so names tell."""
    from migrate.parity.inputs.detect import InputFormat, detect_format

    texts = {InputFormat.CSV: _TABLES, InputFormat.JSONL: _LINES}
    try:
        formats = {file: detect_format(file) for file in files}
    except BadInput:
        return False
    return bool(files) and all(
        texts.get(format_) is None or not texts[format_].isdisjoint(PurePath(file).suffixes)
        for file, format_ in formats.items()
    )


def _differences(before: Path, after: Path) -> Iterator[str]:
    old, new = _content(before), _content(after)
    for name in sorted({*old, *new}):
        said = name or "the file"
        if name not in new or name not in old:
            yield f"  {said} is in {'OLD' if name in old else 'NEW'} only"
        elif old[name] != new[name]:
            yield f"  {said}: {_first_difference(old[name], new[name])}"


def _first_difference(old: bytes, new: bytes) -> str:
    try:
        texts = [content.decode("utf-8").splitlines() for content in (old, new)]
    except UnicodeDecodeError:
        place = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
        at = min(len(old), len(new)) if place is None else place
        return f"{len(old):,} and {len(new):,} bytes, the first difference is at byte {at:,}"
    for number, (a, b) in enumerate(zip_longest(*texts), start=1):
        if a != b:
            return f"line {number} is {_line(b)}, was {_line(a)}"
    return "only the line ends differ"


def _line(text: str | None) -> str:
    if text is None:
        return "missing"
    return repr(text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…")
