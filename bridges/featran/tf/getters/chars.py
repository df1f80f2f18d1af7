"""``java.lang.Character`` on UTF-16 units, int32: what holds for runs of code units is a table."""

from __future__ import annotations

from functools import cache

import numpy as np

from bridges.featran.getters import characters
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.search import not_above

_UNITS = 1 << 16
_TESTS = frozenset({"isDigit", "isLetter", "isLetterOrDigit", "isUpper", "isLower", "isWhitespace"})
_NUMBERS = frozenset({"asDigit", "numericValue"})
_CHANGES = frozenset({"toUpper", "toLower"}) | _NUMBERS


def method(name: str, unit: Tensor) -> Tensor:
    """``Char.name`` of each unit: bool, or int32.

    Raises
    ------
    NoRule
        If there is no such method here.
    """
    import tensorflow as tf

    if name not in _TESTS | _CHANGES:
        raise NoRule(f"Char.{name}")
    begins, values, relative = _runs(name)
    run = not_above(tf.constant(begins), unit) - 1
    found = tf.gather(tf.constant(values), run)
    if name in _TESTS:
        return tf.equal(found, 1)
    return found + tf.where(tf.gather(tf.constant(relative), run), unit, 0)


@cache
def _runs(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Where runs of units begin, and the value of each: absolute, or to add to the unit."""
    call = characters.method(name)
    values = np.array([int(call(unit)) for unit in range(_UNITS)], np.int32)
    places = np.arange(_UNITS, dtype=np.int32)
    relative = np.full(_UNITS, name not in _TESTS)
    if name in _NUMBERS:
        relative = values >= 0
    told = np.where(relative, values - places, values).astype(np.int32)
    new = np.ones(_UNITS, np.bool_)
    new[1:] = (told[1:] != told[:-1]) | (relative[1:] != relative[:-1])
    return places[new], told[new], relative[new]
