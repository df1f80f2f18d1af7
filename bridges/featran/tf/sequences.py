"""n-grams of token lists, as Featran's NGrams makes them."""

from __future__ import annotations

from bridges.featran.tf.exact import Tensor


def ngrams(tokens: Tensor, low: int, high: int, separator: str) -> Tensor:
    """Windows of ``low`` … ``high`` tokens joined by the separator: ragged strings, same rows.

    Shorter windows first, each length from left to right; ``high`` = -1 means the row's length.
    """
    import tensorflow as tf

    if high != -1:
        widths = tuple(range(low, high + 1))
        return tf.strings.ngrams(tokens, widths, separator)
    return _all_ngrams(tokens, low, separator)


def _all_ngrams(tokens: Tensor, low: int, separator: str) -> Tensor:
    """Adds the windows of each width in turn until no row is long enough."""
    import tensorflow as tf

    padded = tokens.to_tensor("")
    lengths = tokens.row_lengths()
    longest = tf.shape(padded)[1]
    widths = tf.maximum(longest - low + 1, 0)
    window = padded
    for _ in range(low - 1):
        window = tf.strings.join([window, separator, _ahead(window, padded, _ + 1)])

    def step(i: Tensor, window: Tensor, found: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        found = found.write(i, window)
        wider = tf.strings.join([window, separator, _ahead(window, padded, low + i)])
        return i + 1, wider, found

    found = tf.TensorArray(tf.string, size=widths, element_shape=[None, None])
    start = (tf.constant(0), window, found)
    found = tf.while_loop(lambda i, *_: i < widths, step, start)[2]
    windows = tf.transpose(_stack(found, padded), [1, 0, 2])  # [batch, widths, longest]
    width = low + tf.range(widths)
    fits = tf.cast(tf.range(longest)[None, None, :] + width[None, :, None], tf.int64)
    held = fits <= lengths[:, None, None]
    rows = tf.shape(padded)[0]
    flat = tf.reshape(windows, [rows, widths * longest])
    return tf.ragged.boolean_mask(flat, tf.reshape(held, [rows, widths * longest]))


def _ahead(window: Tensor, padded: Tensor, by: Tensor) -> Tensor:
    """The tokens ``by`` places further right, "" beyond the end."""
    import tensorflow as tf

    longest = tf.shape(padded)[1]
    moved = tf.pad(padded, [[0, 0], [0, longest]], constant_values="")
    start = tf.minimum(by, longest)
    return tf.reshape(moved[:, start : start + longest], tf.shape(window))


def _stack(found: Tensor, padded: Tensor) -> Tensor:
    """The written windows ``[widths, batch, longest]``, also when there are none."""
    import tensorflow as tf

    shape = tf.concat([[found.size()], tf.shape(padded)], axis=0)
    return tf.cond(found.size() > 0, lambda: found.stack(), lambda: tf.zeros(shape, tf.string))
