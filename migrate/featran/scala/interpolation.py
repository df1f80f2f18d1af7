"""``s"…"`` and ``raw"…"``: the pieces as strings, joined."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.printing import printable
from bridges.featran.getters.types import STRING, Type
from migrate.featran.scala.literals import unescape
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, text
from migrate.featran.scala.values import Typed, Value


def interpolated(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """An interpolated string; other interpolators than ``s`` and ``raw`` are refused."""
    kind = text(need(node, "interpolator"))
    if kind not in ("s", "raw"):
        raise reader.refuse("FT004", f"the interpolator {kind}: {brief(node)}", node, scope)
    body = next(k for k in kids(node) if k.type == "interpolated_string")
    pieces = [
        Lit(piece, STRING) if isinstance(piece, str) else _shown(reader, piece, scope)
        for piece in _pieces(body, kind == "raw")
    ]
    return Typed(joined(pieces))


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


def shown(reader: Reader, value: Expr, node: Node, scope: Scope) -> Expr:
    """``String.valueOf`` of a value; refused where its text is not determined by the source."""
    if value.type == STRING:
        return value
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
