"""``s"…"`` and ``raw"…"``: the pieces as strings, joined."""

from __future__ import annotations

import re

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.printing import printable
from bridges.featran.getters.types import DOUBLE, INT, LONG, STRING, Type
from migrate.featran.scala.literals import unescape
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, text
from migrate.featran.scala.values import Typed, Value


def interpolated(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """An interpolated string; other interpolators than ``s`` and ``raw`` are refused."""
    kind = text(need(node, "interpolator"))
    if kind == "f":
        return Typed(formatted(reader, node, scope))
    if kind not in ("s", "raw"):
        raise reader.refuse("FT004", f"the interpolator {kind}: {brief(node)}", node, scope)
    body = next(k for k in kids(node) if k.type == "interpolated_string")
    pieces = [
        Lit(piece, STRING) if isinstance(piece, str) else _shown(reader, piece, scope)
        for piece in _pieces(body, kind == "raw")
    ]
    return Typed(joined(pieces))


def formatted(reader: Reader, node: Node, scope: Scope) -> Expr:
    """``f"$x%.2f"``: the conversion stands behind its value; without one it is ``%s``."""
    body = next(k for k in kids(node) if k.type == "interpolated_string")
    found: list[Expr] = []
    value: Node | None = None
    for piece in [*_pieces(body, False), ""]:
        text_before = piece if isinstance(piece, str) else ""
        if value is not None:
            spec = _CONVERSION.match(text_before)
            form = spec[0] if spec else "%s"
            text_before = text_before[len(form) :] if spec else text_before
            found.append(_converted(reader, form, value, scope))
            value = None
        found.append(Lit(_unescaped(reader, text_before, node, scope), STRING))
        if not isinstance(piece, str):
            value = kids(piece)[0]
    return joined([f for f in found if f != Lit("", STRING)])


_CONVERSION = re.compile(r"%[-#0+ ,(]*\d*(?:\.\d+)?[a-zA-Z]")


def _unescaped(reader: Reader, plain: str, node: Node, scope: Scope) -> str:
    """The text between conversions, in which ``%%`` is a percent sign."""
    bare = plain.replace("%%", "")
    if "%" in bare:
        raise reader.refuse("FT004", f"this format: {brief(node)}", node, scope)
    return plain.replace("%%", "%")


def _converted(reader: Reader, form: str, node: Node, scope: Scope) -> Expr:
    return conversion(reader, form, reader.typed(node, scope), node, scope)


def conversion(reader: Reader, form: str, value: Expr, node: Node, scope: Scope) -> Expr:
    """One value as a conversion of ``java.util.Formatter`` writes it; raises Refused."""
    from bridges.featran.getters.formatting import parse, takes
    from migrate.featran.scala.coercion import convert

    known = parse(form)
    if known is not None and known.letter == "f" and value.type in (INT, LONG):
        value = convert(value, DOUBLE)
    if known is None or not takes(known, value.type) or not printable(value.type):
        what = f"the format {form} of a {value.type}: {brief(node)}"
        raise reader.refuse("FT004", what, node, scope)
    return Op("format", (Lit(form, STRING), value), STRING)


def format_string(reader: Reader, form: str, values: list[Expr], node: Node, scope: Scope) -> Expr:
    """``form.format(values)``; raises Refused where a conversion is not known here."""
    found: list[Expr] = []
    left = list(values)
    start = 0
    for mark in re.finditer(rf"%%|{_CONVERSION.pattern}", form):
        found.append(Lit(_unescaped(reader, form[start : mark.start()], node, scope), STRING))
        start = mark.end()
        if mark[0] == "%%":
            found.append(Lit("%", STRING))
        elif not left:
            raise reader.refuse("FT004", f"a format without a value: {brief(node)}", node, scope)
        else:
            found.append(conversion(reader, mark[0], left.pop(0), node, scope))
    found.append(Lit(_unescaped(reader, form[start:], node, scope), STRING))
    return joined([f for f in found if f != Lit("", STRING)])


def joined(pieces: list[Expr]) -> Expr:
    """The concatenation of strings; neighbouring constants become one."""
    merged: list[Expr] = []
    for piece in pieces:
        if merged and isinstance(merged[-1], Lit) and isinstance(piece, Lit):
            merged[-1] = Lit(f"{merged[-1].value}{piece.value}", STRING)
        else:
            merged.append(piece)
    if not merged:
        return Lit("", STRING)
    whole = merged[0]
    for piece in merged[1:]:
        whole = Op("String.concat", (whole, piece), STRING)
    return whole


def has_own_text(reader: Reader, kind: Type) -> bool:
    """Whether a record or a choice has a ``toString`` that is read, not made by the compiler."""
    from migrate.featran.scala.families import is_family
    from migrate.featran.scala.overrides import overrides

    return is_family(kind) or overrides(reader, kind, "toString")


def own_text(reader: Reader, value: Expr, node: Node, scope: Scope) -> Expr:
    """``String.valueOf`` of such a record."""
    from bridges.featran.getters.rewrite import let
    from migrate.featran.scala.calls import Call
    from migrate.featran.scala.members import select
    from migrate.featran.scala.overrides import null_or

    held = reader.fresh("shown", value.type)
    text = select(Typed(held), Call(reader, "toString", node, scope))
    whole = null_or(held, reader.as_typed(text, node, scope, STRING))
    return let(held.name, value, whole)


def shown(reader: Reader, value: Expr, node: Node, scope: Scope) -> Expr:
    """``String.valueOf`` of a value; refused where its text is not determined by the source."""
    if value.type == STRING:
        return value
    if has_own_text(reader, value.type):
        return own_text(reader, value, node, scope)
    if not printable(value.type):
        raise reader.refuse("FT004", f"the text of a {value.type}: {brief(node)}", node, scope)
    point = node.start_point
    return Op("str", (value,), STRING, (point.row + 1, point.column + 1))


def _shown(reader: Reader, node: Node, scope: Scope) -> Expr:
    inner = kids(node)[0]
    value = shown(reader, reader.typed(inner, scope), inner, scope)
    return constant_text(value)


def constant_text(value: Expr) -> Expr:
    from bridges.featran.getters.interpret import constant
    from bridges.featran.getters.rewrite import free_variables

    if isinstance(value, Op) and not free_variables(value):
        return Lit(constant(value), STRING)
    if isinstance(value, Lit) and value.value is None:
        return Lit("null", STRING)
    return value


def _pieces(body: Node, raw: bool) -> list[str | Node]:
    """Text and interpolations in turn: what stands between the nodes is text."""
    whole, start = body.text or b"", body.start_byte
    quotes = 3 if whole.startswith(b'"""') else 1
    at = start + quotes
    pieces: list[str | Node] = []
    escaped = not raw
    for child in kids(body):
        if child.type == "interpolation":
            pieces.append(_plain(whole[at - start : child.start_byte - start], escaped))
            pieces.append(child)
            at = child.end_byte
    pieces.append(_plain(whole[at - start : len(whole) - quotes], escaped))
    return [p for p in pieces if p != ""]


def _plain(raw: bytes, escaped: bool) -> str:
    plain = raw.decode("utf-8", "surrogatepass")
    plain = unescape(plain) if escaped else plain
    return plain.replace("$$", "$")
