"""Numbers and booleans from text, as Java reads them."""

from __future__ import annotations

import re

from bridges.featran.getters.types import BOOLEAN, BYTE, DOUBLE, FLOAT, INT, LONG, SHORT, Prim
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import dtype_of

#: What ``Double.parseDouble`` takes, without hexadecimal forms.
_SPACE = r"[\x00-\x20]*"
_NUMBER = (
    _SPACE + r"[+-]?(NaN|Infinity|([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?)" + _SPACE
)
_LIMITS = {
    kind: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    for kind, bits in ((BYTE, 8), (SHORT, 16), (INT, 32), (LONG, 64))
}


def parse(text: Tensor, target: Prim, scope: Scope) -> Tensor:
    """``toInt``, ``toDouble``, ``toBoolean`` … of strings; raises as Java does."""
    if target in (DOUBLE, FLOAT):
        return _floating(text, target, scope)
    if target == BOOLEAN:
        return _boolean(text, scope)
    if target not in _LIMITS:
        raise NoRule(f"parsing a {target}")
    return _integer(text, target, scope)


def _floating(text: Tensor, target: Prim, scope: Scope) -> Tensor:
    import tensorflow as tf

    fits = tf.strings.regex_full_match(text, _NUMBER)
    scope.throws(~fits, f"NumberFormatException: not a {target}")
    plain = tf.strings.regex_replace(text, r"^[\x00-\x20]+|[dDfF]?[\x00-\x20]*$", "")
    plain = tf.strings.regex_replace(plain, "Infinity", "inf")
    number = tf.strings.to_number(tf.where(fits, plain, "0"), dtype_of(target))
    hexadecimal = tf.strings.regex_full_match(text, _SPACE + r"[+-]?0[xX].*")
    return _unless(number, hexadecimal, "hexadecimal numbers", scope)


def _boolean(text: Tensor, scope: Scope) -> Tensor:
    import tensorflow as tf

    truth = tf.strings.regex_full_match(text, "[tT][rR][uU][eE]")
    fits = truth | tf.strings.regex_full_match(text, "[fF][aA][lL][sS][eE]")
    scope.throws(~fits, "IllegalArgumentException: not a Boolean")
    return truth


def _unless(number: Tensor, found: Tensor, what: str, scope: Scope) -> Tensor:
    """The numbers; a text that only Java reads fails the batch, also inside a Try."""
    import tensorflow as tf

    found &= scope.active
    check = exact.check(~tf.reduce_any(found), [f"{what} are not read"])
    with tf.control_dependencies([check] if check is not None else []):
        return tf.identity(number)


def _integer(text: Tensor, target: Prim, scope: Scope) -> Tensor:
    import tensorflow as tf

    low, high = _LIMITS[target]
    bare = tf.strings.regex_replace(text, r"^([+-]?)0*([0-9])", r"\1\2", replace_global=False)
    bare = tf.strings.regex_replace(bare, r"^\+", "", replace_global=False)
    digits = tf.strings.regex_full_match(text, r"[+-]?[0-9]+")
    other = tf.strings.regex_full_match(text, r"[+-]?\p{Nd}+")
    fits = digits & (tf.strings.length(bare) <= 19 + 1)
    longest = tf.strings.regex_full_match(bare, r"[+-]?[0-9]{1,18}")
    if target == LONG:
        fits = fits & (longest | tf.strings.regex_full_match(bare, _LONG_RANGE))
    number = tf.strings.to_number(tf.where(fits, bare, "0"), tf.int64) if target == LONG else None
    if number is None:
        number = tf.strings.to_number(tf.where(fits & longest, bare, "0"), tf.int64)
        fits = fits & longest & (number >= low) & (number <= high)
    scope.throws(~fits, f"NumberFormatException: not an {target}")
    number = _unless(number, other & ~digits, "digits other than 0 to 9", scope)
    return number if target == LONG else tf.cast(number, tf.int32)


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
