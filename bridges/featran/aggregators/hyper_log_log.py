"""How many distinct strings there are, by Algebird's HyperLogLog with 12 bits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from bridges.featran.aggregators.labels import texts_of
from bridges.featran.columns import StringLists, Strings, WeightedLists
from bridges.featran.jvm.utf8 import java_bytes
from bridges.featran.texts import Texts

_M = 4096
_ALPHA = 0.7213 / (1.0 + 1.079 / _M)

#: uint8[4096], the highest rank per register.
Registers = np.ndarray[Any, np.dtype[np.uint8]]


class HyperLogLog:
    """Registers of all present rows; None before the first one. Order does not matter."""

    def zero(self) -> Registers | None:
        """Return the state of no rows."""
        return None

    def add(
        self, state: Registers | None, column: Strings | StringLists | WeightedLists
    ) -> Registers | None:
        """Fold a column in."""
        if not column.present.any():
            return state
        registers = np.zeros(_M, dtype=np.uint8) if state is None else state
        _observe(texts_of(column), registers)
        return registers

    def merge(self, left: Registers | None, right: Registers | None) -> Registers | None:
        """Join two parts."""
        if left is None or right is None:
            return left if right is None else right
        return np.maximum(left, right)

    def present(self, state: Registers | None) -> float | None:
        """Return the estimated number of distinct strings."""
        return None if state is None else estimate(state)


def _observe(texts: Texts, registers: Registers) -> None:
    from bridges.featran.kernels.registers import observe

    chosen = np.zeros(len(texts.dictionary) + 1, dtype=np.bool_)
    chosen[texts.codes] = True
    offsets, data = java_bytes(texts)
    observe(offsets, data, chosen[:-1], registers)


def estimate(registers: Registers) -> float:
    """Return Flajolet's estimate, linear counting where registers are empty."""
    empty = int((registers == 0).sum())
    total = float(empty + sum(2.0**-rank for rank in registers[registers > 0].tolist()))
    raw = _ALPHA * _M * _M * (1.0 / total)
    if raw > 5 * _M / 2 or empty == 0:
        return raw
    return _M * math.log(_M / empty)
