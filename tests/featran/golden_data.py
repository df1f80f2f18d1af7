"""The recorded outputs of the JVM library."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent / "golden"
FLAVOURS = ("2.12", "2.13")


@cache
def lines(kind: str, scala: str) -> tuple[dict[str, Any], ...]:
    """Return the objects of ``cases`` or ``stress``."""
    with gzip.open(FOLDER / f"{kind}_scala{scala}.jsonl.gz", "rt", encoding="utf-8") as file:
        return tuple(json.loads(line) for line in file if line.strip())


@cache
def misc(scala: str) -> dict[str, str]:
    """Return what each line of ``misc`` shows, by its title."""
    text = (FOLDER / f"misc_scala{scala}.txt").read_text(encoding="utf-8")
    return dict(line.split(" => ", 1) for line in text.splitlines())


def number(text: str) -> float:
    """Return a double of the recordings."""
    return float.fromhex(text) if "x" in text else float(text)


def numbers(rows: Any) -> np.ndarray:
    """Return rows of recorded doubles as float64[n, d]."""
    values = [[number(x) for x in row] for row in rows]
    return np.array(values, dtype=np.float64).reshape(len(rows), -1 if values and values[0] else 0)


def same(got: np.ndarray, want: np.ndarray) -> bool:
    """Whether arrays are equal bit for bit, any NaN like any other."""
    if got.shape != want.shape:
        return False
    nan = np.isnan(got) & np.isnan(want)
    return bool((nan | ((got == want) & (np.signbit(got) == np.signbit(want)))).all())
