"""The plot that all charts share: its size, places in it, labels below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The plot's size in its own units, which are pixels at the usual width; labels go around it.
WIDTH: Final = 300
HEIGHT: Final = 96
#: The height that a bar with anything in it has at least.
LEAST: Final = 2.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the plot, ``anchor`` as SVG has it."""

    x: float
    text: str
    anchor: str = "middle"


def place(value: float) -> float:
    """A coordinate, short."""
    return round(value, 1)
