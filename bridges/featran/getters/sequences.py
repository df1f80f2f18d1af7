"""Collections as Python tuples: Scala's methods, with the exceptions of the JVM.

Options are tuples too, of no or one item. ``List``, ``Vector`` and ``Array`` behave alike here but
for the exception of a bad index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cmp_to_key, reduce
from types import MappingProxyType
from typing import Any

from bridges.featran.getters import numbers
from bridges.featran.getters.ordering import Key, equality_key, sort_key
from bridges.featran.getters.raised import (
    JvmException,
    illegal_argument,
    no_such_element,
    null_pointer,
    unsupported,
)
from bridges.featran.getters.types import DOUBLE, FLOAT, INT, NUMERIC, Prim, SeqKind, SeqOf, Type

Items = tuple[Any, ...]
Test = Callable[[Any], bool]


def items_of(xs: Items | None) -> Items:
    """The items; raises NullPointerException for null."""
    if xs is None:
        raise null_pointer()
    return xs


def _clip(n: int) -> int:
    return max(0, n)


def _take_while(xs: Items, test: Test) -> Items:
    return xs[: next((i for i, x in enumerate(xs) if not test(x)), len(xs))]


def _drop_while(xs: Items, test: Test) -> Items:
    return xs[next((i for i, x in enumerate(xs) if not test(x)), len(xs)) :]


def _sliding(xs: Items, size: int, step: int = 1) -> Items:
    """Windows of ``size``, every ``step``; the last one may be shorter."""
    if size < 1 or step < 1:
        raise illegal_argument(
            f"requirement failed: size={size} and step={step}, but both must be positive"
        )
    # A window after the first needs an item that the one before it did not have.
    starts = [i for i in range(0, len(xs), step) if i == 0 or i + max(0, size - step) < len(xs)]
    return tuple(xs[i : i + size] for i in starts)


def _scan_left(xs: Items, start: Any, f: Callable[[Any, Any], Any]) -> Items:
    found = [start]
    for x in xs:
        found.append(f(found[-1], x))
    return tuple(found)


def _collect_first(xs: Items, f: Callable[[Any], Items]) -> Items:
    return next((found for found in map(f, xs) if found), ())


def _sort_with(xs: Items, before: Callable[[Any, Any], bool]) -> Items:
    order = cmp_to_key(lambda x, y: -1 if before(x, y) else int(before(y, x)))
    return tuple(sorted(xs, key=order))


def span(start: int, stop: int, step: int) -> Items:
    """``start until stop by step``; raises IllegalArgumentException for step 0."""
    if step == 0:
        raise illegal_argument("step cannot be 0.")
    return tuple(range(start, stop, step))


PLAIN: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "map": lambda xs, f: tuple(map(f, xs)),
        "flatMap": lambda xs, f: tuple(y for x in xs for y in items_of(f(x))),
        "filter": lambda xs, f: tuple(filter(f, xs)),
        "exists": lambda xs, f: any(map(f, xs)),
        "forall": lambda xs, f: all(map(f, xs)),
        "count": lambda xs, f: sum(map(bool, map(f, xs))),
        "find": lambda xs, f: next(((x,) for x in xs if f(x)), ()),
        "takeWhile": _take_while,
        "dropWhile": _drop_while,
        "size": len,
        "isEmpty": lambda xs: not xs,
        "nonEmpty": bool,
        "headOption": lambda xs: xs[:1],
        "lastOption": lambda xs: xs[-1:],
        "take": lambda xs, n: xs[: _clip(n)],
        "drop": lambda xs, n: xs[_clip(n) :],
        "takeRight": lambda xs, n: xs[_clip(len(xs) - _clip(n)) :],
        "dropRight": lambda xs, n: xs[: _clip(len(xs) - _clip(n))],
        "slice": lambda xs, a, b: xs[_clip(a) : _clip(b)],
        "lift": lambda xs, i: (xs[i],) if 0 <= i < len(xs) else (),
        "reverse": lambda xs: xs[::-1],
        "flatten": lambda xs: tuple(y for x in xs for y in items_of(x)),
        "append": lambda xs, x: (*xs, x),
        "prepend": lambda xs, x: (x, *xs),
        "concat": lambda xs, ys: xs + items_of(ys),
        "zip": lambda xs, ys: tuple(zip(xs, items_of(ys), strict=False)),
        "zipWithIndex": lambda xs: tuple((x, i) for i, x in enumerate(xs)),
        "foldLeft": lambda xs, start, f: reduce(f, xs, start),
        "sliding": _sliding,
        "scanLeft": _scan_left,
        "collectFirst": _collect_first,
        "sortWith": _sort_with,
    }
)
"""``Seq.name`` by ``name``, where neither the item type nor the Scala version matters."""


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
