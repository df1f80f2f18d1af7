"""The order in which Scala's immutable Set and Map are read.

Up to four elements it is the order of insertion. From five on it is a hash trie on
``improve(key.##)``, five bits per level from the lowest. Scala 2.12 reads the slots of a
node in order, going down where a slot holds several keys; 2.13 reads the slots with one key first.
Keys whose 32 bits all agree stay in the order of insertion.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from bridges.featran.flavour import Scala
from bridges.featran.jvm.utf16 import units

Key = TypeVar("Key")
_M32 = (1 << 32) - 1


def java_hash(text: str) -> int:
    """Return ``String.hashCode`` as an unsigned number."""
    h = 0
    for unit in units(text):
        h = (31 * h + unit) & _M32
    return h


def improve(h: int) -> int:
    """Return the hash as the trie spreads it."""
    h = (h + ~(h << 9)) & _M32
    h ^= h >> 14
    h = (h + (h << 4)) & _M32
    return h ^ h >> 10


def set_order(keys: Iterable[str], scala: Scala) -> list[str]:
    """Return the elements of an immutable Set, or the keys of a Map, built in the given order."""
    distinct = list(dict.fromkeys(keys))
    if len(distinct) <= 4:
        return distinct
    return trie_order([(java_hash(key), key) for key in distinct], scala)


def trie_order(hashed: Iterable[tuple[int, Key]], scala: str) -> list[Key]:
    """Return the keys of a hash trie, each given with its ``##``, as Scala visits them."""
    return _walk([(improve(code & _M32), key) for code, key in hashed], 0, scala)


def _walk(items: list[tuple[int, Key]], shift: int, scala: str) -> list[Key]:
    if len(items) == 1 or shift > 30:
        return [key for _, key in items]
    slots: dict[int, list[tuple[int, Key]]] = {}
    for item in items:
        slots.setdefault(item[0] >> shift & 31, []).append(item)
    first: list[Key] = []
    second: list[Key] = []
    for slot in sorted(slots):
        deeper = scala != "2.12" and len(slots[slot]) > 1
        (second if deeper else first).extend(_walk(slots[slot], shift + 5, scala))
    return first + second
