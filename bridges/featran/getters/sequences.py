"""Collections as Python tuples: Scala's methods, with the exceptions of the JVM.

Options are tuples too, of no or one item. ``List``, ``Vector`` and ``Array`` behave alike here but
for the exception of a bad index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any

from bridges.featran.getters import numbers
from bridges.featran.getters.ordering import Key, equality_key, sort_key
from bridges.featran.getters.plain_sequences import PLAIN, Items, items_of
from bridges.featran.getters.raised import JvmException, no_such_element, unsupported
from bridges.featran.getters.types import DOUBLE, FLOAT, INT, NUMERIC, Prim, SeqKind, SeqOf, Type


def _or_raise(part: Callable[[Items], Any], error: JvmException) -> Callable[[Items], Any]:
    def checked(xs: Items) -> Any:
        if not xs:
            raise type(error)(error.exception, error.message)
        return part(xs)

    return checked


_NOT_EMPTY: Mapping[str, Callable[[Items], Any]] = MappingProxyType(
    {
        "head": _or_raise(lambda xs: xs[0], no_such_element("head of empty list")),
        "last": _or_raise(lambda xs: xs[-1], no_such_element("last of empty list")),
        "tail": _or_raise(lambda xs: xs[1:], unsupported("tail of empty list")),
        "init": _or_raise(lambda xs: xs[:-1], unsupported("init of empty list")),
    }
)


def _unique(key: Key) -> Callable[[Items], Items]:
    def unique(xs: Items) -> Items:
        seen: set[Any] = set()
        kept = []
        for x in xs:
            k = key(x)
            if k not in seen:
                seen.add(k)
                kept.append(x)
        return tuple(kept)

    return unique


def _extreme(name: str, key: Key, ieee: bool) -> Callable[..., Any]:
    """``max``, ``min``, ``maxBy``, ``minBy``: the first of equal items.

    Scala 2.12 compares doubles as IEEE 754 does, so that a NaN gives way to what follows it.
    """
    sign = 1 if name.startswith("max") else -1

    def keeps(a: Any, b: Any) -> bool:
        if ieee and name.endswith("By"):
            return not (b > a if sign > 0 else b < a)
        if ieee:
            return bool(a >= b if sign > 0 else a <= b)
        return bool(key(a) >= key(b) if sign > 0 else key(a) <= key(b))

    def best(xs: Items, by: Callable[[Any], Any] = lambda x: x) -> Any:
        if not xs:
            raise unsupported(f"empty.{name}")
        champion, value = xs[0], by(xs[0])
        for x in xs[1:]:
            rival = by(x)
            if not keeps(value, rival):
                champion, value = x, rival
        return champion

    return best


def _reduce(xs: Items, f: Callable[[Any, Any], Any]) -> Any:
    if not xs:
        raise unsupported("empty.reduceLeft")
    return reduce(f, xs)


def _total(name: str, item: Type) -> Callable[[Items], Any]:
    """``sum`` and ``product``: from the left, beginning with zero or one."""
    zero: Any = 1 if name == "product" else 0
    kind = item if isinstance(item, Prim) and item in NUMERIC else INT
    zero = float(zero) if kind in (FLOAT, DOUBLE) else zero
    combine = numbers.arithmetic("*" if name == "product" else "+", kind)
    return lambda xs: reduce(combine, xs, zero)


def _at(kind: SeqKind) -> Callable[[Items, int], Any]:
    prefix = "Array" if kind == "Array" else ""

    def item(xs: Items, position: int) -> Any:
        if not 0 <= position < len(xs):
            raise JvmException(f"java.lang.{prefix}IndexOutOfBoundsException", str(position))
        return xs[position]

    return item


def _updated(kind: SeqKind) -> Callable[[Items, int, Any], Items]:
    check = _at(kind)

    def updated(xs: Items, position: int, value: Any) -> Items:
        check(xs, position)
        return (*xs[:position], value, *xs[position + 1 :])

    return updated


def _without(key: Key, common: bool) -> Callable[[Items, Items], Items]:
    """``diff`` and ``intersect``: each item of the other takes one equal item along."""

    def chosen(xs: Items, ys: Items) -> Items:
        left = Counter(key(y) for y in items_of(ys))
        kept = []
        for x in xs:
            k = key(x)
            if (left[k] > 0) is common:
                kept.append(x)
            left[k] -= 1
        return tuple(kept)

    return chosen


def _last_index_of(key: Key) -> Callable[[Items, Any], int]:
    def found(xs: Items, wanted: Any) -> int:
        target = key(wanted)
        return next((i for i in reversed(range(len(xs))) if key(xs[i]) == target), -1)

    return found


def _index_of(key: Key) -> Callable[[Items, Any], int]:
    def found(xs: Items, wanted: Any) -> int:
        target = key(wanted)
        return next((i for i, x in enumerate(xs) if key(x) == target), -1)

    return found


def method(name: str, kind: SeqOf, by: Type, scala: str) -> Callable[..., Any]:
    """``Seq.name`` on a collection of type ``kind``; ``by`` is the type a function gives.

    The receiver may be null: that raises NullPointerException.
    """
    run = _choose(name, kind, by, scala)
    return lambda xs, *args: run(items_of(xs), *args)


def _choose(name: str, kind: SeqOf, by: Type, scala: str) -> Callable[..., Any]:
    if name in PLAIN:
        return PLAIN[name]
    if name in _NOT_EMPTY:
        return _NOT_EMPTY[name]
    if name == "reduce":
        return _reduce
    if name == "apply":
        return _at(kind.kind)
    if name in ("sum", "product"):
        return _total(name, kind.item)
    if name == "distinct":
        return _unique(equality_key(kind.item))
    if name == "indexOf":
        return _index_of(equality_key(kind.item))
    if name == "lastIndexOf":
        return _last_index_of(equality_key(kind.item))
    if name == "updated":
        return _updated(kind.kind)
    if name in ("diff", "intersect"):
        return _without(equality_key(kind.item), name == "intersect")
    if name == "contains":
        found = _index_of(equality_key(kind.item))
        return lambda xs, x: found(xs, x) >= 0
    return _ordered(name, kind.item, by, scala)


def _ordered(name: str, item: Type, by: Type, scala: str) -> Callable[..., Any]:
    if name == "sorted":
        key = sort_key(item)
        return lambda xs: tuple(sorted(xs, key=key))
    if name == "sortBy":
        inner = sort_key(by)
        return lambda xs, f: tuple(sorted(xs, key=lambda x: inner(f(x))))
    compared = by if name.endswith("By") else item
    ieee = scala == "2.12" and compared in (FLOAT, DOUBLE)
    return _extreme(name, sort_key(compared), ieee)
