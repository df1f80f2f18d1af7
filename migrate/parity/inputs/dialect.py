"""How a CSV file is written: its delimiter and its encoding, where the file leaves no doubt."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from migrate.errors import BadInput, UsageError

_DELIMITERS: Final = (",", ";", "\t", "|")
_NAMED: Final = {"\\t": "\t", "tab": "\t"}
#: Byte order marks, UTF-32's before those that it begins with.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_RECORDS: Final = 100
_SAY_ENCODING: Final = "say how it is written: --old-encoding or --new-encoding, such as latin-1"
_SAY_DELIMITER: Final = "say which it is: --old-delimiter or --new-delimiter"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the user says of a side's CSV files; an empty text leaves it to each file."""

    delimiter: str = ""
    encoding: str = ""

    def __bool__(self) -> bool:
        return bool(self.delimiter or self.encoding)


def dialect(delimiter: str, encoding: str) -> Dialect:
    """Of options; UsageError where they are no delimiter or no encoding."""
    delimiter = _NAMED.get(delimiter, delimiter)
    if len(delimiter.encode()) > 1 or delimiter in ('"', "\n", "\r"):
        raise UsageError(
            f"{delimiter!r} is no delimiter",
            where="--old-delimiter, --new-delimiter",
            next_step="write one ASCII character, or tab",
        )
    try:
        if encoding:
            codecs.lookup(encoding)
    except LookupError as error:
        raise UsageError(
            f"{encoding!r} is no encoding",
            where="--old-encoding, --new-encoding",
            next_step="write latin-1, cp1252, utf-16-le or another one that Python knows",
        ) from error
    return Dialect(delimiter, encoding)


def encoding_of(head: bytes) -> str:
    """What the byte order mark says; UTF-8 without one."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")


def decoded(head: bytes, given: Dialect, where: str, *, whole: bool) -> str | None:
    """The text that a file begins with; None for what is no text. ``whole``: it is all of it.

    BadInput where it is text in an encoding that nothing tells.
    """
    encoding = given.encoding or encoding_of(head)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head, final=whole)
    except UnicodeDecodeError as error:
        if not given.encoding and _is_binary(head):
            _refuse_utf_16(head, encoding, where)
            return None
        raise no_text(where, encoding, f": {error.reason} at byte {error.start}") from error
    if "\0" not in text:
        return text
    if not given.encoding:
        _refuse_utf_16(head, encoding, where)
    return None


def _refuse_utf_16(head: bytes, encoding: str, where: str) -> None:
    if _is_utf_16(head):
        raise no_text(where, encoding, ", but UTF-16 without a byte order mark by its look")


def no_text(where: str, encoding: str, reason: str) -> BadInput:
    """The error for a file that is not in an encoding."""
    name = encoding.upper().removesuffix("-SIG")
    return BadInput(f"is not {name}{reason}", where=where, next_step=_SAY_ENCODING)


def _is_binary(head: bytes) -> bool:
    return any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)


def _is_utf_16(head: bytes) -> bool:
    """Every other byte is a zero, nearly: text in Latin letters."""
    sides = head[::2].count(0), head[1::2].count(0)
    return max(sides) > 0.4 * len(head) and min(sides) == 0


def delimiter_of(text: str, given: Dialect, where: str, *, whole: bool) -> str:
    """What stands between the fields; a comma where the header has a single one.

    BadInput where the header and the rows allow for more than one.
    """
    if given.delimiter:
        return given.delimiter
    found = {mark: _widths(text, mark, whole=whole) for mark in _DELIMITERS}
    several = [mark for mark, widths in found.items() if widths and widths[0] > 1]
    if len(several) > 1:
        even = [mark for mark in several if len(set(found[mark])) == 1]
        if len(even) != 1:
            listed = " or ".join(repr(mark) for mark in even or several)
            raise BadInput(
                f"its fields may be divided by {listed}", where=where, next_step=_SAY_DELIMITER
            )
        return even[0]
    return several[0] if several else ","


def _widths(text: str, delimiter: str, *, whole: bool) -> Sequence[int]:
    """The number of fields of the first records that are there to their end."""
    try:
        records = list(
            islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _RECORDS + 1)
        )
    except csv.Error:
        return ()
    if len(records) > 1 and (not whole or len(records) > _RECORDS):
        records.pop()
    return [len(record) for record in records if record]
