"""Members of ``String``."""

from __future__ import annotations

import re
from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Field, Fn, Lit, New, Op
from bridges.featran.getters.types import (
    BOOLEAN,
    BYTE,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    STRING,
    MapOf,
    OptionOf,
    Prim,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.calls import Call
from migrate.featran.scala.posix import PLAIN, without_dollars, without_posix
from migrate.featran.scala.values import Library, Regex, Typed, Value

_PLAIN: dict[str, tuple[str, Type]] = {
    "length": ("length", INT),
    "size": ("length", INT),
    "toLowerCase": ("toLowerCase", STRING),
    "toUpperCase": ("toUpperCase", STRING),
    "trim": ("trim", STRING),
    "isEmpty": ("isEmpty", BOOLEAN),
    "nonEmpty": ("nonEmpty", BOOLEAN),
    "reverse": ("reverse", STRING),
    "capitalize": ("capitalize", STRING),
    "toSeq": ("toChars", SeqOf(CHAR, "Seq")),
    "toList": ("toChars", SeqOf(CHAR, "List")),
    "toArray": ("toChars", SeqOf(CHAR, "Array")),
    "toCharArray": ("toChars", SeqOf(CHAR, "Array")),
}
_BY_LOCALE = frozenset({"toLowerCase", "toUpperCase"})
_PARSED: dict[str, Prim] = {
    "toInt": INT,
    "toLong": LONG,
    "toDouble": DOUBLE,
    "toFloat": FLOAT,
    "toShort": Prim("Short"),
    "toByte": Prim("Byte"),
    "toBoolean": BOOLEAN,
}
_WITH_STRING = {
    **dict.fromkeys(("startsWith", "endsWith", "contains", "equalsIgnoreCase"), BOOLEAN),
    **dict.fromkeys(("indexOf", "lastIndexOf"), INT),
    **dict.fromkeys(("stripPrefix", "stripSuffix"), STRING),
}
_WITH_COUNT = frozenset({"take", "drop", "takeRight", "dropRight"})
_OF_CHARS = frozenset({"count", "exists", "forall", "map", "filter", "filterNot", "distinct"})
_OF_CHARS |= {"head", "last", "headOption", "lastOption", "zip", "foldLeft", "flatMap", "toSet"}
_OF_CHARS |= {"foldRight", "collect", "collectFirst", "groupBy", "indexWhere", "scanLeft", "lift"}
_OF_CHARS |= {"sliding", "grouped", "partition", "span", "padTo", "max", "min", "updated", "diff"}
_OF_CHARS |= {"sortBy", "sortWith", "intersect", "isDefinedAt", "indices", "lastIndexWhere"}
_OF_CHARS |= {"sorted", "find", "zipWithIndex", "takeWhile", "dropWhile", "mkString"}
_BACK_TO_STRING = frozenset(
    {
        *("filter", "filterNot", "distinct", "sorted", "takeWhile", "dropWhile", "sortBy"),
        *("sortWith", "padTo", "diff", "intersect"),
    }
)
_UNSAFE = re.compile(
    r"\\[^dDwWsSbtnrf.\\|*+?()\[\]{}^$/\-,:;&]|\(\?(?!:)|[*+?}]\+|&&|\[[^\]]*\[|\$|\\b"
)


def member(expr: Expr, call: Call) -> Value:
    """A member of a string."""
    name = call.name
    if name in _PLAIN:
        call.take_optional()
        if name in _BY_LOCALE:
            _take_locale(call)
        method, kind = _PLAIN[name]
        return call.op(f"String.{method}", (expr,), kind)
    if name in _PARSED:
        return call.op("parse", (expr,), _PARSED[name])
    if name.endswith("Option") and name.removesuffix("Option") in _PARSED:
        kind = _PARSED[name.removesuffix("Option")]
        return call.op("parseOption", (expr,), OptionOf(kind))
    if name in _WITH_STRING:
        return _with_string(expr, call)
    if name in _WITH_COUNT:
        (node,) = call.take(1)
        return call.op(f"String.{name}", (expr, call.value(node, INT)), STRING)
    handler = _HANDLERS.get(name)
    if handler is not None:
        return handler(expr, call)
    if name in _OF_CHARS:
        return _of_chars(expr, call)
    raise call.refuse(f"{name} of a String", "FT012")


def _take_locale(call: Call) -> None:
    """A locale that Java has a constant for: none of them has letters of its own."""
    if not call.lists or len(call.lists[0]) != 1:
        return
    value = call.reader.expression(call.lists[0][0], call.scope)
    owner, _, name = value.path.rpartition(".") if isinstance(value, Library) else ("", "", "")
    if owner.rpartition(".")[2] == "Locale":
        if not name.isupper():
            raise call.refuse(f"{call.name} in the locale {name}")
        call.take(1)


def _with_string(expr: Expr, call: Call) -> Value:
    nodes = call.take(1, 2) if call.name in ("indexOf", "lastIndexOf") else call.take(1)
    first = _as_string(call, call.value(nodes[0]))
    more = tuple(call.value(n, INT) for n in nodes[1:])
    if more and call.name == "lastIndexOf":
        raise call.refuse("lastIndexOf with a position")
    return call.op(f"String.{call.name}", (expr, first, *more), _WITH_STRING[call.name])


def _as_string(call: Call, value: Expr) -> Expr:
    """A string argument; a character stands for the string of it."""
    if value.type == CHAR:
        return (
            Lit(chr(int(value.value or 0)), STRING)
            if isinstance(value, Lit)
            else Op("str", (value,), STRING)
        )
    return call.reader.as_typed(Typed(value), call.node, call.scope, STRING)


def _substring(expr: Expr, call: Call) -> Value:
    nodes = call.take(2) if call.name in ("slice", "subSequence") else call.take(1, 2)
    args = tuple(call.value(n, INT) for n in nodes)
    if call.name == "slice":
        start = call.op("String.take", (expr, args[1]), STRING)
        return call.op("String.drop", (start.expr, args[0]), STRING)
    return call.op("String.substring", (expr, *args), STRING)


def _char_at(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    return call.op("String.charAt", (expr, call.value(node, INT)), CHAR)


def _replace(expr: Expr, call: Call) -> Value:
    old, new = (_as_string(call, call.value(n)) for n in call.take(2))
    return call.op("String.replace", (expr, old, new), STRING)


def _pattern(call: Call, expr: Expr) -> Lit:
    """A regular expression that Java and Python read alike, as a constant; raises Refused."""
    if not isinstance(expr, Lit) or not isinstance(expr.value, str):
        raise call.refuse("a pattern that is not a constant")
    if _UNSAFE.search(without_dollars(without_posix(expr.value, PLAIN), "")):
        raise call.refuse(f"the pattern {expr.value!r}")
    made = without_dollars(without_posix(expr.value))
    try:
        re.compile(made)
    except re.error as error:
        raise call.refuse(f"the pattern {expr.value!r}: {error}") from error
    return Lit(made, STRING)


def _split(expr: Expr, call: Call) -> Value:
    nodes = call.take(1, 2)
    by = call.value(nodes[0])
    kind = SeqOf(STRING, "Array")
    if by.type == CHAR:
        if len(nodes) == 2:
            raise call.refuse("split by a character with a limit")
        return call.op("String.splitChar", (expr, by), kind)
    limit = tuple(call.value(n, INT) for n in nodes[1:])
    return call.op("String.split", (expr, _pattern(call, by), *limit), kind)


def _replace_all(expr: Expr, call: Call) -> Value:
    pattern, new = (call.value(n, STRING) for n in call.take(2))
    if not isinstance(new, Lit):
        raise call.refuse("a replacement that is not a constant")
    return call.op(f"String.{call.name}", (expr, _pattern(call, pattern), new), STRING)


def _matches(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    return call.op("String.matches", (expr, _pattern(call, call.value(node, STRING))), BOOLEAN)


def _concat(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    other = Op("toString", (call.value(node, STRING),), STRING, call.at)
    return call.op("String.concat", (Op("toString", (expr,), STRING, call.at), other), STRING)


def _lines(expr: Expr, call: Call) -> Value:
    return call.op("String.lines", (expr,), SeqOf(STRING, "Seq"))


def _code_points(expr: Expr, call: Call) -> Value:
    bounds = tuple(call.value(node, INT) for node in call.take(2))
    return call.op("String.codePointCount", (expr, *bounds), INT)


def _bytes(expr: Expr, call: Call) -> Value:
    """``getBytes`` in UTF-8, by name or as a constant; the default is of the machine."""
    given = [call.reader.expression(n, call.scope) for n in call.take(0, 1)]
    match given:
        case [Library(path)] if path.endswith("StandardCharsets.UTF_8"):
            pass
        case [Typed(Lit("UTF-8" | "utf-8" | "UTF8" | "utf8"))]:
            pass
        case _:
            raise call.refuse("bytes of another encoding than UTF-8", "FT012")
    return call.op("String.utf8", (expr,), SeqOf(BYTE, "Array"))


def _compare(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    order = call.op("compare", (expr, call.value(node, STRING)), INT)
    if call.name in ("compareTo", "compare"):
        return order
    return call.op(call.name, (order.expr, Lit(0, INT)), BOOLEAN)


def _repeat(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    return call.op("String.repeat", (expr, call.value(node, INT)), STRING)


def _of_chars(expr: Expr, call: Call) -> Value:
    """A member of the string as a collection of characters; some give a string again."""
    from migrate.featran.scala.members import sequence

    name = call.name
    chars = call.op("String.toChars", (expr,), SeqOf(CHAR, "Vector"))
    result = sequence.member(chars.expr, call)
    if not isinstance(result, Typed):
        return result
    if name in _PARTED:
        return Typed(_parted(call, result.expr))
    again = name in _BACK_TO_STRING or (
        name in ("map", "collect", "updated") and result.type == SeqOf(CHAR, "Vector")
    )
    return Typed(_as_text(result.expr)) if again else result


_PARTED = frozenset({"sliding", "grouped", "partition", "span", "groupBy"})


def _as_text(chars: Expr) -> Expr:
    empty = Lit("", STRING)
    return Op("Seq.mkString", (chars, empty, empty, empty), STRING)


def _parted(call: Call, result: Expr) -> Expr:
    """Pieces of a string as strings: in a collection, a pair or a map."""
    kind = result.type
    if isinstance(kind, SeqOf):
        piece = call.reader.fresh("piece", kind.item)
        pieces = SeqOf(STRING, kind.kind)
        return Op("Seq.map", (result, Fn((piece,), _as_text(piece))), pieces)
    if isinstance(kind, MapOf):
        pair = call.reader.fresh("pair", TupleOf((kind.key, kind.value)))
        made = TupleOf((kind.key, STRING))
        body = New(made, (Field(pair, "_1"), _as_text(Field(pair, "_2"))))
        pairs = Op("Map.pairs", (result,), SeqOf(pair.type, "List"))
        shown = Op("Seq.map", (pairs, Fn((pair,), body)), SeqOf(made, "List"))
        return Op("Map.like", (result, shown), MapOf(kind.key, STRING), call.at)
    if isinstance(result, New):
        return New(TupleOf((STRING, STRING)), tuple(map(_as_text, result.args)))
    raise call.refuse(f"{call.name} of a String")


def _to_text(expr: Expr, call: Call) -> Value:
    return Typed(expr)


def _format(expr: Expr, call: Call) -> Value:
    """``"%.2f".format(x)`` with a constant format."""
    from migrate.featran.scala.interpolation import format_string

    if not isinstance(expr, Lit) or not isinstance(expr.value, str):
        raise call.refuse("a format that is not a constant")
    values = [call.value(n) for n in call.take()]
    return Typed(format_string(call.reader, expr.value, values, call.node, call.scope))


def _format_local(expr: Expr, call: Call) -> Value:
    """``format`` in a locale that writes numbers as Java's root does."""
    take_plain_locale(call)
    return _format(expr, call)


def take_plain_locale(call: Call) -> None:
    """Drop the locale that comes first; raises Refused for one with other numbers."""
    nodes = call.lists[0] if call.lists else []
    value = call.reader.expression(nodes[0], call.scope) if nodes else None
    path = value.path if isinstance(value, Library) else ""
    if path.rpartition(".")[2] not in _PLAIN_LOCALES or "Locale" not in path:
        raise call.refuse(f"{call.name} in this locale")
    call.lists[0] = nodes[1:]


_PLAIN_LOCALES = frozenset({"ROOT", "US", "UK", "ENGLISH"})
_HANDLERS: dict[str, Callable[[Expr, Call], Value]] = {
    "format": _format,
    "formatLocal": _format_local,
    "r": lambda expr, call: Regex(_pattern(call, expr)),
    **dict.fromkeys(("substring", "slice"), _substring),
    "charAt": _char_at,
    "apply": _char_at,
    "replace": _replace,
    "split": _split,
    **dict.fromkeys(("replaceAll", "replaceFirst"), _replace_all),
    "matches": _matches,
    "concat": _concat,
    **dict.fromkeys(("compareTo", "compare", "<", "<=", ">", ">="), _compare),
    **dict.fromkeys(("*", "repeat"), _repeat),
    "linesIterator": _lines,
    "codePointCount": _code_points,
    "getBytes": _bytes,
    "intern": _to_text,
}
