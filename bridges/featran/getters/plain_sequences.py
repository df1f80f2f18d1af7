"""Methods of collections that look at the items one by one and never raise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cmp_to_key, reduce
from types import MappingProxyType
from typing import Any

from bridges.featran.getters.raised import illegal_argument, null_pointer

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
