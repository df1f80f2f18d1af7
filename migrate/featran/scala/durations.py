"""``TimeUnit.HOURS.toMillis(n)`` and its kin: products that stop at the ends of ``Long``."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, If, Lit, Op
from bridges.featran.getters.rewrite import let
from bridges.featran.getters.types import BOOLEAN, LONG
from migrate.featran.scala.calls import Call
from migrate.featran.scala.values import Typed, Value

_NANOS = {
    "NANOSECONDS": 1,
    "MICROSECONDS": 10**3,
    "MILLISECONDS": 10**6,
    "SECONDS": 10**9,
    "MINUTES": 60 * 10**9,
    "HOURS": 3600 * 10**9,
    "DAYS": 86400 * 10**9,
}
_TARGETS = {
    "toNanos": "NANOSECONDS",
    "toMicros": "MICROSECONDS",
    "toMillis": "MILLISECONDS",
    **{f"to{name.capitalize()}": name for name in ("SECONDS", "MINUTES", "HOURS", "DAYS")},
}
_MAX = 2**63 - 1


def _conversion(source: int, target: int) -> Callable[[Call], Value]:
    def of(call: Call) -> Value:
        (node,) = call.take(1)
        value = call.value(node, LONG)
        if source <= target:
            return call.op("/", (value, Lit(target // source, LONG)), LONG)
        held = call.reader.fresh("n", LONG)
        return Typed(let(held.name, value, _saturated(held, source // target)))

    return of


def _saturated(value: Expr, factor: int) -> Expr:
    most = _MAX // factor
    product = Op("*", (value, Lit(factor, LONG)), LONG)
    low = Op("<", (value, Lit(-most, LONG)), BOOLEAN)
    high = Op(">", (value, Lit(most, LONG)), BOOLEAN)
    not_high = If(low, Lit(-_MAX - 1, LONG), product, LONG)
    return If(high, Lit(_MAX, LONG), not_high, LONG)


CONVERSIONS: dict[str, Callable[[Call], Value]] = {
    f"{source}.{name}": _conversion(_NANOS[source], _NANOS[target])
    for source in _NANOS
    for name, target in _TARGETS.items()
}
