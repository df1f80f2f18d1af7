"""Patterns that take values apart: tuples, classes, lists, regular expressions."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, Lit, New, Op
from bridges.featran.getters.types import (
    BOOLEAN,
    INT,
    STRING,
    OptionOf,
    RecordOf,
    SeqOf,
    TupleOf,
    sides,
)
from migrate.featran.scala.families import family_named
from migrate.featran.scala.instances import instance_fields
from migrate.featran.scala.matched import Matched, match_pattern, typed_subject
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.templates import find_template
from migrate.featran.scala.tree import Node, brief, kids, need, parts, text
from migrate.featran.scala.unapply import is_sequence, unapplied
from migrate.featran.scala.values import Instance, Pair, Regex, Typed, Value


def of_tuple(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    inner = kids(p)
    if len(inner) == 1:
        match_pattern(reader, inner[0], subject, scope, into)
        return
    for node, item in zip(inner, _items(reader, subject, len(inner), p, scope), strict=True):
        match_pattern(reader, node, item, scope, into)


def _items(reader: Reader, subject: Value, size: int, p: Node, scope: Scope) -> list[Value]:
    if isinstance(subject, Pair) and len(subject.items) == size:
        return list(subject.items)
    expr = typed_subject(reader, subject, p, scope)
    kind = expr.type
    if isinstance(expr, New) and len(expr.args) == size:
        return [Typed(a) for a in expr.args]
    if isinstance(kind, TupleOf) and len(kind.items) == size:
        return [Typed(Field(expr, f"_{i + 1}")) for i in range(size)]
    if isinstance(kind, RecordOf) and len(kind.fields) == size:
        return [Typed(Field(expr, n)) for n, _ in kind.fields]
    raise reader.refuse("FT004", f"the pattern {brief(p)} for a {kind}", p, scope)


def of_class(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """``Some(x)``, ``Rec(a, b)``, ``List(a, b)``, ``Seq(a, _*)``, ``Regex(a, b)``."""
    from migrate.featran.scala.members.regex import groups

    name = text(kids(p)[0]).rpartition(".")[2]
    inner = parts(p, "pattern")
    if isinstance(subject, Instance):
        _of_instance(reader, p, subject, scope, into)
        return
    expr = typed_subject(reader, subject, p, scope)
    kind = expr.type
    extracted = unapplied(reader, kids(p)[0], expr, scope)
    if extracted is not None:
        _of_extractor(reader, p, extracted, scope, into)
        return
    if isinstance(kind, OptionOf) and name in ("Some", "Success") and len(inner) == 1:
        into.tests.append(Op("Option.isDefined", (expr,), BOOLEAN))
        held = Typed(Op("Option.get", (expr,), kind.item))
        match_pattern(reader, inner[0], held, scope, into)
    elif isinstance(kind, OptionOf) and name == "Failure" and len(inner) == 1:
        into.tests.append(Op("Option.isEmpty", (expr,), BOOLEAN))
    elif (both := sides(kind)) is not None and name in ("Left", "Right") and len(inner) == 1:
        at = ("Left", "Right").index(name)
        one = Field(expr, name.lower())
        into.tests.append(Op("Option.isDefined", (one,), BOOLEAN))
        value = Typed(Op("Option.get", (one,), both[at]))
        match_pattern(reader, inner[0], value, scope, into)
    elif kind == STRING and (regex := _regex(reader, p, scope)) is not None:
        found = groups(regex, expr)
        into.tests.append(Op("Option.isDefined", (found,), BOOLEAN))
        every = SeqOf(STRING, "List")
        _sequence(reader, inner, Op("Option.get", (found,), every), every, scope, into)
    elif (family := family_named(reader.types, kind)) is not None and (
        place := family.index(name)
    ) is not None:
        into.tests.append(family.is_at(expr, place))
        record = Typed(family.record_at(expr, place))
        for node, item in zip(inner, _items(reader, record, len(inner), p, scope), strict=True):
            match_pattern(reader, node, item, scope, into)
    elif isinstance(kind, RecordOf) and _names_class(reader, name, kind, scope):
        for node, item in zip(inner, _items(reader, subject, len(inner), p, scope), strict=True):
            match_pattern(reader, node, item, scope, into)
    elif isinstance(kind, SeqOf) and name in ("Seq", "List", "Vector", "Array", "IndexedSeq"):
        _sequence(reader, inner, expr, kind, scope, into)
    else:
        raise reader.refuse("FT004", f"the pattern {brief(p)} for a {kind}", p, scope)


def _of_extractor(reader: Reader, p: Node, found: Expr, scope: Scope, into: Matched) -> None:
    """What an object's ``unapply`` or ``unapplySeq`` has given, against the patterns inside."""
    inner, kind = parts(p, "pattern"), found.type
    if kind == BOOLEAN and not inner:
        into.tests.append(found)
        return
    if not isinstance(kind, OptionOf):
        raise reader.refuse("FT004", f"the pattern {brief(p)}", p, scope)
    into.tests.append(Op("Option.isDefined", (found,), BOOLEAN))
    held = Typed(Op("Option.get", (found,), kind.item))
    if isinstance(kind.item, SeqOf) and is_sequence(reader, kids(p)[0], scope):
        _sequence(reader, inner, held.expr, kind.item, scope, into)
    elif len(inner) == 1:
        match_pattern(reader, inner[0], held, scope, into)
    else:
        for node, item in zip(inner, _items(reader, held, len(inner), p, scope), strict=True):
            match_pattern(reader, node, item, scope, into)


def _of_instance(reader: Reader, p: Node, subject: Instance, scope: Scope, into: Matched) -> None:
    """``Rec(a, b)`` for an instance that is known here: its class decides."""
    if not is_of_class(reader, kids(p)[0], subject, scope):
        into.tests.append(Lit(False, BOOLEAN))
        return
    names = instance_fields(subject.made)
    inner = parts(p, "pattern")
    if len(inner) != len(names):
        raise reader.refuse("FT004", f"the pattern {brief(p)}", p, scope)
    for node, name in zip(inner, names, strict=True):
        match_pattern(reader, node, subject.fields[name], scope, into)


def is_of_class(reader: Reader, kind: Node, subject: Instance, scope: Scope) -> bool:
    """Whether an instance is of the class that ``kind`` names; not asked of its parents."""
    found = find_template(kind, scope, reader.program)
    if found is None or found[0].type != "class_definition":
        raise reader.refuse("FT004", f"a test for {brief(kind)}", kind, scope)
    return found[0].id == subject.made.node.id


def _names_class(reader: Reader, name: str, kind: RecordOf, scope: Scope) -> bool:
    """Whether ``name`` is the class, perhaps as an import has renamed it."""
    own = kind.name.partition("[")[0]
    return own == name or reader.types.named(name, [], scope) == kind


def _regex(reader: Reader, p: Node, scope: Scope) -> Regex | None:
    """The regular expression that a pattern ``Name(a, b)`` names, if it does."""
    from migrate.featran.scala.calls import Call
    from migrate.featran.scala.identifiers import call_name

    named = kids(p)[0]
    value = call_name(Call(reader, text(named), named, scope))
    return value if isinstance(value, Regex) else None


def _sequence(
    reader: Reader, inner: list[Node], expr: Expr, kind: SeqOf, scope: Scope, into: Matched
) -> None:
    open_end = bool(inner) and inner[-1].type == "repeat_pattern"
    fixed = inner[:-1] if open_end else inner
    size = Op("Seq.size", (expr,), INT)
    test = ">=" if open_end else "=="
    into.tests.append(Op(test, (size, Lit(len(fixed), INT)), BOOLEAN))
    for index, node in enumerate(fixed):
        item = Op("Seq.apply", (expr, Lit(index, INT)), kind.item)
        match_pattern(reader, node, Typed(item), scope, into)


def of_infix(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """``head :: tail``, ``head +: tail``, ``init :+ last`` and ``a -> b``."""
    operator = text(need(p, "operator"))
    expr = typed_subject(reader, subject, p, scope)
    kind = expr.type
    if operator == "->" and isinstance(kind, TupleOf):
        pair = (need(p, "left"), need(p, "right"))
        for node, item in zip(pair, _items(reader, subject, 2, p, scope), strict=True):
            match_pattern(reader, node, item, scope, into)
    elif isinstance(kind, SeqOf) and operator in _CONSES.get(kind.kind, ()):
        *heads, tail = _conses(p, operator)
        for node in heads:
            into.tests.append(Op("Seq.nonEmpty", (expr,), BOOLEAN))
            match_pattern(reader, node, Typed(Op("Seq.head", (expr,), kind.item)), scope, into)
            expr = Op("Seq.tail", (expr,), kind)
        match_pattern(reader, tail, Typed(expr), scope, into)
    elif isinstance(kind, SeqOf) and operator == ":+" and kind.kind in _CONSES:
        into.tests.append(Op("Seq.nonEmpty", (expr,), BOOLEAN))
        first, last = Op("Seq.init", (expr,), kind), Op("Seq.last", (expr,), kind.item)
        match_pattern(reader, need(p, "left"), Typed(first), scope, into)
        match_pattern(reader, need(p, "right"), Typed(last), scope, into)
    else:
        raise reader.refuse("FT004", f"the pattern {brief(p)}", p, scope)


_CONSES = {"List": ("::", "+:"), "Vector": ("+:",), "Seq": ("+:",)}
"""What takes the first item off, by collection."""


def _conses(pattern: Node, operator: str) -> list[Node]:
    """The operands of ``a :: b :: c``, which the grammar groups from the left."""
    if pattern.type != "infix_pattern" or text(need(pattern, "operator")) != operator:
        return [pattern]
    return [*_conses(need(pattern, "left"), operator), *_conses(need(pattern, "right"), operator)]
