"""BigDiffy's layout as files: ``global``, ``fields``, ``keys``, each of one part, named by Scio."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from migrate.errors import OutputConflict
from migrate.parity.model import ParityResult
from migrate.parity.report import bigdiffy

PART: Final = "part-00000-of-00001.txt"


def write_bigdiffy(
    result: ParityResult,
    keys: Iterable[pa.RecordBatch],
    folder: Path,
    *,
    header: bool = False,
) -> tuple[Path, ...]:
    """The three directories are in ``folder``; ``header`` is BigDiffy's ``--with-header``."""
    return (
        _written(folder / "global", bigdiffy.GLOBAL_HEADER, bigdiffy.global_lines(result), header),
        _written(folder / "fields", bigdiffy.FIELDS_HEADER, bigdiffy.field_lines(result), header),
        _written(folder / "keys", bigdiffy.KEYS_HEADER, bigdiffy.key_lines(_rows(keys)), header),
    )


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[Mapping[str, Any]]:
    for batch in batches:
        yield from batch.to_pylist()


def _written(folder: Path, names: Sequence[str], lines: Iterable[str], header: bool) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part.", dir=folder) as scratch:
            unfinished = Path(scratch) / PART
            with unfinished.open("w", encoding="utf-8", newline="\n") as out:
                if header:
                    out.write("\t".join(names) + "\n")
                out.writelines(f"{line}\n" for line in lines)
            unfinished.replace(folder / PART)
    except OSError as error:
        raise OutputConflict(
            f"cannot be written: {error.strerror or error}",
            where=str(folder),
            next_step="choose another output directory or make it writable",
        ) from error
    return folder / PART
