"""Seeds: Featran draws one at construction where none is given, and results change run by run."""

from __future__ import annotations

from bridges.featran.errors import FeatranError


def needed(seed: int | None, name: str) -> int:
    """Return the seed.

    Raises
    ------
    FeatranError
        If there is none, for what Featran would learn cannot be repeated.
    """
    if seed is None:
        raise FeatranError(
            "the transformer has no seed, and Featran would draw one at random",
            where=name,
            next_step="give a seed, or the settings of a run, which hold its seed",
        )
    return seed
