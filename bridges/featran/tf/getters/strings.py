"""Java's string operations that TensorFlow's ops can do exactly on UTF-8."""

from __future__ import annotations

import re

from bridges.featran.getters.types import DOUBLE, INT, LONG, Prim
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items
from bridges.featran.tf.rows import kept, row_ids
from bridges.featran.tf.text import utf16_units

_DIGITS = r"[+-]?[0-9]+"
#: What ``Double.parseDouble`` takes, without hexadecimal forms.
_SPACE = r"[\x00-\x20]*"
_NUMBER = (
    _SPACE + r"[+-]?(NaN|Infinity|([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?)" + _SPACE
)
_LIMITS = {INT: (-(2**31), 2**31 - 1), LONG: (-(2**63), 2**63 - 1)}


def unary(name: str, text: Tensor) -> Tensor:
    """An operation on one string."""
    import tensorflow as tf

    match name:
        case "String.length":
            return tf.cast(utf16_units(text)[1], tf.int32)
        case "String.isEmpty":
            return tf.equal(text, "")
        case "String.nonEmpty":
            return tf.not_equal(text, "")
        case "String.trim":
            return tf.strings.regex_replace(text, r"^[\x00-\x20]+|[\x00-\x20]+$", "")
        case "String.toLowerCase":
            return tf.strings.lower(text, encoding="utf-8")
        case "String.toUpperCase":
            return tf.strings.upper(text, encoding="utf-8")
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


def replaced(text: Tensor, target: str, replacement: str) -> Tensor:
    """``String.replace`` of constants."""
    import tensorflow as tf

    if not target:
        raise NoRule("String.replace of the empty string")
    return tf.strings.regex_replace(text, re2_quote(target), replacement.replace("\\", "\\\\"))


def split(text: Tensor, separator: str) -> Items:
    """``String.split`` by a constant that is no regular expression.

    As in Java empty parts at the end are dropped, and a string without a separator is one part.
    """
    import tensorflow as tf

    if not separator or re.escape(separator).replace("\\", "") != separator or _special(separator):
        raise NoRule(f"String.split by the pattern {separator!r}")
    parts = tf.strings.split(text, separator)
    filled = tf.not_equal(parts.flat_values, "")
    place = tf.range(tf.shape(parts.flat_values, tf.int64)[0]) + 1
    marks = parts.with_flat_values(tf.where(filled, place, tf.zeros_like(place)))
    last = tf.maximum(tf.reduce_max(marks, axis=1) - parts.row_splits[:-1], 0)
    whole = parts.row_lengths() <= 1
    keep = tf.where(whole, parts.row_lengths(), tf.where(last > 0, last, tf.zeros_like(last)))
    rows = row_ids(parts.row_splits)
    ranks = place - 1 - tf.gather(parts.row_splits[:-1], rows)
    held = ranks < tf.gather(keep, rows)
    splits, places = kept(parts.row_splits, held)
    return Items(splits, tf.gather(parts.flat_values, places))


def _special(separator: str) -> bool:
    return any(character in r"\.[]{}()<>*+-=!?^$|" for character in separator)


def parse(text: Tensor, target: Prim, scope: Scope) -> Tensor:
    """``toInt``, ``toLong`` and ``toDouble`` of strings; raises as Java does."""
    import tensorflow as tf

    if target == DOUBLE:
        fits = tf.strings.regex_full_match(text, _NUMBER)
        scope.throws(~fits, "NumberFormatException: not a double")
        plain = tf.strings.regex_replace(text, r"^[\x00-\x20]+|[dDfF]?[\x00-\x20]*$", "")
        plain = tf.strings.regex_replace(plain, "Infinity", "inf")
        number = tf.strings.to_number(tf.where(fits, plain, "0"), tf.float64)
        return _but_hexadecimal(number, text, scope)
    if target not in _LIMITS:
        raise NoRule(f"parsing a {target}")
    return _integer(text, target, scope)


def _but_hexadecimal(number: Tensor, text: Tensor, scope: Scope) -> Tensor:
    """The numbers; a hexadecimal one, which Java reads, fails the batch, also inside a Try."""
    import tensorflow as tf

    found = tf.strings.regex_full_match(text, _SPACE + r"[+-]?0[xX].*") & scope.active
    check = exact.check(~tf.reduce_any(found), ["hexadecimal numbers are not read"])
    with tf.control_dependencies([check] if check is not None else []):
        return tf.identity(number)


def _integer(text: Tensor, target: Prim, scope: Scope) -> Tensor:
    import tensorflow as tf

    low, high = _LIMITS[target]
    bare = tf.strings.regex_replace(text, r"^([+-]?)0*([0-9])", r"\1\2", replace_global=False)
    fits = tf.strings.regex_full_match(text, _DIGITS) & (tf.strings.length(bare) <= 19 + 1)
    longest = tf.strings.regex_full_match(bare, r"[+-]?[0-9]{1,18}")
    if target == LONG:
        fits = fits & (longest | tf.strings.regex_full_match(bare, _LONG_RANGE))
    number = tf.strings.to_number(tf.where(fits, bare, "0"), tf.int64) if target == LONG else None
    if number is None:
        number = tf.strings.to_number(tf.where(fits & longest, bare, "0"), tf.int64)
        fits = fits & longest & (number >= low) & (number <= high)
    scope.throws(~fits, f"NumberFormatException: not an {target}")
    return tf.cast(number, tf.int32) if target == INT else number


def re2_quote(text: str) -> str:
    """The pattern that matches exactly this text, in RE2's syntax."""
    return "".join(c if c.isalnum() or ord(c) > 127 else f"\\x{{{ord(c):02x}}}" for c in text)


def _range_pattern() -> str:
    """Nineteen digits up to 9223372036854775807, and -9223372036854775808."""
    limit = "9223372036854775807"
    options = [
        re.escape(limit[:i]) + f"[0-{int(limit[i]) - 1}][0-9]{{{18 - i}}}"
        for i in range(19)
        if limit[i] != "0"
    ]
    return f"[+-]?({'|'.join([*options, limit])})|-9223372036854775808"


_LONG_RANGE = _range_pattern()
