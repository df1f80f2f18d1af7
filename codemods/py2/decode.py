"""Bytes of a source file become text, as its own coding line says, or line by line.

Sources of the Python 2 age are often latin-1 without saying so, or a mix of encodings that
Python 2 never looked at because the bytes stand in comments. Nothing is lost: what is not UTF-8
is read as latin-1, and the line is named.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from dataclasses import dataclass

_NEWLINES = re.compile(r"\r\n?")
_CODING = re.compile(rb"^(\xef\xbb\xbf)?[ \t\f]*#.*?coding[:=]")
_SAMPLE = 8192
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x08"))
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with ``\\n`` line ends; ``guessed_line`` is the first one not in the said encoding."""

    text: str
    encoding: str
    guessed_line: int = 0


@dataclass(frozen=True, slots=True)
class NotText:
    """The bytes are no source text, whatever the name of the file says."""

    reason: str


def decode(data: bytes) -> Decoded | NotText:
    """The text of a source file."""
    if data.startswith(_WIDE):
        return _wide(data)
    head = data[:_SAMPLE]
    if b"\0" in head or len(head.translate(None, _CONTROL)) < len(head) * 9 // 10:
        return NotText("binary data")
    said, unknown_line = _said(data)
    try:
        return Decoded(_plain(data.decode(said)), said, unknown_line)
    except (UnicodeDecodeError, LookupError):
        return _line_by_line(data)


def _wide(data: bytes) -> Decoded | NotText:
    try:
        return Decoded(_plain(data.decode("utf-16")), "utf-16", 1)
    except UnicodeDecodeError:
        return NotText("binary data")


def _said(data: bytes) -> tuple[str, int]:
    """The encoding of the byte order mark or the coding line; UTF-8 where neither says one.

    And the line of an encoding that Python does not know, or that the mark contradicts; else 0.
    """
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0], 0
    except UnicodeDecodeError:
        return "utf-8-sig", 0
    except SyntaxError:
        named = [bool(_CODING.match(line)) for line in data.split(b"\n")[:2]]
        return "utf-8-sig", named.index(True) + 1 if any(named) else 0


def _line_by_line(data: bytes) -> Decoded:
    first, lines = 0, []
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            first = first or number
            lines.append(line.decode("latin-1"))
    return Decoded(_plain("\n".join(lines)), "utf-8 and latin-1" if first else "utf-8", first or 1)


def _plain(text: str) -> str:
    return _NEWLINES.sub("\n", text)
