"""The graph engine: a spec with its summaries, from input tensors to features.

A graph made here needs no Python to run: it saves with a SavedModel and serves anywhere. Values
are float64 ``[batch, d]`` with a mask of what was added; ``bridges.featran.tf.exact`` has what
keeps the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bridges.featran.errors import IllegalArgument, NoSuchElement
from bridges.featran.model import Crossing, Feature, FeatureSpec, refuse_duplicates
from bridges.featran.tf import block
from bridges.featran.tf.block import Block, Rejections
from bridges.featran.tf.columns import Column
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.feed import with_default

Summaries: TypeAlias = Mapping[str, Any]
"""What training learnt, by transformer name; None where no value was seen."""


@dataclass(frozen=True, eq=False)
class Features:
    """The features of one spec for a batch.

    ``blocks`` by transformer name in spec order; ``crossings`` by their columns' order.
    """

    blocks: dict[str, Block]
    crossings: tuple[Block, ...] = ()

    def vector(self) -> tuple[Tensor, Tensor]:
        """All columns in Featran's order: float64 and bool ``[batch, total]``."""
        return block.side_by_side([*self.blocks.values(), *self.crossings])

    def rejections(self) -> dict[str, Rejections]:
        """By transformer name, of those that can reject."""
        found = {name: b.rejections for name, b in self.blocks.items()}
        return {name: rejections for name, rejections in found.items() if rejections is not None}


def extract(spec: FeatureSpec, summaries: Summaries, columns: Mapping[str, Column]) -> Features:
    """The features of columns given by transformer name.

    Raises
    ------
    IllegalArgument
        If names are doubled, or a feature has no summary.
    NoRule
        If a transformer or a crossing has no TensorFlow rule.
    """
    refuse_duplicates(spec.features)
    blocks = {f.name: _block(f, summaries, columns[f.name]) for f in spec.features}
    crossed = tuple(_cross(crossing, blocks) for crossing in spec.crossings)
    return Features(blocks, crossed)


def _block(feature: Feature, summaries: Summaries, column: Column) -> Block:
    name = feature.name
    if name not in summaries:
        raise IllegalArgument(
            f"requirement failed: Missing settings for {name}",
            where=str(feature.source or ""),
            next_step="use the settings that were written for this spec",
        )
    if summaries[name] is None:
        return block.skipped(column.present, 1)
    filled = with_default(column, feature.transformer.kind, feature.default)
    return feature.transformer.apply_tf(filled, summaries[name])  # type: ignore[no-any-return]


def _cross(crossing: Crossing, blocks: Mapping[str, Block]) -> Block:
    """Every added value of the left with every added value of the right, the left outermost."""
    import tensorflow as tf

    for name in crossing.key:
        if name not in blocks:
            raise NoSuchElement(f"key not found: {name}", where=str(crossing.source or ""))
    left, right = blocks[crossing.left], blocks[crossing.right]
    rows = tf.shape(left.values)[0]
    width = left.values.shape[1] * right.values.shape[1]
    pairs = tf.shape(left.values[:, :, None] + right.values[:, None, :])
    first = tf.reshape(tf.broadcast_to(left.values[:, :, None], pairs), [rows, width])
    second = tf.reshape(tf.broadcast_to(right.values[:, None, :], pairs), [rows, width])
    added = tf.reshape(left.added[:, :, None] & right.added[:, None, :], [rows, width])
    return block.masked(crossed(crossing, first, second), added)


def crossed(crossing: Crossing, left: Tensor, right: Tensor) -> Tensor:
    """The crossing's function on tensors; it must say how to be computed there."""
    from bridges.featran.tf.errors import NoRule

    rule = getattr(crossing.function, "apply_tf", None)
    if rule is None:
        raise NoRule("this crossing's function", where=str(crossing.source or ""))
    return rule(left, right)
