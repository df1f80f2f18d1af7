"""Maps and sets with Scala's iteration order.

Up to four keys keep the order of insertion; from five on (and in what is filtered out of such a
map) the hash trie decides, see :func:`bridges.featran.getters.ordering.iteration_order`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bridges.featran.getters.ordering import hash_code, iteration_order
from bridges.featran.getters.raised import no_such_element, null_pointer
from bridges.featran.getters.types import Type

_SMALL = 4


class ScalaMap(dict[Any, Any]):
    """An immutable map; Python's order of its keys is Scala's iteration order.

    ``hashed`` is true of a hash trie, which what is filtered out of one stays at any size.
    """

    hashed: bool = False


def make_map(
    pairs: Iterable[tuple[Any, Any]], key: Type, scala: str, *, hashed: bool = False
) -> ScalaMap:
    """The map of ``pairs``; a later value replaces an earlier one in its place."""
    plain = dict(pairs)
    hashed = (hashed or len(plain) > _SMALL) and hash_code(key) is not None
    if not hashed:
        return ScalaMap(plain)
    made = ScalaMap((k, plain[k]) for k in iteration_order(plain, key, scala))
    made.hashed = True
    return made


def filtered(key: Type, scala: str) -> Callable[[ScalaMap | None, Callable[[Any], bool]], ScalaMap]:
    """``Map.filter`` with a function of a pair."""

    def run(m: ScalaMap | None, test: Callable[[Any], bool]) -> ScalaMap:
        found = map_of(m)
        return make_map(filter(test, found.items()), key, scala, hashed=found.hashed)

    return run


def make_set(items: tuple[Any, ...], key: Type, scala: str) -> tuple[Any, ...]:
    """The distinct ``items`` in the order of a Scala set."""
    if len(items) <= _SMALL or hash_code(key) is None:
        return items
    return tuple(iteration_order(items, key, scala))


def map_of(value: ScalaMap | None) -> ScalaMap:
    """The map; raises NullPointerException for null."""
    if value is None:
        raise null_pointer()
    return value


def _apply(m: ScalaMap, key: Any) -> Any:
    if key not in m:
        raise no_such_element(f"key not found: {key}")
    return m[key]


_METHODS: dict[str, Callable[..., Any]] = {
    "get": lambda m, key: (m[key],) if key in m else (),
    "contains": lambda m, key: key in m,
    "apply": _apply,
    "size": len,
    "isEmpty": lambda m: not m,
    "nonEmpty": bool,
    "keys": tuple,
    "values": lambda m: tuple(m.values()),
    "pairs": lambda m: tuple(m.items()),
}


def method(name: str) -> Callable[..., Any]:
    """``Map.name``, which raises NullPointerException for null."""
    run = _METHODS[name]
    return lambda m, *args: run(map_of(m), *args)
