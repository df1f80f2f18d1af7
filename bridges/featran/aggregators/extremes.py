"""Algebird's Min and Max of doubles, whose treatment of NaN and −0.0 depends on Scala.

Scala 2.12 compares as IEEE does: the left operand stays if it is ≤ (≥), so a NaN on either side
gives the right one, and what came before a NaN is forgotten. From 2.13 on the order is total
(−0.0 < 0.0 < NaN): the minimum ignores NaN and the maximum becomes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bridges.featran.block import F64


@dataclass(frozen=True, slots=True)
class Extremes:
    """The least and the greatest of some doubles."""

    least: float
    greatest: float


def fold(values: F64, total_order: bool) -> Extremes | None:
    """Return what a left fold gives; None for no values."""
    if not len(values):
        return None
    if total_order:
        return Extremes(_total_min(values), _total_max(values))
    tail = _after_nan(values)
    return Extremes(_first(tail, tail.min()), _first(tail, tail.max()))


def merge(left: Extremes | None, right: Extremes | None, total_order: bool) -> Extremes | None:
    """Return the extremes of both."""
    if left is None or right is None:
        return left or right
    least = fold(np.array([left.least, right.least]), total_order)
    greatest = fold(np.array([left.greatest, right.greatest]), total_order)
    assert least is not None and greatest is not None
    return Extremes(least.least, greatest.greatest)


def _after_nan(values: F64) -> F64:
    """Return what an IEEE fold still knows: the values after the last NaN, or that NaN."""
    at = np.flatnonzero(np.isnan(values))
    if not len(at):
        return values
    return values[at[-1] + 1 :] if at[-1] + 1 < len(values) else values[-1:]


def _first(values: F64, extreme: float) -> float:
    """Return the first value equal to the extreme: of 0.0 and −0.0 the earlier one stays."""
    if extreme == 0:
        return float(values[np.flatnonzero(values == 0)[0]])
    return float(extreme)


def _total_min(values: F64) -> float:
    least = float(np.fmin.reduce(values))
    if least == 0:
        return -0.0 if np.signbit(values[values == 0]).any() else 0.0
    return least


def _total_max(values: F64) -> float:
    greatest = float(values.max())
    if greatest == 0:
        return -0.0 if np.signbit(values[values == 0]).all() else 0.0
    return greatest
