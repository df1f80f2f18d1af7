"""Random values of Scala types, most of them at the edges where engines part."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from typing import Any

from bridges.featran.getters.maps import make_map
from bridges.featran.getters.text import join_pairs
from bridges.featran.getters.types import (
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)

_WORDS = (
    *("", " ", "a", "b", "A", "l", "L", "abc", "hello", "Hello World", "x,y;z", "a,b,,c,,"),
    *(",,", "1.5", "12", "-3", "+7", " 7 ", "1e3", "NaN", "true", "FALSE", "99999999999"),
    *("a.b|c", "  ab  ", "é", "ß", "😀", "é😀b", "😀😀", "a😀", "\uff5e", "\ue000z"),
    *("\U0010ffff", "\ufeffa", "\x00b", "\t\x0b\n"),
)
_LETTERS = "abclLxyz  ,;.|-_0123456789AZéß\u2028\x85\r\n\t\x0b😀\U00010000\uffff\ue000"
_INTS = (0, 1, -1, 2, 3, 5, 7, -7, 10, 31, 255)
_FLOATS = (0.0, -0.0, 1.0, -1.0, 0.1, 2.5, 1e7, 9999999.0, 1e-3, 1e23, 123456.789, 1e300)
_SPECIAL = (float("nan"), float("inf"), float("-inf"))


def _whole(bits: int) -> Callable[[random.Random], int]:
    half = 1 << (bits - 1)

    def draw(rng: random.Random) -> int:
        kind = rng.random()
        if kind < 0.6:
            return max(-half, min(half - 1, rng.choice(_INTS)))
        return rng.choice((half - 1, -half)) if kind < 0.8 else rng.randrange(-half, half)

    return draw


def _double(rng: random.Random) -> float:
    kind = rng.random()
    if kind < 0.5:
        return rng.choice(_FLOATS)
    if kind < 0.65:
        return rng.choice(_SPECIAL)
    return rng.gauss(0, 100) if kind < 0.9 else round(rng.random() * 1e4, 2)


def _float(rng: random.Random) -> float:
    wide = max(-3e38, min(3e38, _double(rng))) if rng.random() < 0.9 else rng.choice(_SPECIAL)
    narrow: float = struct.unpack("<f", struct.pack("<f", wide))[0]
    return narrow


def _text(rng: random.Random) -> str:
    if rng.random() < 0.6:
        return rng.choice(_WORDS)
    return "".join(rng.choice(_LETTERS) for _ in range(rng.randrange(9)))


_SCALARS: dict[str, Callable[[random.Random], Any]] = {
    "Boolean": lambda rng: rng.random() < 0.5,
    "Byte": _whole(8),
    "Short": _whole(16),
    "Int": _whole(32),
    "Long": _whole(64),
    "Char": lambda rng: ord(rng.choice(_LETTERS)[0]) & 0xFFFF,
    "Float": _float,
    "Double": _double,
    "String": _text,
}


def value(kind: Type, rng: random.Random, halves: bool = False) -> Any:
    """Return a value as the interpreter has it; never null, never subnormal.

    With ``halves`` some strings have half of a surrogate pair.
    """

    def inner(item: Type) -> Any:
        return value(item, rng, halves)

    match kind:
        case Prim("String") if halves and rng.random() < 0.2:
            return join_pairs(_text(rng) + rng.choice("\ud83d\ude00") + _text(rng))
        case Prim(name):
            return _SCALARS[name](rng)
        case Boxed(item):
            return None if rng.random() < 0.3 else inner(item)
        case OptionOf(item):
            return () if rng.random() < 0.3 else (inner(item),)
        case SeqOf(item, seq):
            made = tuple(inner(item) for _ in range(rng.choice((0, 1, 2, 3, 5, 8))))
            return tuple(dict.fromkeys(made)) if seq == "Set" else made
        case MapOf(key, item):
            size = rng.choice((0, 1, 3, 4, 5, 9, 20))
            return make_map([(inner(key), inner(item)) for _ in range(size)], key, "2.13")
        case RecordOf(_, fields):
            return tuple(inner(k) for _, k in fields)
        case TupleOf(items):
            return tuple(map(inner, items))
