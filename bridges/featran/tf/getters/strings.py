"""Java's string operations that TensorFlow's ops can do exactly on UTF-8."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.tf import exact, utf16
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections, cuts
from bridges.featran.tf.getters.patterns import without_empty_end
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items


def unary(name: str, text: Tensor, scope: Scope) -> Tensor:
    """An operation on one string."""
    import tensorflow as tf

    match name:
        case "String.length":
            return tf.cast(cuts.units(text).lengths, tf.int32)
        case "String.isEmpty":
            return tf.equal(text, "")
        case "String.nonEmpty":
            return tf.not_equal(text, "")
        case "String.trim":
            return tf.strings.regex_replace(text, r"^[\x00-\x20]+|[\x00-\x20]+$", "")
        case "String.toLowerCase":
            return _cased(tf.strings.lower, text, scope)
        case "String.toUpperCase":
            return _cased(tf.strings.upper, text, scope)
        case "String.reverse":
            return cuts.reverse(text, scope)
        case _:
            raise NoRule(name)


def with_constant(name: str, text: Tensor, constant: str) -> Tensor:
    """A test or cut whose second operand is a constant of the source."""
    import tensorflow as tf

    quoted = re2_quote(constant)
    match name:
        case "String.startsWith":
            return tf.strings.regex_full_match(text, f"(?s){quoted}.*")
        case "String.endsWith":
            return tf.strings.regex_full_match(text, f"(?s).*{quoted}")
        case "String.contains":
            return tf.strings.regex_full_match(text, f"(?s).*{quoted}.*")
        case "String.stripPrefix":
            return tf.strings.regex_replace(text, f"^{quoted}", "", replace_global=False)
        case "String.stripSuffix":
            return tf.strings.regex_replace(text, f"{quoted}$", "", replace_global=False)
        case _:
            raise NoRule(name)


def replaced(text: Tensor, target: str, replacement: str, scope: Scope) -> Tensor:
    """``String.replace`` of constants."""
    import tensorflow as tf

    if not target or not is_whole(target):
        raise NoRule(f"String.replace of {target!r}")
    pattern = re2_quote(target)
    new = replacement.replace("\\", "\\\\").encode("utf-8", "surrogatepass")
    made = tf.strings.regex_replace(text, pattern, new)
    return utf16.rejoined(made) if scope.halves else made


def joined(parts: list[Tensor], scope: Scope) -> Tensor:
    """Strings side by side; halves of a pair that meet become one character."""
    import tensorflow as tf

    made = tf.strings.join(parts)
    return utf16.rejoined(made) if scope.halves else made


def _cased(change: Callable[..., Tensor], text: Tensor, scope: Scope) -> Tensor:
    """The text in another case, part by part: ICU's op ends at the character NUL.

    ICU knows no half of a surrogate pair: with one the batch fails.
    """
    import tensorflow as tf

    checks = []
    if scope.halves:
        found = utf16.has_half(text) & scope.active
        checks = [exact.check(~tf.reduce_any(found), ["half a surrogate pair has no case here"])]
    with tf.control_dependencies([check for check in checks if check is not None]):
        parts = tf.strings.split(text, "\0")
    changed = Items(
        tf.cast(parts.row_splits, tf.int64), change(parts.flat_values, encoding="utf-8")
    )
    return collections.text(changed, "", "\0", "")


def is_whole(text: str) -> bool:
    """Whether a constant has no half of a surrogate pair."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def split(text: Tensor, letter: str) -> Items:
    """``split`` by one character; empty parts at the end are dropped."""
    import tensorflow as tf

    if not is_whole(letter):
        raise NoRule("String.split by half a surrogate pair")
    parts = tf.strings.split(text, letter)
    made = Items(tf.cast(parts.row_splits, tf.int64), parts.flat_values)
    return without_empty_end(made)


def re2_quote(text: str) -> str:
    """The pattern that matches exactly this text, in RE2's syntax."""
    return "".join(c if c.isalnum() or ord(c) > 127 else f"\\x{{{ord(c):02x}}}" for c in text)
