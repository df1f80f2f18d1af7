"""``object Name extends Enumeration``: its values as constants, numbered as Scala numbers them."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, If, Lit, New, Op, Throw
from bridges.featran.getters.types import BOOLEAN, INT, STRING, RecordOf, SeqOf, Type, enumeration
from migrate.featran.scala.literals import integer, string
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, kids, need, part, text
from migrate.featran.scala.values import Function, Typed, Value


def enumerate_values(node: Node, scope: Scope) -> None:
    """Bind the values of an Enumeration, its type and its methods in ``scope``.

    A value whose number or text is not a literal ends it: what follows is not known.
    """
    name = text(need(node, "name"))
    kind = enumeration(name)
    scope.types["Value"] = kind
    found: list[Expr] = []
    next_id = 0
    body = part(node, "body")
    for statement in kids(body) if body is not None else []:
        if statement.type != "val_definition" or not _is_value(need(statement, "value")):
            continue
        for mark in _names(need(statement, "pattern")):
            given = _given(need(statement, "value"))
            if given is None:
                return
            number, shown = given
            number = next_id if number is None else number
            value = New(kind, (Lit(number, INT), Lit(shown or mark, STRING)))
            scope.names[mark] = Typed(value)
            found.append(value)
            next_id = number + 1
    scope.names["withName"] = _with_name(kind, found, name)
    ordered = tuple(sorted(found, key=_number))
    scope.names["values"] = Typed(Op("Seq.of", ordered, SeqOf(kind, "List")))
    scope.names["maxId"] = Typed(Lit(max((_number(v) for v in found), default=-1) + 1, INT))


def _number(value: Expr) -> int:
    assert isinstance(value, New)
    first = value.args[0]
    return int(first.value or 0) if isinstance(first, Lit) else 0


def _is_value(node: Node) -> bool:
    head = need(node, "function") if node.type == "call_expression" else node
    return head.type == "identifier" and text(head) == "Value"


def _names(pattern: Node) -> list[str]:
    marks = [pattern] if pattern.type == "identifier" else kids(pattern)
    return [text(m).strip("`") for m in marks if m.type == "identifier"]


def _given(node: Node) -> tuple[int | None, str | None] | None:
    """The number and the text that ``Value(…)`` is given; None where they are no literals."""
    number: int | None = None
    shown: str | None = None
    for argument in kids(need(node, "arguments")) if node.type == "call_expression" else []:
        if argument.type == "integer_literal":
            number = int(integer(text(argument)).value or 0)
        elif argument.type == "string":
            shown = str(string(text(argument)).value)
        else:
            return None
    return number, shown


def _with_name(kind: RecordOf, values: list[Expr], owner: str) -> Function:
    def apply(args: list[Value], expected: Type | None) -> Value:
        (given,) = args
        assert isinstance(given, Typed)
        message = Op("String.concat", (Lit("No value found for ", STRING), given.expr), STRING)
        whole: Expr = Throw("java.util.NoSuchElementException", message)
        for value in reversed(values):
            assert isinstance(value, New)
            test = Op("==", (given.expr, value.args[1]), BOOLEAN)
            whole = If(test, value, whole, kind)
        return Typed(whole)

    return Function(apply, 1, f"{owner}.withName")
