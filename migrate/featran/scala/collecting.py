"""Collections of the source: ``Seq(…)``, ``Array.fill``, ``List.tabulate``, ranges, empty ones."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.types import (
    INT,
    NOTHING,
    MapOf,
    OptionOf,
    Prim,
    SeqKind,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import Mismatch, coerce, lub, numeric_lub
from migrate.featran.scala.values import Listed, Typed, Value

SEQS: dict[str, SeqKind] = {
    "Seq": "List",
    "List": "List",
    "Iterable": "List",
    "Traversable": "List",
    "IndexedSeq": "Vector",
    "Vector": "Vector",
    "Array": "Array",
    "Set": "Set",
}


def collection(kind: SeqKind, call: Call) -> Value:
    """``Seq(a, b, …)``: of getter expressions, or a list of things of the DSL."""
    nodes = call.take()
    wanted = call.types()[0] if call.type_args else None
    if wanted is None and isinstance(call.expected, SeqOf):
        wanted = call.expected.item
    values = [call.reader.expression(n, call.scope, wanted) for n in nodes]
    if not all(isinstance(v, Typed) for v in values):
        return Listed(tuple(values))
    exprs = [v.expr for v in values if isinstance(v, Typed)]
    try:
        item = wanted if wanted is not None else common_type(exprs)
        items = tuple(coerce(e, item) for e in exprs)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error
    return call.op("Seq.of", items, SeqOf(item, kind))


def common_type(exprs: list[Expr]) -> Type:
    """The type that all items are brought to; raises Mismatch."""
    kind: Type = NOTHING
    for expr in exprs:
        both_numbers = isinstance(kind, Prim) and kind != NOTHING and expr.type != kind
        numeric = both_numbers and _is_numeric(kind) and _is_numeric(expr.type)
        kind = numeric_lub(kind, expr.type) if numeric else lub(kind, expr.type)
    return kind


def _is_numeric(kind: Type) -> bool:
    from bridges.featran.getters.types import NUMERIC

    return kind in NUMERIC


def companion(path: str, call: Call) -> Value:
    """``Seq.empty``, ``Array.fill(n)(x)``, ``List.tabulate(n)(f)``, ``Seq.range(a, b)``."""
    name = call.name
    kind = SEQS.get(path, "List")
    if name == "empty":
        return _empty(path, kind, call)
    if name == "fill":
        (count,) = call.take(1)
        (item,) = call.take(1)
        value = call.value(item)
        return call.op("Seq.fill", (call.value(count, INT), value), SeqOf(value.type, kind))
    if name == "tabulate":
        (count,) = call.take(1)
        (body,) = call.take(1)
        fn = call.function(body, [INT])
        return call.op("Seq.tabulate", (call.value(count, INT), fn), SeqOf(fn.type, kind))
    if name in ("range", "inclusive"):
        args = [call.value(n, INT) for n in call.take(2, 3)]
        step = args[2] if len(args) == 3 else Lit(1, INT)
        return call.op("Seq.range", (args[0], args[1], step), SeqOf(INT, kind))
    raise call.refuse(f"{path}.{name}", "FT012")


def _empty(path: str, kind: SeqKind, call: Call) -> Value:
    args = call.types()
    if path == "Option":
        return Typed(Op("None", (), OptionOf(args[0] if args else NOTHING)))
    if path == "Map":
        key, value = args if len(args) == 2 else (NOTHING, NOTHING)
        none = Op("Seq.of", (), SeqOf(TupleOf((key, value)), "List"))
        return Typed(Op("Seq.toMap", (none,), MapOf(key, value)))
    return Typed(Op("Seq.of", (), SeqOf(args[0] if args else NOTHING, kind)))


def range_of(call: Call) -> Value:
    """``Range(from, until, step)``."""
    args = [call.value(n, INT) for n in call.take(2, 3)]
    step = args[2] if len(args) == 3 else Lit(1, INT)
    return call.op("Seq.range", (args[0], args[1], step), SeqOf(INT, "Seq"))
