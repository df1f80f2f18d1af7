"""The order in which Scala's immutable Set and Map are read.

Up to four elements it is the order of insertion. From five on it is a hash trie on
``improve(String.hashCode)``, five bits per level from the lowest. Scala 2.12 reads the slots of a
node in order, going down where a slot holds several keys; 2.13 reads the slots with one key first.
Keys whose 32 bits all agree stay in the order of insertion.
"""

from __future__ import annotations

from collections.abc import Iterable

from bridges.featran.flavour import Scala
from bridges.featran.jvm.utf16 import units

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
    return _walk([(improve(java_hash(key)), key) for key in distinct], 0, scala)


def _walk(items: list[tuple[int, str]], shift: int, scala: Scala) -> list[str]:
    if len(items) == 1 or shift > 30:
        return [key for _, key in items]
    slots: dict[int, list[tuple[int, str]]] = {}
    for item in items:
        slots.setdefault(item[0] >> shift & 31, []).append(item)
    first: list[str] = []
    second: list[str] = []
    for slot in sorted(slots):
        deeper = scala != "2.12" and len(slots[slot]) > 1
        (second if deeper else first).extend(_walk(slots[slot], shift + 5, scala))
    return first + second
