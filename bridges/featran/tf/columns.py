"""What a getter gives for a batch, as tensors: ``bridges.featran.columns`` in a graph.

``present`` is bool ``[batch]``; what stands at a missing row is never looked at, except that
ragged rows are empty there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bridges.featran.tf.exact import Tensor


@dataclass(frozen=True, eq=False)
class Doubles:
    """float64 ``[batch]``."""

    values: Tensor
    present: Tensor


@dataclass(frozen=True, eq=False)
class Strings:
    """UTF-8 strings ``[batch]``."""

    texts: Tensor
    present: Tensor


@dataclass(frozen=True, eq=False)
class StringLists:
    """Ragged UTF-8 strings ``[batch, (items)]``."""

    items: Tensor
    present: Tensor


@dataclass(frozen=True, eq=False)
class WeightedLists:
    """Ragged names and float64 weights ``[batch, (items)]`` of equal row lengths."""

    items: Tensor
    weights: Tensor
    present: Tensor


@dataclass(frozen=True, eq=False)
class Vectors:
    """Ragged float64 ``[batch, (length)]``."""

    values: Tensor
    present: Tensor


@dataclass(frozen=True, eq=False)
class MdlRecords:
    """The values float64 ``[batch]``; the labels, strings, matter in training only."""

    values: Tensor
    present: Tensor
    labels: Tensor | None = None


Column: TypeAlias = Doubles | Strings | StringLists | WeightedLists | Vectors | MdlRecords
