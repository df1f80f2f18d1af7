"""The operations that compute all their operands, as Python functions chosen by type."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from bridges.featran.flavour import Flavour
from bridges.featran.getters import (
    characters,
    decimals,
    digits,
    encodings,
    formatting,
    maps,
    numbers,
    plain_sequences,
    sequences,
    text,
)
from bridges.featran.getters.ast import Lit, Op
from bridges.featran.getters.mathematics import mathematics
from bridges.featran.getters.ordering import equality_key, java_hash, sort_key
from bridges.featran.getters.parsing import optional_parser, parser
from bridges.featran.getters.printing import concatenate, printer
from bridges.featran.getters.raised import no_such_element, null_pointer
from bridges.featran.getters.types import (
    BYTE,
    CHAR,
    NUMERIC,
    SHORT,
    STRING,
    MapOf,
    OptionOf,
    Prim,
    SeqOf,
    Type,
)

Function = Callable[..., Any]


def operation(op: Op, flavour: Flavour) -> Function:
    """The function of the evaluated operands of ``op``; it raises JvmException."""
    owner, _, method = op.name.partition(".")
    if not method:
        return _scalar(op, flavour)
    if owner == "math":
        return mathematics(op.name, _prim(op.args[0].type))
    if owner == "Char":
        return characters.method(method)
    if owner == "Decimal":
        return decimals.method(method, flavour)
    if owner == "String":
        return _string(method, flavour)
    if owner == "Option":
        return _option(method, op)
    if method == "filter" and isinstance(op.type, MapOf):
        return maps.filtered(op.type.key, flavour.scala)
    if owner == "Map" and method in maps.CHANGES and isinstance(op.type, MapOf):
        return maps.changed(method, op.type.key, flavour.scala)
    if owner == "Map":
        return maps.method(method)
    if method == "groupBy" and isinstance(op.type, MapOf):
        group = maps.grouped(op.type.key, flavour.scala)
        return lambda xs, f: group(plain_sequences.items_of(xs), f)
    return _sequence(method, op, flavour)


def _prim(kind: Type) -> Prim:
    if not isinstance(kind, Prim):
        raise TypeError(f"{kind} is not a scalar")
    return kind


def _string(method: str, flavour: Flavour) -> Function:
    if method == "concat":
        return concatenate
    if method == "groups":
        return text.groups
    if method == "capitalize":
        return text.capitalize
    if method == "reverse" and flavour.scala == "2.12":
        return _not_null(text.reverse_units)
    if method == "take" and flavour.scala == "2.12":
        # An empty slice is taken without a look at the string, which may be null.
        return lambda value, n: "" if n <= 0 else text.method("take")(value, n)
    encoded = encodings.method(method, flavour.scala)
    return text.method(method) if encoded is None else _not_null(encoded)


def _sequence(method: str, op: Op, flavour: Flavour) -> Function:
    if method == "of":
        return _collect(op.type, flavour)
    if method == "range":
        return plain_sequences.span
    if method == "tabulate":
        return lambda n, f: tuple(map(f, range(n)))
    if method == "to":
        return _convert(op.type, flavour)
    if method == "toMap":
        return _to_map(op.type, flavour)
    if method == "mkString":
        return _mk_string(op, flavour)
    by = op.args[-1].type
    kind = op.args[0].type
    if not isinstance(kind, SeqOf):
        raise TypeError(f"{kind} is not a collection")
    run = sequences.method(method, kind, by, flavour.scala)
    return _as_set(run, op.type, flavour) if _is_set(op.type) else run


def _is_set(kind: Type) -> bool:
    return isinstance(kind, SeqOf) and kind.kind == "Set"


def _as_set(run: Function, kind: Type, flavour: Flavour) -> Function:
    convert = _convert(kind, flavour)
    return lambda *args: convert(run(*args))


def _collect(kind: Type, flavour: Flavour) -> Function:
    convert = _convert(kind, flavour)
    return lambda *items: convert(items)


def _convert(kind: Type, flavour: Flavour) -> Function:
    """A collection as one of another kind: a set keeps the first of equal items."""
    if not isinstance(kind, SeqOf) or kind.kind != "Set":
        return plain_sequences.items_of
    unique = sequences.method("distinct", kind, kind.item, flavour.scala)
    return lambda xs: maps.make_set(unique(xs), kind.item, flavour.scala)


def _to_map(kind: Type, flavour: Flavour) -> Function:
    if not isinstance(kind, MapOf):
        raise TypeError(f"{kind} is not a map")
    return lambda pairs: maps.make_map(plain_sequences.items_of(pairs), kind.key, flavour.scala)


def _mk_string(op: Op, flavour: Flavour) -> Function:
    kind = op.args[0].type
    show = printer(kind.item if isinstance(kind, SeqOf) else STRING, flavour)

    def joined(xs: tuple[Any, ...], start: str, separator: str, end: str) -> str:
        return text.join_pairs(
            start + separator.join(map(show, plain_sequences.items_of(xs))) + end
        )

    return joined


def _option(method: str, op: Op) -> Function:
    if method == "":
        return lambda x: () if x is None else (x,)
    if method == "get":
        return _get
    if method == "isDefined":
        return lambda xs: bool(plain_sequences.items_of(xs))
    if method == "orNull":
        return lambda xs: plain_sequences.items_of(xs)[0] if xs else None
    if method == "toSeq":
        return plain_sequences.items_of
    kind = op.args[0].type
    item = kind.item if isinstance(kind, OptionOf) else STRING
    return sequences.method(method, SeqOf(item), op.args[-1].type, "")


def _get(xs: tuple[Any, ...]) -> Any:
    if not plain_sequences.items_of(xs):
        raise no_such_element("None.get")
    return xs[0]


_COMPARING: dict[str, Function] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FIXED: dict[str, Function] = {
    "!": operator.not_,
    "asDouble": float,
    "isNull": lambda x: x is None,
    "box": lambda x: x,
    "as": lambda x: x,
    "isNaN": math.isnan,
    "isInfinity": math.isinf,
    "isPosInfinity": lambda x: x == math.inf,
    "isNegInfinity": lambda x: x == -math.inf,
    "Some": lambda x: (x,),
    "None": tuple,
    "Option": lambda x: () if x is None else (x,),
}


def _scalar(op: Op, flavour: Flavour) -> Function:
    if op.name in _FIXED:
        return _FIXED[op.name]
    if op.name in _COMPARING:
        return _COMPARING[op.name]
    if op.name == "format":
        return _format(op, flavour)
    kind = op.args[0].type
    if op.name in ("==", "!="):
        return _equality(kind, op.name == "==")
    if op.name == "parse":
        return parser(_prim(op.type))
    if op.name in ("parseRadix", "inRadix"):
        return _of_radix(op)
    if op.name == "parseOption":
        return optional_parser(_prim(op.type.item if isinstance(op.type, OptionOf) else op.type))
    if op.name == "convert":
        return numbers.converter(_prim(kind), _prim(op.type))
    if op.name in ("<<", ">>", ">>>"):
        return numbers.shift(op.name, _prim(kind))
    if op.name in numbers.ARITHMETIC:
        return numbers.arithmetic(op.name, _prim(kind))
    return _text_or_order(op.name, kind, flavour)


def _of_radix(op: Op) -> Function:
    if op.name == "parseRadix":
        target = _prim(op.type)
        return lambda value, radix: digits.parse_radix(value, radix, target)
    kind = _prim(op.args[0].type)
    return lambda value, radix: digits.in_radix(value, radix, kind)


def _format(op: Op, flavour: Flavour) -> Function:
    spec, value = op.args
    conversion = formatting.parse(str(spec.value)) if isinstance(spec, Lit) else None
    if conversion is None:
        raise TypeError("a format that is not a constant")
    show = formatting.formatter(conversion, value.type, flavour)
    return lambda _, x: show(x)


def _text_or_order(name: str, kind: Type, flavour: Flavour) -> Function:
    if name == "str":
        return printer(kind, flavour)
    if name == "unbox":
        return _not_null(lambda x: x)
    if name == "toString":
        return _not_null(printer(kind, flavour))
    if name == "hashCode":
        return _not_null(java_hash(kind))
    if name == "compare":
        return text.compare if kind == STRING else _compare(kind)
    raise TypeError(f"unknown operation {name}")


def _compare(kind: Type) -> Function:
    if kind in (BYTE, SHORT, CHAR):
        return operator.sub
    key = sort_key(kind)
    return lambda a, b: (key(a) > key(b)) - (key(a) < key(b))


def _equality(kind: Type, wanted: bool) -> Function:
    if kind in NUMERIC:
        return operator.eq if wanted else operator.ne
    key = equality_key(kind)
    return lambda a, b: (key(a) == key(b)) is wanted


def _not_null(run: Function) -> Function:
    def checked(x: Any, *more: Any) -> Any:
        if x is None:
            raise null_pointer()
        return run(x, *more)

    return checked
