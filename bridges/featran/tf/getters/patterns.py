"""Regular expressions of Java that RE2 reads alike, in RE2's words.

Both take the first alternative that leads to a match. What differs is written out: a dot stops at
five line ends, ``\\s`` holds the vertical tab. Empty matches, which the two skip by other rules,
are refused where they are replaced or split at.
"""

from __future__ import annotations

import re
from functools import cache

from bridges.featran.tf import utf16
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import cuts
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items
from bridges.featran.tf.rows import kept

#: A byte that no string holds, between the parts of a split one.
_MARK = b"\xff"
_TOKEN = re.compile(r"\\(.)|(\[)(\^?)((?:\\.|[^\]\\])+)\]|(.)", re.DOTALL)
_ESCAPES = "tnrf.\\|*+?()[]{}^$/-,:;&dDwW"
_LONGEST = 16


@cache
def re2(source: str) -> str:
    """The pattern in RE2's words.

    Raises
    ------
    NoRule
        If it has a construct whose meaning might differ.
    """
    if re.search(r"\(\?|[*+?}]\+|&&|\$|\{,|\[\]|\[\^\]|\{\d{4}", source):
        raise NoRule(f"the pattern {source!r}")
    return "".join(_token(found, source) for found in _TOKEN.finditer(source))


def _token(found: re.Match[str], source: str) -> str:
    escaped, bracket, negated, inside, plain = found.groups()
    if bracket:
        return f"[{negated}{_inside(inside, source)}]"
    if escaped in ("s", "S"):
        return f"[{'^' if escaped == 'S' else ''}\\t-\\r ]"
    if escaped is not None and escaped not in _ESCAPES:
        raise NoRule(f"the pattern {source!r}")
    if plain in ("[", "]") or (plain == "^" and found.start()):
        raise NoRule(f"the pattern {source!r}")
    return r"[^\n\r\x{85}\x{2028}\x{2029}]" if plain == "." else found[0]


def _inside(members: str, source: str) -> str:
    if "[" in members.replace("\\[", "") or "\\S" in members:
        raise NoRule(f"the pattern {source!r}")
    for escaped in re.findall(r"\\(.)", members, re.DOTALL):
        if escaped != "s" and escaped not in _ESCAPES:
            raise NoRule(f"the pattern {source!r}")
    return members.replace("\\s", "\\t-\\r ")


def _never_empty(source: str) -> str:
    if "^" in re.sub(r"\[\^|\\.", "", source) or re.compile(source, re.ASCII).match(""):
        raise NoRule(f"the pattern {source!r}, which matches the empty string or has an anchor")
    return re2(source)


def matches(text: Tensor, source: str) -> Tensor:
    """``matches``: the whole string."""
    import tensorflow as tf

    return tf.strings.regex_full_match(text, re2(source))


def replaced(text: Tensor, source: str, new: str, scope: Scope, *, every: bool) -> Tensor:
    """``replaceAll`` and ``replaceFirst`` with constants; ``$1`` is a group."""
    import tensorflow as tf

    if re.search(r"\$[1-9]", new) and re.search(r"\)[*+{]", source):
        raise NoRule(f"a group of {source!r} that repeats")
    if re.search(r"\$\d\d|\$(?!\d)", re.sub(r"\\.", "", new, flags=re.DOTALL)):
        raise NoRule(f"the replacement {new!r}")
    made = tf.strings.regex_replace(text, _never_empty(source), _rewrite(new), every)
    return utf16.rejoined(made) if scope.halves else made


def _rewrite(new: str) -> bytes:
    """A replacement in RE2's words: ``\\1`` for ``$1``, no other backslash but a doubled one."""
    parts = re.findall(r"\\(.)|\$(\d)|(.)", new, re.DOTALL)
    words = (f"\\{group}" if group else (quoted or plain) for quoted, group, plain in parts)
    made = "".join(w if w[:1] == "\\" and len(w) == 2 else w.replace("\\", "\\\\") for w in words)
    return made.encode("utf-8", "surrogatepass")


def split(text: Tensor, source: str, limit: int = 0) -> Items:
    """``String.split``: a limit of 0 drops empty parts at the end.

    A string without a match is one part, itself.
    """
    import tensorflow as tf

    if source == "" and limit == 0:
        return _letters(text)
    if limit > _LONGEST:
        raise NoRule(f"String.split into at most {limit} parts")
    pattern = _never_empty(source)
    marked = text if limit > 0 else tf.strings.regex_replace(text, pattern, _MARK)
    for _ in range(limit - 1):
        marked = tf.strings.regex_replace(marked, pattern, _MARK, replace_global=False)
    parts = tf.strings.split(marked, _MARK)
    made = Items(tf.cast(parts.row_splits, tf.int64), parts.flat_values)
    return made if limit else without_empty_end(made)


def _letters(text: Tensor) -> Items:
    """The code units as strings; the empty string is one part."""
    import tensorflow as tf

    items = cuts.units(tf.where(tf.equal(text, ""), "-", text))
    letters = utf16.characters(items.item)
    empty = tf.gather(tf.equal(text, ""), items.rows)
    return Items(items.splits, tf.where(empty, "", letters))


def without_empty_end(parts: Items) -> Items:
    """The parts without empty ones at the end, unless there is one part only."""
    import tensorflow as tf

    filled = tf.not_equal(parts.item, "")
    ranks = tf.range(parts.splits[-1]) - tf.gather(parts.splits[:-1], parts.rows)
    lanes = tf.shape(parts.lengths)[0]
    last = tf.math.unsorted_segment_max(tf.where(filled, ranks + 1, 0), parts.rows, lanes)
    keep = tf.where(parts.lengths <= 1, parts.lengths, tf.maximum(last, 0))
    splits, places = kept(parts.splits, ranks < tf.gather(keep, parts.rows))
    return Items(splits, tf.gather(parts.item, places))
