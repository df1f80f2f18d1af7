"""Tells the formats that are no bridge's: text and numpy, by their first bytes."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, Final

import pyarrow as pa

from bridges.errors import BridgeError
from bridges.files import detect, open_input
from migrate.errors import BadInput
from migrate.parity.inputs.dialect import Dialect, decoded, delimiter_of, encoding_of

#: So much of a file is looked at.
HEAD: Final = 64 * 1024
_ANY: Final = Dialect()
_UTF_8: Final = "write it in UTF-8"
_NPY: Final = b"\x93NUMPY"
_COMPRESSIONS: Final = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bz2",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
}


class InputFormat(StrEnum):
    """What can be compared."""

    AVRO = "avro"
    PARQUET = "parquet"
    TFRECORD = "tfrecord"
    JSONL = "jsonl"
    CSV = "csv"
    NPY = "npy"
    FEATRAN = "featran"


def detect_format(uri: str, dialect: Dialect = _ANY) -> InputFormat:
    """The format of one file; BadInput says what it looks like otherwise.

    ``dialect``: what is known of it in case it is CSV.
    """
    head = _head(uri)
    if head.startswith(_NPY):
        return InputFormat.NPY
    try:
        return InputFormat(detect(uri).value)
    except BridgeError as error:
        found = _text_format(_inflated(uri, head), dialect, uri)
        if found is None:
            raise BadInput(error.what, where=uri, next_step=_HELP) from error
        return found


_HELP = "give Avro, Parquet, TFRecord, JSONL, CSV or .npy files"


def head_of(uri: str) -> bytes:
    """The first bytes of the text in a file, compressed or not."""
    return _inflated(uri, _head(uri))


def open_text(uri: str) -> Any:
    """A binary stream of the text in a file, compressed or not."""
    compression = next((c for m, c in _COMPRESSIONS.items() if _head(uri).startswith(m)), None)
    stream = open_input(uri)
    return stream if compression is None else pa.CompressedInputStream(stream, compression)


def _head(uri: str) -> bytes:
    with open_input(uri) as file:
        head: bytes = file.read(HEAD)
    return head


def _inflated(uri: str, head: bytes) -> bytes:
    if not head.startswith(tuple(_COMPRESSIONS)):
        return head
    try:
        with open_text(uri) as stream:
            body: bytes = stream.read(HEAD)
    except (OSError, pa.ArrowInvalid):
        return b""
    return body


def _text_format(head: bytes, dialect: Dialect, uri: str) -> InputFormat | None:
    """JSON lines, Featran's lines or CSV; None for what is no text."""
    whole = len(head) < HEAD
    text = decoded(head, dialect, uri, whole=whole)
    if text is None or not text.strip():
        return None
    kind = _lines_of(text)
    if kind is None:
        first = text.lstrip("\ufeff").partition("\n")[0].strip()
        divided = delimiter_of(text, dialect, uri, whole=whole) in first
        kind = InputFormat.CSV if divided or first.replace("_", "").isalnum() else None
    elif (encoding := encoding_of(head)) not in ("utf-8", "utf-8-sig"):
        raise BadInput(f"is {kind.value} in {encoding.upper()}", where=uri, next_step=_UTF_8)
    return kind


def _lines_of(text: str) -> InputFormat | None:
    """JSON lines or Featran's, by the first line."""
    first, _, rest = text.lstrip("\ufeff").partition("\n")
    if first.startswith("{"):
        return InputFormat.FEATRAN if _names_of(first) is not None else InputFormat.JSONL
    if first.startswith("[") and _names_of(first) is not None and rest.lstrip()[:1] in "[{":
        return InputFormat.FEATRAN
    return None


def _names_of(line: str) -> list[str] | None:
    """The feature names of Featran's first line: a JSON list, or an object with ``names`` only."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if isinstance(value, dict) and set(value) == {"names"}:
        value = value["names"]
    fits = isinstance(value, list) and all(isinstance(name, str) for name in value)
    return value if fits else None


feature_names = _names_of
