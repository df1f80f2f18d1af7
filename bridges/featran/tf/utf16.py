"""Strings as UTF-16 code units in a graph, and back: what Java's positions and lengths count.

Strings of TensorFlow are bytes, taken for UTF-8. Half of a surrogate pair, which Java can cut off,
is the three bytes that UTF-8's scheme gives its code (WTF-8); two halves that meet are joined.
"""

from __future__ import annotations

from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.rows import row_ids

_HALF = "[\\x{D800}-\\x{DFFF}]"


def units_of(texts: Tensor) -> tuple[Tensor, Tensor]:
    """Code units of n strings, one after another: int64 splits ``[n + 1]``, int32 ``[units]``."""
    import tensorflow as tf

    raw = tf.cast(tf.io.decode_raw(tf.strings.reduce_join(texts), tf.uint8), tf.int32)
    lead = (raw & 0xC0) != 0x80
    wide = lead & (raw >= 0xF0)
    points = _points(raw)
    first = tf.where(wide, 0xD7C0 + tf.bitwise.right_shift(points, 10), points)
    second = 0xDC00 + (points & 0x3FF)
    held = tf.where(tf.stack([lead, wide], axis=1))
    units = tf.gather_nd(tf.stack([first, second], axis=1), held)
    counts = tf.cast(lead, tf.int64) + tf.cast(wide, tf.int64)
    bytes_before = tf.cumsum(tf.cast(tf.strings.length(texts), tf.int64))
    before = tf.pad(tf.cumsum(counts), [[1, 0]])
    return tf.gather(before, tf.pad(bytes_before, [[1, 0]])), units


def _points(raw: Tensor) -> Tensor:
    """The code point that begins at each byte, if one does."""
    import tensorflow as tf

    padded = tf.pad(raw, [[0, 3]])
    second, third, fourth = (padded[i : tf.size(raw) + i] & 0x3F for i in (1, 2, 3))
    two = (raw & 0x1F) * 0x40 + second
    three = (raw & 0xF) * 0x1000 + second * 0x40 + third
    four = (raw & 7) * 0x40000 + second * 0x1000 + third * 0x40 + fourth
    longer = tf.where(raw < 0xF0, three, four)
    return tf.where(raw < 0x80, raw, tf.where(raw < 0xE0, two, longer))


def text_of(splits: Tensor, units: Tensor) -> Tensor:
    """The strings of such units."""
    import tensorflow as tf

    rows = row_ids(splits)
    after = tf.pad(units, [[0, 1]])[1:]
    same = tf.equal(tf.pad(rows, [[0, 1]], constant_values=-1)[1:], rows)
    pair = _is(units, 0xD800) & _is(after, 0xDC00) & same
    joined = 0x10000 + (units - 0xD800) * 0x400 + after - 0xDC00
    letters = _letters(tf.where(pair, joined, units))
    taken = tf.pad(pair, [[1, 0]])[:-1]
    lanes = tf.shape(splits)[0] - 1
    return tf.strings.unsorted_segment_join(tf.where(taken, "", letters), rows, lanes)


def _is(units: Tensor, half: int) -> Tensor:
    import tensorflow as tf

    return tf.equal(units & 0xFC00, half)


def _letters(points: Tensor) -> Tensor:
    """Each code point as a string; ICU would replace halves of a pair and U+FFFF."""
    import tensorflow as tf

    single = tf.constant([*(bytes([i]) for i in range(256)), b""], tf.string)

    def shifted(by: int) -> Tensor:
        return tf.bitwise.right_shift(points, by)

    lead = tf.where(points < 0x10000, 0xE0 | shifted(12), 0xF0 | shifted(18))
    lead = tf.where(points < 0x80, points, tf.where(points < 0x800, 0xC0 | shifted(6), lead))
    rest = [
        tf.where(points >= least, 0x80 | shifted(by) & 0x3F, 256)
        for least, by in ((0x10000, 12), (0x800, 6), (0x80, 0))
    ]
    return tf.strings.join([tf.gather(single, byte) for byte in (lead, *rest)])


def characters(units: Tensor) -> Tensor:
    """Each code unit as a string of its own."""
    return _letters(units)


def has_half(texts: Tensor) -> Tensor:
    """Whether a string has half of a surrogate pair."""
    import tensorflow as tf

    return tf.strings.regex_full_match(texts, f"(?s).*{_HALF}.*")


def rejoined(texts: Tensor) -> Tensor:
    """The strings with halves that meet joined to one character."""
    return text_of(*units_of(texts))


def well_formed(texts: Tensor) -> Tensor:
    """Bytes ``[n]`` as Java reads them: each malformed sequence of UTF-8 is one U+FFFD.

    ICU takes as long for a string as ten other ops, and ASCII is never malformed.
    """
    import tensorflow as tf

    def mended() -> Tensor:
        return tf.strings.unicode_transcode(
            texts, "UTF-8", "UTF-8", errors="replace", replace_control_characters=False
        )

    joined = tf.raw_ops.ReduceJoin(inputs=texts, reduction_indices=0)
    is_ascii = tf.reduce_min(tf.io.decode_raw(joined, tf.int8)) >= 0
    return tf.cond(is_ascii, lambda: tf.identity(texts), mended)
