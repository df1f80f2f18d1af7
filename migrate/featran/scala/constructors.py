"""What library names make when they are applied: options, maps, records of Featran."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bridges.featran.getters.ast import Expr, New, Op
from bridges.featran.getters.types import (
    DOUBLE,
    NOTHING,
    STRING,
    WEIGHTED_LABEL,
    MapOf,
    OptionOf,
    SeqOf,
    TupleOf,
    Type,
    mdl_record,
)
from migrate.featran.scala import decimals, dsl, eithers, transformers
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import Mismatch, coerce, lub
from migrate.featran.scala.collecting import SEQS, collection, range_of
from migrate.featran.scala.static_maps import static_map
from migrate.featran.scala.values import Attempt, Library, Typed, Value


def invoke(owner: Library, call: Call) -> Value:
    """``owner(args)``: the constructors that a library name stands for."""
    path = owner.path
    if path == "MultiFeatureSpec":
        return dsl.multi(call)
    if path in SEQS:
        return collection(SEQS[path], call)
    handler = _CONSTRUCTORS.get(path)
    if path in ("Left", "Right"):
        call.name = path
    if handler is None:
        raise call.refuse(f"{path} is not known", "FT012")
    return handler(call)


def _some(call: Call) -> Value:
    (node,) = call.take(1)
    wanted = call.expected.item if isinstance(call.expected, OptionOf) else None
    if call.type_args:
        (wanted,) = call.types()
    value = call.reader.expression(node, call.scope, wanted)
    expr = call.reader.as_typed(value, node, call.scope, wanted)
    return call.op("Some", (expr,), OptionOf(expr.type))


def option_of(expr: Expr) -> Expr:
    """``Option(expr)``: None for null."""
    from bridges.featran.getters.types import Boxed
    from migrate.featran.scala.coercion import nullable

    if isinstance(expr, Op) and expr.name == "Option.orNull":
        return expr.args[0]
    if not nullable(expr.type):
        return Op("Some", (expr,), OptionOf(expr.type))
    item = expr.type.item if isinstance(expr.type, Boxed) else expr.type
    return Op("Option", (expr,), OptionOf(item))


def _option(call: Call) -> Value:
    (node,) = call.take(1)
    return Typed(option_of(call.value(node)))


def _map(call: Call) -> Value:
    nodes = call.take()
    given = [call.reader.expression(n, call.scope) for n in nodes]
    if not all(isinstance(value, Typed) for value in given):
        return static_map(given, call)
    pairs = [call.reader.as_typed(v, n, call.scope) for v, n in zip(given, nodes, strict=True)]
    wanted = call.expected if isinstance(call.expected, MapOf) else None
    try:
        if wanted is not None:
            pair: Type = TupleOf((wanted.key, wanted.value))
        else:
            pair = _common_pair(pairs)
        items = tuple(coerce(p, pair) for p in pairs)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error
    if not isinstance(pair, TupleOf) or len(pair.items) != 2:
        raise call.refuse("a Map of something else than pairs", "FT012")
    listed = Op("Seq.of", items, SeqOf(pair, "List"))
    return call.op("Seq.toMap", (listed,), MapOf(*pair.items))


def _list_map(call: Call) -> Value:
    """A ``ListMap``, which is read in the order of the source however long it is."""
    given = [call.reader.expression(n, call.scope) for n in call.take()]
    return replace(static_map(given, call), ordered=True)


def _common_pair(pairs: list[Expr]) -> Type:
    kind: Type = NOTHING
    for pair in pairs:
        kind = lub(kind, pair.type)
    return TupleOf((NOTHING, NOTHING)) if kind == NOTHING else kind


def _try(call: Call) -> Value:
    (node,) = call.take(1)
    return Attempt(call.value(node))


def _weighted(call: Call) -> Value:
    return _record(call, ("name", "value"), (STRING, DOUBLE), lambda _: WEIGHTED_LABEL)


def _mdl(call: Call) -> Value:
    label = call.types()[0] if call.type_args else None
    return _record(call, ("label", "value"), (label, DOUBLE), lambda args: mdl_record(args[0].type))


def _record(
    call: Call,
    names: tuple[str, ...],
    kinds: tuple[Type | None, ...],
    made: Callable[[list[Expr]], Type],
) -> Value:
    nodes = transformers.by_parameter(call, list(names))
    args = [call.value(nodes[n], t) for n, t in zip(names, kinds, strict=True)]
    return Typed(New(made(args), tuple(args)))


_CONSTRUCTORS: dict[str, Callable[[Call], Value]] = {
    "Some": _some,
    "Option": _option,
    "Map": _map,
    "ListMap": _list_map,
    "Try": _try,
    "Left": eithers.side,
    "Right": eithers.side,
    "Range": range_of,
    "BigDecimal": decimals.made,
    "WeightedLabel": _weighted,
    "MDLRecord": _mdl,
}
