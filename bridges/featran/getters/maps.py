"""Maps and sets with Scala's iteration order.

Up to four keys keep the order of insertion; from five on (and in what is filtered out of such a
map) the hash trie decides, see :func:`bridges.featran.getters.ordering.iteration_order`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bridges.featran.getters.ordering import equality_key, hash_code, iteration_order, table_order
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


def grouped(key: Type, scala: str) -> Callable[..., ScalaMap]:
    """``Seq.groupBy``; its order is that of the hash table that it is collected in."""
    compared = equality_key(key)

    def run(xs: tuple[Any, ...], f: Callable[[Any], Any]) -> ScalaMap:
        groups: dict[Any, tuple[Any, list[Any]]] = {}
        for x in xs:
            k = f(x)
            groups.setdefault(compared(k), (k, []))[1].append(x)
        pairs = [(k, tuple(items)) for k, items in groups.values()]
        if scala == "2.12" and len(pairs) <= _SMALL and hash_code(key) is not None:
            places = {k: i for i, k in enumerate(table_order([k for k, _ in pairs], key))}
            pairs.sort(key=lambda pair: places[pair[0]])
        return make_map(pairs, key, scala, hashed=scala != "2.12")

    return run


def changed(name: str, key: Type, scala: str) -> Callable[..., ScalaMap]:
    """``Map.updated``, ``removed``, ``concat``, ``like``: a hash trie stays one."""

    def updated(m: ScalaMap, k: Any, value: Any) -> dict[Any, Any]:
        return {**m, k: value}

    def removed(m: ScalaMap, keys: tuple[Any, ...]) -> dict[Any, Any]:
        return {k: v for k, v in m.items() if k not in keys}

    def concat(m: ScalaMap, more: Any) -> dict[Any, Any]:
        return {**m, **dict(more)}

    changes: dict[str, Callable[..., dict[Any, Any]]] = {
        "updated": updated,
        "removed": removed,
        "concat": concat,
        "like": lambda _, pairs: dict(pairs),
    }
    change = changes[name]

    def run(m: ScalaMap | None, *args: Any) -> ScalaMap:
        before = map_of(m)
        if any(a is None for a in args) and name != "updated":
            raise null_pointer()
        # Scala 2.12 builds what map() gives from the start.
        hashed = before.hashed and not (name == "like" and scala == "2.12")
        return make_map(change(before, *args).items(), key, scala, hashed=hashed)

    return run


CHANGES = frozenset({"updated", "removed", "concat", "like"})


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
