"""The order in which Scala visits its sets and maps: of insertion up to four keys, then a hash's.

The trie takes five bits of the improved hash per level. Scala 2.12 visits its slots in turn; 2.13
visits the slots that hold one key before those that hold more.
"""

from __future__ import annotations

from bridges.featran.flavour import Flavour
from bridges.featran.getters.types import BOOLEAN, BYTE, CHAR, INT, LONG, SHORT, STRING, Type
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import cuts, identity
from bridges.featran.tf.getters.order import order_of
from bridges.featran.tf.getters.values import Fields, Items, Keyed, gather
from bridges.featran.tf.rows import ragged

_SMALL = 4
_LEVELS = range(0, 35, 5)
_WORD = 0xFFFFFFFF


def in_order(keyed: Keyed, kind: Type, flavour: Flavour) -> Items:
    """The items of a set, or the pairs of a map, as Scala visits them; ``kind`` is the keys'.

    Raises
    ------
    NoRule
        If the hash of such keys is not known here.
    """
    import tensorflow as tf

    items = keyed.items
    keys = items.item.fields["_1"] if isinstance(items.item, Fields) else items.item
    visit = _visits(Items(items.splits, keys), _improved(_hash(keys, kind)), flavour)
    hashed = keyed.hashed | (items.lengths > _SMALL)
    places = tf.range(tf.size(visit, tf.int64))
    key = tf.where(tf.gather(hashed, items.rows), visit, places)
    return Items(items.splits, gather(items.item, order_of([key], items.rows)))


def _visits(items: Items, hashes: Tensor, flavour: Flavour) -> Tensor:
    """A key that sorts as the trie is visited: six bits per level, from the root on."""
    import tensorflow as tf

    key = tf.zeros_like(hashes)
    for shift in _LEVELS:
        slot = tf.bitwise.right_shift(hashes, shift) & 31
        if flavour.scala != "2.12":
            prefix = hashes & ((1 << min(shift + 5, 32)) - 1)
            slot += 32 * tf.cast(_shared(items, prefix), tf.int64)
        key = key * 64 + slot
    return key


def _shared(items: Items, prefix: Tensor) -> Tensor:
    """Whether another key of the lane has the same bits."""
    import tensorflow as tf

    same = identity.paired(tf.cast(items.rows, tf.int64), prefix)
    return tf.gather(tf.math.bincount(tf.cast(same, tf.int32)), same) > 1


def _hash(keys: Tensor, kind: Type) -> Tensor:
    """Scala's ``##`` as an int64 from 0 to 2^32 - 1."""
    import tensorflow as tf

    if kind == STRING:
        return _string_hash(keys)
    if kind == BOOLEAN:
        return tf.where(keys, tf.constant(1231, tf.int64), 1237)
    wide = tf.cast(keys, tf.int64)
    if kind in (BYTE, SHORT, CHAR, INT):
        return wide & _WORD
    if kind != LONG:
        raise NoRule(f"the order of a set or a map by {kind}")
    fits = tf.equal(wide, tf.cast(tf.cast(wide, tf.int32), tf.int64))
    high = tf.bitwise.right_shift(wide, 32)
    return tf.where(fits, wide, tf.bitwise.bitwise_xor(wide, high)) & _WORD


def _string_hash(texts: Tensor) -> Tensor:
    import tensorflow as tf

    items = cuts.units(texts)
    letters = tf.cast(ragged(items.splits, items.item).to_tensor(-1), tf.int64)

    def step(i: Tensor, so_far: Tensor) -> tuple[Tensor, Tensor]:
        letter = letters[:, i]
        return i + 1, tf.where(letter >= 0, (so_far * 31 + letter) & _WORD, so_far)

    start = (tf.constant(0), tf.zeros_like(items.lengths))
    return tf.while_loop(lambda i, _: i < tf.shape(letters)[1], step, start)[1]


def _improved(code: Tensor) -> Tensor:
    """The hash as the trie spreads it."""
    import tensorflow as tf

    h = (code + (~(code * 512) & _WORD)) & _WORD
    h = tf.bitwise.bitwise_xor(h, tf.bitwise.right_shift(h, 14))
    h = (h + h * 16) & _WORD
    return tf.bitwise.bitwise_xor(h, tf.bitwise.right_shift(h, 10))
