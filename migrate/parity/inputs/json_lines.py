"""JSON lines as a relation of the engine, in types that hold every value of the side."""

from __future__ import annotations

import codecs
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from threading import Lock
from typing import Any, Final

from bridges.files import DataFile
from migrate.errors import BadInput
from migrate.parity import sql
from migrate.parity.inputs.detect import open_text
from migrate.parity.inputs.json_types import (
    LONGEST,
    Structure,
    added,
    columns_of,
    structure_of,
    twins_in,
)
from migrate.parity.inputs.partitions import Partitions
from migrate.parity.queries import run

#: Dates stay texts: the format is one that no text has.
_ORDERED: Final = Lock()
_NO_DATES: Final = "dateformat='%Y never %d', timestampformat='%Y never %d'"


def spooled(file: DataFile, path: Path) -> Path:
    """A plain local file of the text: the file itself where it is one."""
    if "://" not in file.uri and _first_byte(file.uri) == b"{":
        return Path(file.uri)
    with open_text(file.uri) as stream, path.open("wb") as spool:
        spool.write(stream.read(len(codecs.BOM_UTF8)).removeprefix(codecs.BOM_UTF8))
        shutil.copyfileobj(stream, spool, 1 << 20)
    return path


def _first_byte(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(1)


def structure(connection: Any, files: Sequence[tuple[DataFile, Path]]) -> Structure:
    """Of all files; BadInput names one that cannot be read."""
    found: list[Structure] = []
    for file, path in files:
        with _told(file.uri):
            found.append(structure_of(connection, str(path)))
    return reduce(added, found, {})


def query(files: Sequence[tuple[DataFile, Path]], of: Structure, partitions: Partitions) -> str:
    """SQL of the rows of the files in the types of ``of``, partitions included."""
    _refuse_twins(of, files)
    written, wanted = columns_of(of, "JSON"), columns_of(of, "VARCHAR")
    partitions.refuse_twins(wanted)
    chosen = [
        sql.name(n) if kind == wanted[n] else f"CAST({sql.name(n)} AS {wanted[n]}) AS {sql.name(n)}"
        for n, kind in written.items()
    ]
    return " UNION ALL ".join(
        f"SELECT {sql.columns([*chosen, *partitions.columns(file)]) or '1 AS nothing'} "
        f"FROM {_read(path, written)}"
        for file, path in files
    )


def _refuse_twins(of: Structure, files: Sequence[tuple[DataFile, Path]]) -> None:
    found = twins_in(of)
    if found is not None:
        path, one, other = found
        raise BadInput(
            f"{f'fields of {path}' if path else 'columns'} {one!r} and {other!r} have one name but "
            "for the case of letters",
            where=files[0][0].uri,
            next_step="rename one of them, on both sides alike",
        )


def _read(path: Path, types: Mapping[str, str]) -> str:
    columns = ", ".join(f"{sql.text(name)}: {sql.text(kind)}" for name, kind in types.items())
    options = f"format='newline_delimited', hive_partitioning=false, {LONGEST}, {_NO_DATES}"
    return f"read_json({sql.text(str(path))}, {options}, columns={{{columns}}})"


@contextmanager
def _told(where: str) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise  # says nothing about the lines
    except (duckdb.Error, ValueError) as error:
        raise BadInput(
            f"cannot be read as JSON lines: {str(error).splitlines()[0][:300]}",
            where=where,
            next_step="write one JSON object per line, each name once, integers >= 2^63 as texts",
        ) from error


def make_table(connection: Any, name: str, rows: str, where: str) -> None:
    """Make table ``name`` of the rows of a :func:`query`."""
    with _told(where):
        run(connection, f"CREATE OR REPLACE TABLE {name} AS {rows}")


@contextmanager
def in_order(connection: Any) -> Iterator[None]:
    """Rows come in the order of the files; the option is one for all threads, so one at a time."""
    with _ORDERED:
        run(connection, "SET preserve_insertion_order=true")
        try:
            yield
        finally:
            run(connection, "SET preserve_insertion_order=false")
