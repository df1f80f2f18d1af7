"""The rejections of an extraction as JSON lines, for formats that have no place for them."""

from __future__ import annotations

import json
from typing import Any

from bridges.featran.features import Features
from bridges.featran.outputs.jsonl import described


class RejectionLines:
    """A line per row with rejections: its number from 0, and the rejections by transformer."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._row = 0

    def write(self, features: Features) -> None:
        """Append a batch."""
        rows = features.rejections_by_row() if features.rejections else []
        for row, rejections in enumerate(rows, self._row):
            if rejections:
                line = {"row": row, "rejections": described(rejections)}
                text = json.dumps(line, ensure_ascii=False) + "\n"
                self._stream.write(text.encode("utf-8", "surrogatepass"))
        self._row += len(features)
