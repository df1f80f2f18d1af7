"""Finding labels among constants, and the n-hot encodings built on it.

A lookup is a binary search of 64-bit fingerprints, confirmed by comparing the strings. Unlike a
table it is no resource: it needs no initialisation and saves with any graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

import numpy as np

from bridges.featran.tf import block, exact
from bridges.featran.tf.block import Block
from bridges.featran.tf.columns import StringLists, Strings, WeightedLists
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.rows import kept, ragged, row_ids, splits_of
from bridges.featran.tf.search import below
from bridges.featran.tf.text import bucket, no_buckets, utf16_rank

_SPACE = 2**63 - 1


@dataclass(frozen=True, eq=False)
class Lookup:
    """Places of distinct labels; made by :func:`lookup_of`.

    ``key``: of the keyed hash, None where the fast one tells the labels apart; labels are in the
    order of ``fingerprints``.
    """

    labels: np.ndarray[Any, Any]
    places: np.ndarray[Any, Any]
    fingerprints: np.ndarray[Any, Any]
    key: int | None

    def __call__(self, texts: Tensor) -> Tensor:
        """The place of each string ``[n]``, -1 where it is no label: int64."""
        import tensorflow as tf

        unknown = tf.constant(-1, tf.int64)
        if not len(self.labels):
            return tf.fill(tf.shape(texts), unknown)
        found = below(tf.constant(self.fingerprints), _fingerprints(texts, self.key))
        nearest = tf.minimum(found, len(self.labels) - 1)
        same = tf.equal(tf.gather(tf.constant(self.labels), nearest), texts)
        return tf.where(same, tf.gather(tf.constant(self.places), nearest), unknown)


def lookup_of(places: Mapping[str, int] | Sequence[str]) -> Lookup:
    """A lookup of labels, given with their places or in order from 0."""
    import tensorflow as tf

    pairs = places if isinstance(places, Mapping) else {t: i for i, t in enumerate(places)}
    labels = [text.encode("utf-8", "surrogatepass") for text in pairs]
    numbers = np.fromiter(pairs.values(), np.int64, len(labels))
    for key in chain([None], count()):
        with tf.init_scope():
            hashes = np.asarray(_fingerprints(tf.constant(labels or [b""]), key))
        if len(set(hashes.tolist())) == len(hashes):
            break
    order = np.argsort(hashes)
    texts = np.array(labels or [b""], object)[order]
    if not labels:
        return Lookup(texts[:0], numbers, hashes[:0], key)
    return Lookup(texts, numbers[order], hashes[order], key)


def _fingerprints(texts: Tensor, key: int | None) -> Tensor:
    import tensorflow as tf

    if key is None:
        return tf.strings.to_hash_bucket_fast(texts, _SPACE)
    return tf.strings.to_hash_bucket_strong(texts, _SPACE, [key, 0])


def hot(places: Tensor, dimension: int) -> Tensor:
    """Which columns a row's items name: ragged int ``[batch, (items)]`` to bool ``[batch, d]``.

    Negative places name none.
    """
    import tensorflow as tf

    rows = tf.cast(row_ids(places.row_splits), tf.int64)
    columns = tf.cast(places.flat_values, tf.int64)
    known = columns >= 0
    at = tf.gather(tf.stack([rows, columns], axis=1), tf.where(known)[:, 0])
    shape = tf.stack([tf.cast(places.nrows(), tf.int64), tf.constant(dimension, tf.int64)])
    counts = tf.scatter_nd(at, tf.ones([tf.shape(at)[0]], tf.int32), shape)
    return tf.ensure_shape(counts > 0, [None, dimension])


def weighted(places: Tensor, weights: Tensor, dimension: int) -> tuple[Tensor, Tensor]:
    """Sums of a row's weights by column, each in list order from 0.0.

    Ragged places and weights ``[batch, (items)]`` to float64 and bool (named at all)
    ``[batch, d]``. Negative places are left out.
    """
    import tensorflow as tf

    at = tf.cast(places.to_tensor(-1), tf.int64)
    sums = exact_group_sums(at, weights.to_tensor(0.0))
    used = hot(places, dimension)
    first = _first_of_group(at) & (at >= 0)
    where = tf.where(first)
    cells = tf.stack([where[:, 0], tf.boolean_mask(at, first)], axis=1)
    shape = tf.shape(used, tf.int64)
    values = tf.scatter_nd(cells, tf.boolean_mask(sums, first), shape)
    return tf.ensure_shape(values, [None, dimension]), used


def exact_group_sums(groups: Tensor, weights: Tensor) -> Tensor:
    """For each item the sum over its row's items of the same group, in list order from 0.0.

    int64 and float64 ``[batch, items]``; the order of additions is fixed by a loop, because
    scatters and segment sums promise none.
    """
    import tensorflow as tf

    def step(i: Tensor, so_far: Tensor) -> tuple[Tensor, Tensor]:
        mine = tf.gather(groups, i, axis=1)[:, None] == groups
        weight = tf.gather(weights, i, axis=1)[:, None]
        return i + 1, tf.where(mine, exact.add(so_far, weight), so_far)

    count = tf.shape(groups)[1]
    start = (tf.constant(0), tf.zeros_like(weights))
    return tf.while_loop(lambda i, _: i < count, step, start)[1]


def _first_of_group(groups: Tensor) -> Tensor:
    """True for each item whose group no earlier item of its row has."""
    import tensorflow as tf

    def step(i: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        later = tf.range(tf.shape(groups)[1])[None, :] > i
        again = (tf.gather(groups, i, axis=1)[:, None] == groups) & later
        return i + 1, first & ~again

    count = tf.shape(groups)[1]
    start = (tf.constant(0), tf.ones_like(groups, tf.bool))
    return tf.while_loop(lambda i, _: i < count, step, start)[1]


def find(column: Strings, places: Mapping[str, int]) -> Tensor:
    """The place of each row's label, -1 where it is unknown or missing: int64 ``[batch]``."""
    return exact.choose(column.present, lookup_of(places)(column.texts), -1)


def encode_one(column: Strings, places: Mapping[str, int], dimension: int, missing: bool) -> Block:
    """A label per row to at most one 1.0; ``missing``: the last column takes what is none."""
    found = find(column, places)
    rejections = block.unseen(unseen_texts(column, found))
    at = exact.choose(found >= 0, found, dimension - 1) if missing else found
    return block.one_hot(at, dimension, rejections)


def unseen_texts(column: Strings, found: Tensor) -> Tensor:
    """Present labels that were not found, as ragged strings of at most one item per row."""
    import tensorflow as tf

    unknown = column.present & (found < 0)
    return ragged(splits_of(unknown), tf.gather(column.texts, tf.where(unknown)[:, 0]))


def encode_position(column: Strings, places: Mapping[str, int]) -> Block:
    """A label per row to its place as a number; a missing one is rejected too."""
    import tensorflow as tf

    found = find(column, places)
    labels = unseen_texts(column, found)
    codes = block.coded(found < 0, block.Reason.UNSEEN)
    codes = exact.choose(column.present, codes, int(block.Reason.COLLISION))
    rejections = block.Rejections(codes, {"labels": labels})
    return block.single(tf.cast(found, tf.float64), found >= 0, rejections)


def hash_one(column: Strings, buckets: int) -> Block:
    """A label per row to 1.0 at its hash bucket."""
    import tensorflow as tf

    if buckets == 0:
        no_buckets(tf.boolean_mask(column.texts, column.present))
        return block.skipped(column.present, 0)
    at = exact.choose(column.present, bucket(column.texts, buckets), -1)
    return block.one_hot(at, buckets)


def look_up(column: Strings, rows: Mapping[str, Sequence[float]], width: int) -> Block:
    """A label per row to a row of constants; any other label is skipped."""
    import tensorflow as tf

    found = find(column, {label: i for i, label in enumerate(rows)})
    table = tf.constant([*rows.values(), (0.0,) * width], tf.float64)
    at = exact.choose(found >= 0, found, len(rows))
    return block.masked(tf.gather(table, at), (found >= 0)[:, None])


def encode_many(column: StringLists, places: Mapping[str, int], missing: bool) -> Block:
    """A list of labels per row to 1.0 at each; ``missing``: a last column for unknown or none."""
    import tensorflow as tf

    found = lookup_of(places)(column.items.flat_values)
    unknown = only(column.items, found < 0)
    known = hot(column.items.with_flat_values(found), len(places))
    if missing:
        none = (column.items.row_lengths() == 0) | (unknown.row_lengths() > 0)
        known = tf.concat([known, none[:, None]], axis=1)
    return block.ones(known, block.unseen(unknown))


def encode_weighted(column: WeightedLists, places: Mapping[str, int], missing: bool) -> Block:
    """Weights summed by label; the last column has 1.0 for none, or the sum of unknown weights."""
    import tensorflow as tf

    found = lookup_of(places)(column.items.flat_values)
    at = column.items.with_flat_values(found)
    values, added = weighted(at, column.weights, len(places))
    unknown = only(column.items, found < 0)
    if missing:
        weights = only(column.weights, found < 0)
        empty = column.items.row_lengths() == 0
        total = tf.where(empty, tf.ones([], tf.float64), sum_by_label(unknown, weights))
        values = tf.concat([values, total[:, None]], axis=1)
        named = empty | (unknown.row_lengths() > 0)
        added = tf.concat([added, named[:, None]], axis=1)
    return block.masked(values, added, block.unseen(unknown))


def sum_by_label(labels: Tensor, weights: Tensor) -> Tensor:
    """A row's weights summed by label in list order, then over labels in Java's string order."""
    import tensorflow as tf

    distinct, numbers = tf.unique(labels.flat_values)
    ranks = tf.cast(tf.gather(utf16_rank(distinct), numbers), tf.int64)
    at = labels.with_flat_values(ranks).to_tensor(-1)
    sums = exact_group_sums(at, weights.to_tensor(0.0))
    first = _first_of_group(at) & (at >= 0)
    last = tf.constant(2**62, tf.int64)
    order = tf.argsort(tf.where(first, at, last), axis=1, stable=True)
    kept = tf.where(first, sums, tf.zeros_like(sums))
    return exact.sequential_sum(tf.gather(kept, order, batch_dims=1))


def only(items: Tensor, keep: Tensor) -> Tensor:
    """The items of each ragged row whose flat flag is true."""
    import tensorflow as tf

    splits, places = kept(items.row_splits, keep)
    return ragged(splits, tf.gather(items.flat_values, places))
