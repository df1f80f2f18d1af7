"""The rejections of an extraction as JSON lines, for formats that have no place for them."""

from __future__ import annotations

import json
from typing import Any

from bridges.featran.features import Features
from bridges.featran.outputs.jsonl import described
from bridges.featran.settings.document import to_utf8


class RejectionLines:
    """A line per row with rejections: its number from 0, and the rejections by transformer."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._row = 0

    def encode(self, features: Features) -> tuple[int, list[tuple[int, str]]]:
        """Return the batch's rows, and of each with rejections its place and their text."""
        rows = features.rejections_by_row() if features.rejections else []
        return len(features), [
            (row, json.dumps(described(rejections), ensure_ascii=False))
            for row, rejections in enumerate(rows)
            if rejections
        ]

    def append(self, encoded: tuple[int, list[tuple[int, str]]]) -> None:
        """Write a batch's lines."""
        rows, found = encoded
        lines = (f'{{"row": {self._row + row}, "rejections": {text}}}\n' for row, text in found)
        self._stream.write(to_utf8("".join(lines)))
        self._row += rows
