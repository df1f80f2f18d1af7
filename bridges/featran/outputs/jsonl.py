"""JSON lines that lose nothing: the names, then a record per row.

::

    ["age", "country_se", "country_us"]
    {"dense":["0x1.8p0","0x0.0p0","0x1.0p0"],"added":"101","rejections":{}}

Values are Java's hexadecimal doubles (``Double.toHexString``), skipped ones 0x0.0p0; ``added`` has
a 1 for each value that was added; rejections are Scala's text by transformer name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from bridges.featran.features import Features
from bridges.featran.jvm.hexadecimal import to_hex
from bridges.featran.rejections import Rejection, scala_text
from bridges.featran.settings.document import to_utf8
from bridges.files.filesystem import create


class JsonLines:
    """Writes to a binary stream."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def header(self, names: tuple[str, ...]) -> None:
        """Write the line of names."""
        self._stream.write(_line(list(names)))

    def encode(self, features: Features) -> bytes:
        """Return a batch's lines."""
        return to_utf8("".join(lines(features)))

    def append(self, encoded: bytes) -> None:
        """Write them."""
        self._stream.write(encoded)


@contextmanager
def opened(uri: str, names: tuple[str, ...]) -> Iterator[JsonLines]:
    """Yield a writer of one file."""
    with create(uri) as stream:
        output = JsonLines(stream)
        output.header(names)
        yield output


def lines(features: Features) -> Iterator[str]:
    """Yield a line per row."""
    shown = _hex(features.values)
    marks = np.where(features.added, np.uint8(ord("1")), np.uint8(ord("0")))
    rejections = features.rejections_by_row()
    for values, added, rejected in zip(shown, marks, rejections, strict=True):
        joined = '","'.join(values)
        quoted = f'"{joined}"' if values else ""
        why = json.dumps(described(rejected), ensure_ascii=False)
        mask = added.tobytes().decode("ascii")
        yield f'{{"dense":[{quoted}],"added":"{mask}","rejections":{why}}}\n'


def described(rejections: dict[str, Rejection]) -> dict[str, str]:
    """Return rejections as text."""
    return {name: scala_text(rejection) for name, rejection in rejections.items()}


def _hex(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[list[str]]:
    """Return the texts of values, each distinct one made once."""
    distinct, places = np.unique(values.view(np.int64), return_inverse=True)
    texts = np.array([to_hex(x) for x in distinct.view(np.float64).tolist()], dtype=object)
    chosen: list[list[str]] = texts[places.reshape(values.shape)].tolist()
    return chosen


def _line(value: Any) -> bytes:
    return to_utf8(json.dumps(value, ensure_ascii=False) + "\n")
