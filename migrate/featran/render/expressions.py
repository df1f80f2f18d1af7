"""Getter expressions as the Python that :mod:`bridges.featran.dsl` reads back to the same tree."""

from __future__ import annotations

import keyword
import math
from collections.abc import Mapping

from bridges.featran.getters.ast import Expr, Field, Fn, If, Let, Lit, New, Op, Throw, Var
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    INT,
    STRING,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.render.layout import pairs

_INFIX = {"+", "-", "*", "/", "%", "<", "<=", ">", ">="}
_COMPARING = {"<", "<=", ">", ">="}
_UNNAMED = {"Null", "Nothing", "Unit"}
_OWN = {bool: BOOLEAN, int: INT, float: DOUBLE, str: STRING}


def expression(node: Expr, records: Mapping[Type, str]) -> str:
    """The Python of an expression; ``records`` are the names of record types."""

    def show(part: Expr) -> str:
        return expression(part, records)

    def kind(of: Type) -> str:
        return type_text(of, records)

    match node:
        case Lit():
            return _literal(node, records)
        case Var(name):
            return name
        case Field(of, name):
            return f"{show(of)}.{name}" if _plain(name) else f"field({show(of)}, {quoted(name)})"
        case Let(name, value, body):
            return f"let({show(value)}, lambda {name}: {bare(show(body))})"
        case If(test, then, other, result):
            own = "" if result == then.type else f", {kind(result)}"
            return f"if_({show(test)}, {show(then)}, {show(other)}{own})"
        case New(result, args):
            return f"new({', '.join([kind(result), *map(show, args)])})"
        case Fn(params, body):
            names = ", ".join(param.name for param in params)
            kinds = ", ".join(kind(param.type) for param in params)
            return f"fn(lambda {names}: {bare(show(body))}, {kinds})"
        case Throw(exception, message):
            return f"throw({quoted(exception)}, {show(message)})"
        case Op():
            return _operation(node, records)


def _operation(node: Op, records: Mapping[Type, str]) -> str:
    args = [expression(arg, records) for arg in node.args]
    if node.name == "convert":
        return f"to({type_text(node.type, records)}, {args[0]})"
    result = BOOLEAN if node.name in _COMPARING else node.args[0].type if node.args else None
    infix = node.name in _INFIX and len(args) == 2 and node.type == result
    if infix and not isinstance(node.args[0], Lit):
        return f"({args[0]} {node.name} {args[1]})"
    return f"op({', '.join([quoted(node.name), *args])}, kind={type_text(node.type, records)})"


def bare(text: str) -> str:
    """An expression without parentheses around all of it."""
    enclosed = text.startswith("(") and pairs(text) == [(0, len(text) - 1)]
    return text[1:-1] if enclosed else text


def _plain(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name) and name != "_node"


def _literal(node: Lit, records: Mapping[Type, str]) -> str:
    text = _scalar(node.value)
    own = node.value is not None and _OWN[type(node.value)] == node.type
    return f"lit({text})" if own else f"lit({text}, {type_text(node.type, records)})"


def _scalar(value: object) -> str:
    if isinstance(value, float):
        return number_text(value)
    return quoted(value) if isinstance(value, str) else repr(value)


def quoted(value: str) -> str:
    """A string as Python source, in double quotes where that is plain."""
    plain = value.isprintable() and '"' not in value and "\\" not in value
    return f'"{value}"' if plain else repr(value)


def number_text(value: float) -> str:
    """A float as Python source."""
    if math.isnan(value):
        return 'float("nan")'
    if math.isinf(value):
        return 'float("inf")' if value > 0 else 'float("-inf")'
    return repr(float(value))


def type_text(kind: Type, records: Mapping[Type, str]) -> str:
    """A type as Python source; records by the names they were given."""

    def show(part: Type) -> str:
        return type_text(part, records)

    match kind:
        case _ if kind in records:
            return records[kind]
        case Prim(name):
            return (
                name.upper() if name not in ("Null", "Nothing", "Unit") else f"Prim({quoted(name)})"
            )
        case Boxed(item):
            return f"Boxed({show(item)})"
        case OptionOf(item):
            return f"OptionOf({show(item)})"
        case SeqOf(item, which):
            return (
                f"SeqOf({show(item)})"
                if which == "Seq"
                else f"SeqOf({show(item)}, {quoted(which)})"
            )
        case MapOf(key, value):
            return f"MapOf({show(key)}, {show(value)})"
        case TupleOf(items):
            return f"TupleOf(({''.join(show(item) + ', ' for item in items)}))"
        case RecordOf(name, fields):
            listed = "".join(f"({quoted(field)}, {show(of)}), " for field, of in fields)
            return f"RecordOf({quoted(name)}, ({listed}))"
