"""Tensors of a run graph as the numpy engine's results, to hold one against the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from bridges.featran import features as reference
from bridges.featran import rejections as kinds
from bridges.featran.tf.block import Reason, Rejections
from bridges.featran.tf.engine import Features


def to_numpy(names: tuple[str, ...], features: Features) -> reference.Features:
    """The features as numpy arrays; ``features`` holds eager tensors."""
    values, added = features.vector()
    found = {n: r for n, r in ((n, _rejections(r)) for n, r in features.rejections().items()) if r}
    return reference.Features(names, values.numpy(), added.numpy(), found)


def _rejections(rejections: Rejections) -> kinds.Rejections | None:
    codes = rejections.codes.numpy()
    rows = np.flatnonzero(codes)
    if not len(rows):
        return None
    details = {name: _plain(value) for name, value in rejections.details.items()}
    return kinds.Rejections(rows, _describer(codes, details, rejections.bounds))


def _plain(value: Any) -> Any:
    return value.to_list() if hasattr(value, "to_list") else value.numpy()


def _describer(
    codes: np.ndarray[Any, Any], details: Mapping[str, Any], bounds: Mapping[str, Any]
) -> Callable[[int], kinds.Rejection]:
    def describe(row: int) -> kinds.Rejection:
        match Reason(int(codes[row])):
            case Reason.OUT_OF_BOUND:
                actual = float(details["actual"][row])
                return kinds.OutOfBound(bounds["lower"], bounds["upper"], actual)
            case Reason.UNSEEN:
                labels = details["labels"][row]
                return kinds.Unseen(frozenset(x.decode("utf-8", "surrogatepass") for x in labels))
            case Reason.WRONG_DIMENSION:
                return kinds.WrongDimension(int(bounds["expected"]), int(details["actual"][row]))
            case Reason.OUTLIER:
                return kinds.Outlier(float(details["actual"][row]))
            case Reason.COLLISION:
                return kinds.Collision()

    return describe
