"""Names of the Scala and Java libraries that getters know: constructors, constants, ``math``."""

from __future__ import annotations

import math
from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Lit, New, Op
from bridges.featran.getters.mathematics import BINARY, UNARY
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NOTHING,
    STRING,
    WEIGHTED_LABEL,
    MapOf,
    OptionOf,
    Prim,
    SeqKind,
    SeqOf,
    TupleOf,
    Type,
    mdl_record,
)
from migrate.featran.scala import dsl
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import Mismatch, coerce, lub, numeric_lub, promoted
from migrate.featran.scala.interpolation import shown
from migrate.featran.scala.names import FEATRAN
from migrate.featran.scala.times import statics as times
from migrate.featran.scala.times.kinds import PACKAGE, in_reach
from migrate.featran.scala.tree import text
from migrate.featran.scala.values import Attempt, Function, Library, Listed, Typed, Value

_SEQS: dict[str, SeqKind] = {
    "Seq": "List",
    "List": "List",
    "Iterable": "List",
    "Traversable": "List",
    "IndexedSeq": "Vector",
    "Vector": "Vector",
    "Array": "Array",
    "Set": "Set",
}
_SCALARS = ("Int", "Long", "Double", "Float", "Short", "Byte", "Char", "Boolean", "String")
_OTHERS = (
    *("Some", "Option", "Map", "Try", "Range", "Integer", "WeightedLabel", "MDLRecord"),
    *("FeatureSpec", "MultiFeatureSpec"),
)
_LIMITS: dict[str, Lit] = {
    "Int.MaxValue": Lit(2**31 - 1, INT),
    "Int.MinValue": Lit(-(2**31), INT),
    "Integer.MAX_VALUE": Lit(2**31 - 1, INT),
    "Integer.MIN_VALUE": Lit(-(2**31), INT),
    "Long.MaxValue": Lit(2**63 - 1, LONG),
    "Long.MinValue": Lit(-(2**63), LONG),
    "Double.MaxValue": Lit(1.7976931348623157e308, DOUBLE),
    "Double.MinValue": Lit(-1.7976931348623157e308, DOUBLE),
    "Double.MAX_VALUE": Lit(1.7976931348623157e308, DOUBLE),
    "Double.MIN_VALUE": Lit(5e-324, DOUBLE),
    "Double.MinPositiveValue": Lit(5e-324, DOUBLE),
    "Double.PositiveInfinity": Lit(math.inf, DOUBLE),
    "Double.NegativeInfinity": Lit(-math.inf, DOUBLE),
    "Double.POSITIVE_INFINITY": Lit(math.inf, DOUBLE),
    "Double.NEGATIVE_INFINITY": Lit(-math.inf, DOUBLE),
    "Double.NaN": Lit(math.nan, DOUBLE),
    "Float.MaxValue": Lit(3.4028234663852886e38, FLOAT),
    "Float.MinValue": Lit(-3.4028234663852886e38, FLOAT),
    "Float.PositiveInfinity": Lit(math.inf, FLOAT),
    "Float.NegativeInfinity": Lit(-math.inf, FLOAT),
    "Float.NaN": Lit(math.nan, FLOAT),
    "math.Pi": Lit(math.pi, DOUBLE),
    "math.PI": Lit(math.pi, DOUBLE),
    "math.E": Lit(math.e, DOUBLE),
}
_PARSERS = {
    "Double.parseDouble": DOUBLE,
    "Integer.parseInt": INT,
    "Long.parseLong": LONG,
    "Float.parseFloat": FLOAT,
    "Boolean.parseBoolean": BOOLEAN,
}


def bare(call: Call) -> Value | None:
    """The value of a library name that needs no import, or None."""
    name = call.name
    if name == "None":
        return Typed(Op("None", (), OptionOf(NOTHING)))
    if name == "Nil":
        return Typed(Op("Seq.of", (), SeqOf(NOTHING, "List")))
    if name in ("identity", "implicitly"):
        return _identity(call)
    if name in _SEQS or name in _SCALARS or name in _OTHERS:
        return Library(name)
    if name in ("transformers", "converters"):
        return Library(f"{FEATRAN}.{name}")
    if name in ("math", "Math", "StrictMath"):
        return Library("scala.math")
    wildcard = in_reach(name, call.scope)
    if wildcard is not None:
        return Library(wildcard)
    return dsl.transformer_named(name, call)


def _identity(call: Call) -> Value:
    if call.name != "identity":
        raise call.refuse("an implicit value")
    return Function(lambda args, _: args[0], 1, "identity")


def member(path: str, call: Call) -> Value:
    """The value of an imported path."""
    parent, _, simple = path.rpartition(".")
    if path.startswith(f"{PACKAGE}."):
        short = path.removeprefix(f"{PACKAGE}.").removeprefix("temporal.")
        return times.constant(short) or Library(path)
    if path.startswith(FEATRAN):
        found = dsl.transformer_named(simple, call)
        if found is not None:
            return found
        return Library(simple if simple in _OTHERS else path)
    if parent.endswith((".math", ".Math", ".StrictMath")) or parent in ("math", "Math"):
        return mathematics(simple, call)
    owner = parent.rpartition(".")[2]
    if f"{owner}.{simple}" in _LIMITS:
        return Typed(_LIMITS[f"{owner}.{simple}"])
    known = simple in _SEQS or simple in _OTHERS or simple in _SCALARS
    return Library(simple if known and path.startswith(("scala.", "java.")) else path)


def select_member(owner: Library, call: Call) -> Value:
    """``owner.name(args)`` for a library name."""
    path, name = owner.path, call.name
    if path in ("FeatureSpec", "MultiFeatureSpec"):
        return dsl.companion(path, call)
    if path == "scala.math":
        return mathematics(name, call)
    if path == PACKAGE or path.startswith(f"{PACKAGE}."):
        return times.static(path, call)
    short = f"{path.rpartition('.')[2]}.{name}"
    if short in _LIMITS:
        return Typed(_LIMITS[short])
    if short in _PARSERS:
        (node,) = call.take(1)
        return call.op("parse", (call.value(node, STRING),), _PARSERS[short])
    if path in _SEQS or path in ("Option", "Map", "Range"):
        return _companion(path, call)
    if name == "apply" and (path in _OTHERS or path in _SEQS):
        return invoke(owner, call)
    return _static(path, short, call)


def _static(path: str, short: str, call: Call) -> Value:
    if short in ("Double.isNaN", "Float.isNaN"):
        (x,) = call.take(1)
        return call.op("isNaN", (call.value(x),), BOOLEAN)
    if short == "Double.compare":
        a, b = call.take(2)
        return call.op("compare", (call.value(a, DOUBLE), call.value(b, DOUBLE)), INT)
    if short == "String.valueOf":
        (x,) = call.take(1)
        return Typed(shown(call.reader, call.value(x), x, call.scope))
    if path.startswith(FEATRAN) or path.split(".")[0] in ("com", "scala", "java", "_root_", "org"):
        return member(f"{path}.{call.name}".removeprefix("_root_."), call)
    raise call.refuse(f"{short} of a library", "FT012")


def mathematics(name: str, call: Call) -> Value:
    """``math.name``: a constant, a call, or the function itself."""
    if f"math.{name}" in _LIMITS:
        return Typed(_LIMITS[f"math.{name}"])
    if name == "package":
        return Library("scala.math")
    if call.lists:
        args = [call.value(n) for n in call.take()]
        return _math_of(name, args, call)
    arity = 1 if f"math.{name}" in UNARY or name in ("abs", "signum", "round") else 2
    return Function(
        lambda args, _: _math_of(
            name, [call.reader.as_typed(a, call.node, call.scope) for a in args], call
        ),
        arity,
        f"math.{name}",
    )


def _math_of(name: str, args: list[Expr], call: Call) -> Value:
    op = f"math.{name}"
    try:
        if op in UNARY and len(args) == 1:
            return call.op(op, (coerce(args[0], DOUBLE),), DOUBLE)
        if op in BINARY and len(args) == 2:
            return call.op(op, (coerce(args[0], DOUBLE), coerce(args[1], DOUBLE)), DOUBLE)
        if name in ("abs", "signum", "round") and len(args) == 1:
            return _of_own_type(name, args[0], call)
        if name in ("max", "min", "floorMod", "floorDiv") and len(args) == 2:
            kind = promoted(args[0].type, args[1].type)
            return call.op(op, (coerce(args[0], kind), coerce(args[1], kind)), kind)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error
    raise call.refuse(f"math.{name}", "FT012")


def _of_own_type(name: str, arg: Expr, call: Call) -> Value:
    kind = promoted(arg.type, INT)
    value = coerce(arg, kind)
    if name != "round":
        return call.op(f"math.{name}", (value,), kind)
    if kind in (INT, LONG):
        # scala.math rounds a whole number to a Long, java.lang.Math takes it as a Float.
        if "Math" in text(call.head or call.node):
            raise call.refuse("java.lang.Math.round of a whole number")
        return Typed(coerce(value, LONG))
    return call.op("math.round", (value,), INT if kind == FLOAT else LONG)


def invoke(owner: Library, call: Call) -> Value:
    """``owner(args)``: the constructors that a library name stands for."""
    path = owner.path
    if path == "MultiFeatureSpec":
        return dsl.multi(call)
    if path in _SEQS:
        return collection(_SEQS[path], call)
    handler = _CONSTRUCTORS.get(path)
    if handler is None:
        raise call.refuse(f"{path} is not known", "FT012")
    return handler(call)


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
        item = wanted if wanted is not None else _common(exprs)
        items = tuple(coerce(e, item) for e in exprs)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error
    return call.op("Seq.of", items, SeqOf(item, kind))


def _common(exprs: list[Expr]) -> Type:
    kind: Type = NOTHING
    for expr in exprs:
        both_numbers = isinstance(kind, Prim) and kind != NOTHING and expr.type != kind
        numeric = both_numbers and _is_numeric(kind) and _is_numeric(expr.type)
        kind = numeric_lub(kind, expr.type) if numeric else lub(kind, expr.type)
    return kind


def _is_numeric(kind: Type) -> bool:
    from bridges.featran.getters.types import NUMERIC

    return kind in NUMERIC


def _companion(path: str, call: Call) -> Value:
    """``Seq.empty``, ``Array.fill(n)(x)``, ``List.tabulate(n)(f)``, ``Seq.range(a, b)``."""
    name = call.name
    kind = _SEQS.get(path, "List")
    if name == "empty":
        return _empty(path, kind, call)
    if name == "apply":
        return invoke(Library(path), call)
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
    pairs = [call.value(n) for n in call.take()]
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


def _common_pair(pairs: list[Expr]) -> Type:
    kind: Type = NOTHING
    for pair in pairs:
        kind = lub(kind, pair.type)
    return TupleOf((NOTHING, NOTHING)) if kind == NOTHING else kind


def _try(call: Call) -> Value:
    (node,) = call.take(1)
    return Attempt(call.value(node))


def _range(call: Call) -> Value:
    args = [call.value(n, INT) for n in call.take(2, 3)]
    step = args[2] if len(args) == 3 else Lit(1, INT)
    return call.op("Seq.range", (args[0], args[1], step), SeqOf(INT, "Seq"))


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
    nodes = dsl.by_parameter(call, list(names))
    args = [call.value(nodes[n], t) for n, t in zip(names, kinds, strict=True)]
    return Typed(New(made(args), tuple(args)))


_CONSTRUCTORS: dict[str, Callable[[Call], Value]] = {
    "Some": _some,
    "Option": _option,
    "Map": _map,
    "Try": _try,
    "Range": _range,
    "WeightedLabel": _weighted,
    "MDLRecord": _mdl,
}
