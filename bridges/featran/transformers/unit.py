"""What transformers that learn nothing have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bridges.featran.aggregators.unit import Unit
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.transformers.base import Transformer

Nothing: TypeAlias = tuple[()]


@dataclass(frozen=True)
class Learnless(Transformer[Nothing]):
    """A transformer whose summary is ``()``, written as the empty text."""

    def aggregator(self, flavour: Flavour = DEFAULT) -> Unit:
        """Return what notices whether a value came at all."""
        return Unit()

    def encode(self, summary: Nothing, flavour: Flavour = DEFAULT) -> str:
        """Return the empty text."""
        return ""

    def decode(self, text: str) -> Nothing:
        """Take any text, as Featran does."""
        return ()
