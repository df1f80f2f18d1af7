"""``java.lang.String`` on Python strings: positions and lengths count UTF-16 units.

A string with characters beyond U+FFFF goes by way of its units; every other one is its own units.
An unpaired surrogate stays one; two that meet become the character they encode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from bridges.featran.getters.raised import illegal_argument, null_pointer, text_index

_BLANKS = "".join(map(chr, range(0x21)))
"""What ``String.trim`` removes: everything up to the blank."""


def _wide(text: str) -> bool:
    return not text.isascii() and any(c > "\uffff" for c in text)


def split_pairs(text: str) -> str:
    """One Python character per UTF-16 unit."""
    if not _wide(text):
        return text
    raw = text.encode("utf-16-le", "surrogatepass")
    return "".join(map(chr, memoryview(raw).cast("H")))


def join_pairs(units: str) -> str:
    """The string of such units."""
    if units.isascii() or not any("\ud800" <= c <= "\udfff" for c in units):
        return units
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def length(text: str) -> int:
    """``String.length``."""
    return len(text) if not _wide(text) else len(text.encode("utf-16-le", "surrogatepass")) // 2


def order(text: str) -> bytes:
    """A key that sorts as ``String.compareTo``."""
    return text.encode("utf-16-be", "surrogatepass")


def compare(a: str, b: str) -> int:
    """``String.compareTo``: the difference of the first units that differ, else of the lengths."""
    for x, y in zip(split_pairs(_text(a)), split_pairs(_text(b)), strict=False):
        if x != y:
            return ord(x) - ord(y)
    return length(a) - length(b)


def char_at(text: str, position: int) -> int:
    """The unit at ``position``; raises StringIndexOutOfBoundsException."""
    units = split_pairs(text)
    if not 0 <= position < len(units):
        raise text_index(f"index {position}, length {len(units)}")
    return ord(units[position])


def substring(text: str, begin: int, end: int | None = None) -> str:
    """``String.substring``; raises StringIndexOutOfBoundsException."""
    units = split_pairs(text)
    stop = len(units) if end is None else end
    if not 0 <= begin <= stop <= len(units):
        raise text_index(f"begin {begin}, end {stop}, length {len(units)}")
    return join_pairs(units[begin:stop])


def _slice(part: Callable[[str, int], str]) -> Callable[[str, int], str]:
    return lambda text, n: join_pairs(part(split_pairs(text), max(0, n)))


def reverse_units(text: str) -> str:
    """``reverse`` of Scala 2.12, which takes surrogate pairs apart."""
    return join_pairs(split_pairs(text)[::-1])


def capitalize(text: str | None) -> str | None:
    """The first unit in upper case, if that is one unit (Character.toUpperCase); null is null."""
    if not text or text[0] > "\uffff":
        return text
    upper = text[0].upper()
    return (upper if len(upper) == 1 and upper <= "\uffff" else text[0]) + text[1:]


def repeat(text: str, n: int) -> str:
    """``"ab" * n``; a negative count gives the empty string."""
    return join_pairs(text * n)


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A Java pattern of the subset that both engines read alike (the reader checks it).

    But for the dot, which in Java matches no end of line of Unicode.
    """
    return re.compile(_DOT.sub(lambda m: _NO_LINE_END if m[0] == "." else m[0], source), re.ASCII)


_DOT = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\.", re.DOTALL)
_NO_LINE_END = r"[^\n\r\x85\u2028\u2029]"


def groups(text: str | None, source: str) -> tuple[tuple[str | None, ...], ...]:
    """The groups of a text that matches as a whole, as an option; those that took no part null."""
    found = pattern(source).fullmatch(text) if text is not None else None
    return (found.groups(),) if found else ()


def find_first(text: str, source: str) -> tuple[str, ...]:
    """The first part that matches, as an option."""
    found = pattern(source).search(text)
    return (found[0],) if found else ()


def find_matches(text: str, source: str) -> tuple[tuple[tuple[str | None, ...]], ...]:
    """Every match: the whole and its groups, as a record of one list."""
    return tuple(((m[0], *m.groups()),) for m in pattern(source).finditer(text))


def split(text: str, source: str, limit: int = 0) -> tuple[str, ...]:
    """``String.split``: without trailing empty parts, unless ``limit`` says otherwise."""
    if pattern(source).match("") and _wide(text):
        # Between two units of a pair, Java finds the empty match too.
        return tuple(join_pairs(p) for p in split(split_pairs(text), source, limit))
    parts: list[str] = []
    start = 0
    for found in pattern(source).finditer(text):
        if limit > 0 and len(parts) == limit - 1:
            break
        if found.end() == 0 or found.start() == found.end() == len(text):
            continue
        parts.append(text[start : found.start()])
        start = found.end()
    if not parts:
        return (text,)
    parts.append(text[start:])
    return tuple(parts if limit else _without_trailing_empty(parts))


def _without_trailing_empty(parts: list[str]) -> list[str]:
    last = len(parts)
    while last and not parts[last - 1]:
        last -= 1
    return parts[:last]


def split_char(text: str, separator: int) -> tuple[str, ...]:
    """``StringOps.split(Char)`` of Scala 2.13."""
    parts = text.split(chr(separator))
    return (text,) if len(parts) == 1 else tuple(_without_trailing_empty(parts))


_GROUP = re.compile(r"\\(.)|\$(\d)", re.DOTALL)


def replace_all(text: str, source: str, replacement: str) -> str:
    """``String.replaceAll``: ``$1`` is a group, a backslash quotes."""

    def expand(found: re.Match[str]) -> str:
        def part(mark: re.Match[str]) -> str:
            return mark[1] if mark[1] is not None else (found[int(mark[2])] or "")

        return _GROUP.sub(part, replacement)

    return pattern(source).sub(expand, text)


def replace_first(text: str, source: str, replacement: str) -> str:
    """``String.replaceFirst``."""
    found = pattern(source).search(text)
    if not found:
        return text
    head = text[: found.start()]
    return head + replace_all(found[0], source, replacement) + text[found.end() :]


def to_boolean(text: str | None) -> bool:
    """``StringOps.toBoolean``; raises IllegalArgumentException."""
    lowered = text.lower() if text is not None else None
    if lowered not in ("true", "false"):
        raise illegal_argument(f'For input string: "{text}"')
    return lowered == "true"


def _index_of(find: str) -> Callable[..., int]:
    def found(text: str, part: str, *start: int) -> int:
        units = split_pairs(text)
        places = [min(max(0, s), len(units)) for s in start]
        return int(getattr(units, find)(split_pairs(_text(part)), *places))

    return found


def _strip(part_of: Callable[[str, str], str]) -> Callable[[str, str | None], str]:
    return lambda text, part: join_pairs(part_of(split_pairs(text), split_pairs(_text(part))))


def _upper_units(text: str) -> str:
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def _equals_ignoring_case(a: str, b: str | None) -> bool:
    if b is None:
        return False
    return _upper_units(_upper_units(a).lower()) == _upper_units(_upper_units(b).lower())


METHODS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "length": length,
        "toLowerCase": str.lower,
        "toUpperCase": str.upper,
        "trim": lambda text: text.strip(_BLANKS),
        "isEmpty": lambda text: not text,
        "nonEmpty": bool,
        "reverse": lambda text: join_pairs(text[::-1]),
        "startsWith": lambda text, part: split_pairs(text).startswith(split_pairs(_text(part))),
        "endsWith": lambda text, part: split_pairs(text).endswith(split_pairs(_text(part))),
        "contains": lambda text, part: split_pairs(_text(part)) in split_pairs(text),
        "indexOf": _index_of("find"),
        "lastIndexOf": _index_of("rfind"),
        "stripPrefix": _strip(str.removeprefix),
        "stripSuffix": _strip(str.removesuffix),
        "equalsIgnoreCase": _equals_ignoring_case,
        "charAt": char_at,
        "substring": substring,
        "take": _slice(lambda units, n: units[:n]),
        "drop": _slice(lambda units, n: units[n:]),
        "takeRight": _slice(lambda units, n: units[max(0, len(units) - n) :]),
        "dropRight": _slice(lambda units, n: units[: max(0, len(units) - n)]),
        "replace": lambda text, old, new: text.replace(_text(old), _text(new)),
        "replaceAll": replace_all,
        "replaceFirst": replace_first,
        "matches": lambda text, source: pattern(source).fullmatch(text) is not None,
        "findFirst": find_first,
        "findMatch": lambda text, source: find_matches(text, source)[:1],
        "findMatches": find_matches,
        "findAll": lambda text, source: tuple(m[0] for m in pattern(source).finditer(text)),
        "split": split,
        "splitChar": split_char,
        "toChars": lambda text: tuple(map(ord, split_pairs(text))),
        "repeat": repeat,
    }
)
"""``String.name`` by ``name``; the receiver is not null."""


def _text(value: str | None) -> str:
    if value is None:
        raise null_pointer()
    return value


def method(name: str) -> Callable[..., Any]:
    """The method, which raises NullPointerException for a null receiver."""
    run = METHODS[name]
    return lambda text, *args: run(_text(text), *args)
