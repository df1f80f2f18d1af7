"""Equality, order and hash order of values, by type, as Scala has them."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable
from typing import Any

from bridges.featran.getters.numbers import wrap
from bridges.featran.getters.text import order
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    LONG,
    STRING,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from bridges.featran.jvm.order import java_hash as string_hash
from bridges.featran.jvm.order import trie_order

Key = Callable[[Any], Any]


def item_types(kind: Type, size: int) -> tuple[Type, ...]:
    """The types of the parts of a value of ``kind`` that has ``size`` parts."""
    match kind:
        case TupleOf(items):
            return items
        case RecordOf(_, fields):
            return tuple(t for _, t in fields)
        case OptionOf(item) | SeqOf(item):
            return (item,) * size
    raise TypeError(f"{kind} has no parts")


def equality_key(kind: Type) -> Key:
    """A function to hashable keys that are equal where Scala's ``==`` holds; NaN equals nothing."""
    if kind in (FLOAT, DOUBLE) or (isinstance(kind, Boxed) and kind.item in (FLOAT, DOUBLE)):
        return lambda x: x if x == x else object()
    if isinstance(kind, Prim | Boxed):
        return lambda x: x
    if isinstance(kind, MapOf):
        key, value = equality_key(kind.key), equality_key(kind.value)
        return lambda m: frozenset((key(k), value(v)) for k, v in m.items())
    if isinstance(kind, SeqOf):
        item = equality_key(kind.item)
        collect: Callable[[Iterable[Any]], Any] = frozenset if kind.kind == "Set" else tuple
        return lambda xs: None if xs is None else collect(item(x) for x in xs)
    return _parts_key(kind, equality_key)


def sort_key(kind: Type) -> Key:
    """A function to keys that sort as the implicit ``Ordering`` of ``kind``.

    Doubles in total order (-0.0 below 0.0, NaN last), strings by UTF-16 units, None before Some.
    """
    if kind in (FLOAT, DOUBLE):
        return lambda x: (x != x, 0.0 if x != x else x, math.copysign(1.0, x))
    if kind == STRING:
        return order
    if isinstance(kind, Prim):
        return lambda x: x
    return _parts_key(kind, sort_key)


def _parts_key(kind: Type, of: Callable[[Type], Key]) -> Key:
    if isinstance(kind, TupleOf | RecordOf):
        parts = [of(t) for t in item_types(kind, 0)]
        return lambda xs: (
            None if xs is None else tuple(k(x) for k, x in zip(parts, xs, strict=True))
        )
    if isinstance(kind, OptionOf | SeqOf):
        item = of(kind.item)
        return lambda xs: None if xs is None else tuple(item(x) for x in xs)
    raise TypeError(f"{kind} has no order")


def orderable(kind: Type) -> bool:
    """Whether Scala has an implicit ``Ordering`` for ``kind``."""
    if isinstance(kind, TupleOf):
        return all(map(orderable, kind.items))
    if isinstance(kind, OptionOf):
        return orderable(kind.item)
    return isinstance(kind, Prim) and kind.name not in ("Unit", "Null", "Nothing")


def hash_code(kind: Type) -> Callable[[Any], int] | None:
    """Scala's ``##`` as a signed 32-bit number; None where it is not known here."""
    if kind == STRING:
        return lambda text: wrap(string_hash(text or ""), 32)
    if kind == BOOLEAN:
        return lambda x: 1231 if x else 1237
    if kind == LONG:
        return _long_hash
    if kind in (FLOAT, DOUBLE) or not isinstance(kind, Prim):
        return None
    return int


def java_hash(kind: Type) -> Callable[[Any], int]:
    """``hashCode`` of a scalar; raises TypeError for other types."""
    if kind == LONG:
        return lambda x: wrap((x ^ (x >> 32)) & 0xFFFFFFFF, 32)
    if kind == DOUBLE:
        return lambda x: _bits_hash(0x7FF8 << 48 if x != x else bits_of(x))
    code = hash_code(kind)
    if code is None:
        raise TypeError(f"the hash of {kind} is not known")
    return code


def _bits_hash(bits: int) -> int:
    return wrap((bits ^ (bits >> 32)) & 0xFFFFFFFF, 32)


def bits_of(x: float) -> int:
    """The 64 bits of a double."""
    (bits,) = struct.unpack("<Q", struct.pack("<d", x))
    return int(bits)


def _long_hash(x: int) -> int:
    return wrap(x, 32) if wrap(x, 32) == x else wrap(x ^ ((x & 0xFFFFFFFFFFFFFFFF) >> 32), 32)


def iteration_order(keys: Iterable[Any], kind: Type, scala: str) -> list[Any]:
    """The keys of an immutable hash set or map of five or more in the order Scala visits them."""
    code = hash_code(kind)
    if code is None:
        raise TypeError(f"the hash order of {kind} is not known")
    return trie_order([(code(k), k) for k in keys], scala)


def table_order(keys: list[Any], kind: Type) -> list[Any]:
    """Up to twelve keys, in the order of a mutable hash map of Scala 2.12 that takes them in turn.

    It visits its 16 slots from the last one, and in a slot the key that came last first.
    """
    code = hash_code(kind)
    if code is None:
        raise TypeError(f"the hash order of {kind} is not known")
    slots = [_rotated(_swapped(code(k)), 4) >> 28 for k in keys]
    return [keys[i] for i in sorted(range(len(keys)), key=lambda i: (-slots[i], -i))]


def _swapped(code: int) -> int:
    """``scala.util.hashing.byteswap32``."""
    mask, factor = 0xFFFFFFFF, 0x9E3775CD
    hashed = (code * factor) & mask
    return (int.from_bytes(hashed.to_bytes(4, "little"), "big") * factor) & mask


def _rotated(code: int, places: int) -> int:
    return ((code >> places) | (code << (32 - places))) & 0xFFFFFFFF
