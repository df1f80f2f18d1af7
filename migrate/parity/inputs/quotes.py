"""A quote of a CSV file that never ends: all that follows it is one field to most readers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from migrate.errors import BadInput
from migrate.parity.inputs.detect import open_text

#: How Python's reader says, in strict mode, that a file ended within quotes.
_UNENDED: Final = "unexpected end of data"


def refuse_unended(uri: str, encoding: str, delimiter: str, longest: int) -> None:
    """BadInput where the file ends within quotes; reads all of it again. ``longest``: bytes."""
    line = 1
    with open_text(uri) as stream, _fields_of(longest):
        text = io.TextIOWrapper(stream, encoding, newline="")
        records = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for _ in records:
                line = records.line_num + 1
        except csv.Error as error:
            if _UNENDED in str(error):
                raise BadInput(
                    f"has a quote that never ends in the row that begins on line {line}",
                    where=uri,
                    next_step="close the quote, or double it where it is part of the text",
                ) from error


@contextmanager
def _fields_of(most: int) -> Iterator[None]:
    before = csv.field_size_limit(most)
    try:
        yield
    finally:
        csv.field_size_limit(before)
