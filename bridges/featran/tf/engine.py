"""The graph engine: a spec with its summaries, from input tensors to features.

A graph made here needs no Python to run: it saves with a SavedModel and serves anywhere. Values
are float64 ``[batch, d]`` with a mask of what was added; ``bridges.featran.tf.exact`` has what
keeps the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bridges.featran.errors import NoSuchElement
from bridges.featran.extract import Extractor
from bridges.featran.learn import first_alike
from bridges.featran.model import Crossing, Feature
from bridges.featran.tf import block
from bridges.featran.tf.block import Block, Rejections
from bridges.featran.tf.columns import Column
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.feed import column_of, cross, with_default


@dataclass(frozen=True, eq=False)
class Features:
    """The features of one spec for a batch.

    ``blocks`` by transformer name in spec order; ``crossings`` in the order of their columns.
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


def extract(extractor: Extractor, inputs: Mapping[str, Any]) -> Features:
    """The features of input tensors by feature name, as tf.Transform gives them.

    Raises
    ------
    NoRule
        If a getter, a transformer or a crossing has no TensorFlow rule.
    """
    import tensorflow as tf

    # AutoGraph, on by default in tf.function, cannot read match statements and need not try.
    return tf.autograph.experimental.do_not_convert(_extract)(extractor, inputs)  # type: ignore[no-any-return]


def _extract(extractor: Extractor, inputs: Mapping[str, Any]) -> Features:
    features = extractor.spec.features
    columns: list[Column] = []
    for place, first in enumerate(first_alike(features)):
        same = first < place
        columns.append(columns[first] if same else column_of(features[place], inputs))
    return extract_columns(extractor, tuple(columns))


def extract_columns(extractor: Extractor, columns: tuple[Column, ...]) -> Features:
    """The features, given what each getter gives."""
    triples = zip(extractor.spec.features, extractor.summaries, columns, strict=True)
    blocks = {f.name: _block(f, summary, column) for f, summary, column in triples}
    crossed = tuple(_cross(crossing, blocks) for crossing in extractor.spec.crossings)
    return Features(blocks, crossed)


def _block(feature: Feature, summary: Any, column: Column) -> Block:
    if summary is None:
        return block.skipped(column.present, 1)
    filled = with_default(column, feature.transformer.kind, feature.default)
    return feature.transformer.apply_tf(filled, summary)  # type: ignore[no-any-return]


def _cross(crossing: Crossing, blocks: Mapping[str, Block]) -> Block:
    """Every added value of the left with every added value of the right, the left outermost."""
    import tensorflow as tf

    for name in crossing.key:
        if name not in blocks:
            raise NoSuchElement(f"key not found: {name}", where=str(crossing.source or ""))
    left, right = blocks[crossing.left], blocks[crossing.right]
    pairs = tf.shape(left.added[:, :, None] & right.added[:, None, :])
    first = tf.reshape(tf.broadcast_to(left.values[:, :, None], pairs), [-1])
    second = tf.reshape(tf.broadcast_to(right.values[:, None, :], pairs), [-1])
    added = left.added[:, :, None] & right.added[:, None, :]
    values = cross(crossing, first, second, tf.reshape(added, [-1]))
    shape = tf.stack([pairs[0], pairs[1] * pairs[2]])
    width = _product(left.values.shape[1], right.values.shape[1])
    made = tf.ensure_shape(tf.reshape(values, shape), [None, width])
    return block.masked(made, tf.reshape(added, shape))


def _product(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left * right
