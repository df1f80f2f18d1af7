"""What one transformer puts out for a batch, as tensors: values, which were added, rejections.

The tensor twin of ``bridges.featran.block``. ``values`` holds 0.0 wherever nothing was added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor


class Reason(IntEnum):
    """Kinds of Featran's ``FeatureRejection``, as the code that a graph puts out; 0 is none."""

    OUT_OF_BOUND = 1
    UNSEEN = 2
    WRONG_DIMENSION = 3
    OUTLIER = 4
    COLLISION = 5


@dataclass(frozen=True, eq=False)
class Rejections:
    """Which rows were rejected and why.

    ``codes`` int64 ``[batch]``, a :class:`Reason` or 0; ``details`` by name: float64 or int64
    ``[batch]``, or ragged strings (the unseen labels), meaningful where a row is rejected.
    ``bounds`` are constants.
    """

    codes: Tensor
    details: dict[str, Tensor] = field(default_factory=dict)
    bounds: dict[str, float] = field(default_factory=dict)


def coded(mask: Tensor, reason: Reason) -> Tensor:
    """The reason where the mask is true, else 0."""
    import tensorflow as tf

    return tf.where(mask, tf.constant(int(reason), tf.int64), tf.constant(0, tf.int64))


def out_of_bound(mask: Tensor, lower: float, upper: float, actual: Tensor) -> Rejections:
    """Numbers outside constant bounds; ``actual`` float64 ``[batch]``."""
    bounds = {"lower": lower, "upper": upper}
    return Rejections(coded(mask, Reason.OUT_OF_BOUND), {"actual": actual}, bounds)


def outlier(mask: Tensor, actual: Tensor) -> Rejections:
    """Numbers outside the accepted quantiles."""
    return Rejections(coded(mask, Reason.OUTLIER), {"actual": actual})


def wrong_dimension(mask: Tensor, expected: int, actual: Tensor) -> Rejections:
    """Vectors of another length; ``actual`` int64 ``[batch]``."""
    return Rejections(
        coded(mask, Reason.WRONG_DIMENSION), {"actual": actual}, {"expected": expected}
    )


def unseen(labels: Tensor) -> Rejections:
    """Labels that training did not see: ragged strings, no item where nothing is rejected."""
    return Rejections(coded(labels.row_lengths() > 0, Reason.UNSEEN), {"labels": labels})


@dataclass(frozen=True, eq=False)
class Block:
    """float64 and bool ``[batch, d]``; rejections where the transformer can reject.

    ``hot``: the values are 1.0 where they are added.
    """

    values: Tensor
    added: Tensor
    rejections: Rejections | None = None
    hot: bool = False

    def floats(self) -> Tensor:
        """The values as float32."""
        import tensorflow as tf

        return tf.cast(self.added if self.hot else self.values, tf.float32)


def single(values: Tensor, added: Tensor, rejections: Rejections | None = None) -> Block:
    """A block of one column from ``[batch]`` tensors."""
    return masked(values[:, None], added[:, None], rejections)


def always(values: Tensor, rejections: Rejections | None = None) -> Block:
    """A block of one column where every row is added."""
    import tensorflow as tf

    return Block(values[:, None], tf.ones_like(values[:, None], tf.bool), rejections)


def masked(values: Tensor, added: Tensor, rejections: Rejections | None = None) -> Block:
    """A block of ``[batch, d]`` tensors; ``added`` may be ``[batch, 1]``."""
    import tensorflow as tf

    added = tf.broadcast_to(added, tf.shape(values))
    return Block(tf.where(added, values, tf.zeros([], tf.float64)), added, rejections)


def ones(added: Tensor, rejections: Rejections | None = None) -> Block:
    """A block that adds 1.0 where told: bool ``[batch, d]``."""
    import tensorflow as tf

    return Block(tf.cast(added, tf.float64), added, rejections, hot=True)


def one_hot(columns: Tensor, dimension: int, rejections: Rejections | None = None) -> Block:
    """A block that adds 1.0 at one column per row; -1 skips the whole row."""
    import tensorflow as tf

    return ones(tf.one_hot(columns, dimension, on_value=True, off_value=False), rejections)


def skipped(like: Tensor, dimension: int, rejections: Rejections | None = None) -> Block:
    """A block where nothing is added, of as many rows as ``like``."""
    import tensorflow as tf

    shape = tf.stack([tf.shape(like)[0], dimension])
    return Block(tf.zeros(shape, tf.float64), tf.zeros(shape, tf.bool), rejections)


def side_by_side(blocks: list[Block]) -> tuple[Tensor, Tensor]:
    """Values and masks of several blocks, ``[batch, total]``.

    Raises
    ------
    NoRule
        If there is no block: nothing says how long the batch is.
    """
    import tensorflow as tf

    if not blocks:
        raise NoRule("a spec without features")

    values = tf.concat([b.values for b in blocks], axis=1)
    return exact.barrier(values), tf.concat([b.added for b in blocks], axis=1)
