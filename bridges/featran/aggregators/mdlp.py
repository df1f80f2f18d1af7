"""Cut points by minimum description length (Fayyad and Irani 1993), as Featran has it.

Values are binned as float32. Candidates are the middles between neighbours of which more than one
class occurs; each carries the class counts since the one before. Intervals are split breadth first
at the candidate of least class entropy whose gain pays for its description.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Any, NamedTuple

import numpy as np

from bridges.featran.block import F64
from bridges.featran.texts import I32

F32 = np.ndarray[Any, np.dtype[np.float32]]
I64 = np.ndarray[Any, np.dtype[np.int64]]


class Candidates(NamedTuple):
    """Cut points in rising order and, for each, int64[m, classes] counts since the last one."""

    cuts: F32
    counts: I64


def thresholds(
    codes: I32, values: F64, criterion: float, min_percentage: float, max_bins: int
) -> tuple[float, ...]:
    """Return the upper bounds of the bins, the last one ∞."""
    found = [-math.inf]
    candidates = _candidates(codes, values)
    floor = math.floor(min_percentage * len(codes) / 100.0)
    todo: deque[tuple[float, float, float]] = deque([(-math.inf, math.inf, math.nan)])
    while todo and len(found) < max_bins:
        low, high, last = todo.popleft()
        cut = _best(candidates, low, high, last, criterion, floor)
        if cut is not None:
            found.append(cut)
            todo += [(low, cut, cut), (cut, high, cut)]
    return tuple(sorted([*found, math.inf])[1:])


def _candidates(codes: I32, values: F64) -> Candidates:
    classes = int(codes.max(initial=-1)) + 1
    with np.errstate(over="ignore"):
        rounded = values.astype(np.float32)
    distinct, places = _distinct(rounded)
    histogram = np.zeros((len(distinct), classes), dtype=np.int64)
    np.add.at(histogram, (places, codes), 1)
    if not len(distinct):
        return Candidates(distinct, histogram)
    mixed = ((histogram[:-1] + histogram[1:]) != 0).sum(axis=1) > 1
    with np.errstate(over="ignore", invalid="ignore"):
        middles = (distinct[:-1] + distinct[1:]) / np.float32(2)
    ends = np.append(np.flatnonzero(mixed), len(distinct) - 1)
    running = histogram.cumsum(axis=0)[ends]
    counts = np.diff(running, axis=0, prepend=np.zeros((1, classes), dtype=np.int64))
    cuts = np.append(middles[mixed], distinct[-1:])
    order = np.argsort(cuts, kind="stable")
    return Candidates(cuts[order], counts[order])


def _distinct(values: F32) -> tuple[F32, I64]:
    """Return the distinct values in Java's order (−0.0, 0.0, NaN last), and each one's place."""
    bits = np.where(np.isnan(values), np.float32(np.nan), values).view(np.int32)
    keys, places = np.unique(bits ^ ((bits >> 31) & 0x7FFFFFFF), return_inverse=True)
    restored = (keys ^ ((keys >> 31) & 0x7FFFFFFF)).astype(np.int32).view(np.float32)
    return restored, places.reshape(-1)


def _best(
    candidates: Candidates,
    low: float,
    high: float,
    last: float,
    criterion: float,
    floor: int,
) -> float | None:
    from bridges.featran.kernels.mdlp import best

    cuts = candidates.cuts.astype(np.float64)
    inside = (cuts > low) & (cuts < high)
    if not inside.any():
        return None
    at = best(cuts[inside], candidates.counts[inside], last, criterion, floor)
    return None if at < 0 else float(cuts[inside][at])
