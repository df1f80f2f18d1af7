"""``==`` of getter expressions."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.types import BOOLEAN, UNKNOWN, SeqOf, Type, sides
from migrate.featran.scala import choices
from migrate.featran.scala.coercion import Mismatch, coerce, lub, nullable, promoted
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief


def equality(reader: Reader, left: Expr, right: Expr, node: Node, scope: Scope) -> Expr:
    """``left == right`` with numbers promoted; arrays compare by identity and are refused."""
    if any(UNKNOWN in (t, *(sides(t) or ())) for t in (left.type, right.type)):
        raise reader.refuse("FT004", f"a value that is not known: {brief(node)}", node, scope)
    if isinstance(right, Lit) and right.value is None:
        return Op("isNull", (left,), BOOLEAN) if nullable(left.type) else Lit(False, BOOLEAN)
    if isinstance(left, Lit) and left.value is None:
        return equality(reader, right, left, node, scope)
    if any(isinstance(t, SeqOf) and t.kind == "Array" for t in (left.type, right.type)):
        raise reader.refuse("FT004", f"arrays compare by identity: {brief(node)}", node, scope)
    left, right = choices.alike(reader, [left, right])
    try:
        numeric = [t for t in (left.type, right.type) if _is_number(t)]
        kind = promoted(*numeric) if len(numeric) == 2 else lub(left.type, right.type)
        return Op("==", (coerce(left, kind), coerce(right, kind)), BOOLEAN)
    except Mismatch as error:
        raise reader.refuse("FT012", f"{error}: {brief(node)}", node, scope) from error


def _is_number(kind: Type) -> bool:
    from bridges.featran.getters.types import NUMERIC

    return kind in NUMERIC
