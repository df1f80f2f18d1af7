"""CSV files as batches of texts, and the types that say the same as the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import pyarrow as pa
from pyarrow import csv

from bridges.files import DataFile
from migrate.errors import BadInput
from migrate.parity import sql
from migrate.parity.exact_text import PLAIN, says_plainly
from migrate.parity.inputs.detect import HEAD, head_of, open_text
from migrate.parity.inputs.dialect import Dialect, decoded, delimiter_of, encoding_of, no_text
from migrate.parity.inputs.quotes import refuse_unended
from migrate.parity.queries import fetch_one
from migrate.parity.types import NO_TYPE

#: Bytes of the longest row.
_LONGEST: Final = 16 << 20


def csv_batches(file: DataFile, dialect: Dialect) -> Iterator[pa.RecordBatch]:
    """All columns as strings; an empty field is null, a quoted empty one is an empty string."""
    read, parse = _options(file, dialect)
    names = _header(file, read, parse)
    options = csv.ConvertOptions(
        column_types={name: pa.string() for name in names},
        strings_can_be_null=True,
        null_values=[""],
        quoted_strings_can_be_null=False,
    )
    last = None
    with _told(file, read.encoding):
        for batch in csv.open_csv(open_text(file.uri), read, parse, options):
            last = batch if batch.num_rows else last
            yield batch
    if last is not None and any("\n" in (c[-1].as_py() or "") for c in last.columns):
        refuse_unended(file.uri, read.encoding, parse.delimiter, _LONGEST)


def _options(file: DataFile, dialect: Dialect) -> tuple[csv.ReadOptions, csv.ParseOptions]:
    """As the user says, or as the file's first bytes leave no doubt."""
    head = head_of(file.uri)
    whole = len(head) < HEAD
    text = decoded(head, dialect, file.uri, whole=whole) or ""
    delimiter = delimiter_of(text, dialect, file.uri, whole=whole)
    encoding = (dialect.encoding or encoding_of(head)).removesuffix("-sig")
    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    return csv.ReadOptions(encoding=encoding, block_size=_LONGEST), parse


@contextmanager
def _told(file: DataFile, encoding: str) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise no_text(file.uri, encoding, f": {error.reason}") from error
    except (pa.ArrowInvalid, OSError) as error:
        if "invalid UTF8" in str(error):
            raise no_text(file.uri, encoding, f": {error}") from error
        if "straddl" in str(error):
            longest = f"has a row of more than {_LONGEST >> 20} MB, or a quote that never ends"
            raise BadInput(longest, where=file.uri, next_step="mend the row") from error
        raise BadInput(f"cannot be read as CSV: {error}", where=file.uri) from error


def _header(file: DataFile, read: csv.ReadOptions, parse: csv.ParseOptions) -> list[str]:
    with _told(file, read.encoding), csv.open_csv(open_text(file.uri), read, parse) as reader:
        names = list(reader.schema.names)
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        raise BadInput(f"has the column {double!r} twice", where=file.uri)
    return names


#: By column, whether all its texts fit each type of :data:`PLAIN`; None where it has no text.
Fits = Mapping[str, tuple[bool | None, ...]]


def csv_fits(connection: Any, table: str, names: Sequence[str]) -> Fits:
    """What the texts of a relation look like."""
    tests = [_fits(sql.name(name), kind) for name in names for kind in PLAIN]
    found = fetch_one(connection, f"SELECT {sql.columns(tests)} FROM {table}")
    size = len(PLAIN)
    return {name: found[i * size : (i + 1) * size] for i, name in enumerate(names)}


def _fits(column: str, kind: str) -> str:
    """SQL: every text of a column says a value of the type."""
    return f"bool_and(CASE WHEN {column} IS NOT NULL THEN {says_plainly(column, kind)} END)"


def both_fit(left: Fits, right: Fits) -> Fits:
    """What the texts of two parts of a side look like together."""
    return {
        name: tuple(_both(a, b) for a, b in zip(fits, right.get(name, fits), strict=True))
        for name, fits in {**right, **left}.items()
    }


def _both(left: bool | None, right: bool | None) -> bool | None:
    return right if left is None else left if right is None else left and right


def csv_types(fits: Fits) -> Mapping[str, str]:
    """By column, the type that every one of its texts fits; VARCHAR where none does."""
    return {name: _csv_type(each) for name, each in fits.items()}


def _csv_type(fits: tuple[bool | None, ...]) -> str:
    if all(fit is None for fit in fits):
        return NO_TYPE
    return next((kind for kind, fit in zip(PLAIN, fits, strict=True) if fit), "VARCHAR")


def cast(types: Mapping[str, str], table: str) -> str:
    """SQL of the rows of a relation of texts, its columns of these types."""
    casts = (f"CAST({sql.name(n)} AS {kind}) AS {sql.name(n)}" for n, kind in types.items())
    return f"SELECT * REPLACE ({sql.columns(casts)}) FROM {table}" if types else f"FROM {table}"
