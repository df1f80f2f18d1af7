"""Pattern matching as tests and bindings: ``match`` becomes a chain of ``If``."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Lit, New, Op
from bridges.featran.getters.types import BOOLEAN, OptionOf, RecordOf, Type
from migrate.featran.scala.coercion import nullable
from migrate.featran.scala.equality import equality
from migrate.featran.scala.extractors import is_of_class, of_class, of_infix, of_tuple
from migrate.featran.scala.families import Family, family_named
from migrate.featran.scala.matched import Matched, all_of, match_pattern, typed_subject
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, text
from migrate.featran.scala.values import Instance, Typed, Value


def _wildcard(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    return


def _name(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    name = text(p)
    if name == "_":
        return
    if name.startswith("`") or name[0].isupper():
        if name == "None":
            _none(reader, p, subject, scope, into)
        elif name == "Nil":
            empty = Op("Seq.isEmpty", (typed_subject(reader, subject, p, scope),), BOOLEAN)
            into.tests.append(empty)
        else:
            _equal(reader, p, subject, scope, into)
        return
    into.names[name] = subject


def _none(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    into.tests.append(Op("Option.isEmpty", (typed_subject(reader, subject, p, scope),), BOOLEAN))


def _equal(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """A literal or a stable identifier: equal by ``==``."""
    left = typed_subject(reader, subject, p, scope)
    right = reader.typed(p, scope)
    family = family_named(reader.types, left.type)
    if family is not None and isinstance(right, New) and isinstance(right.args[0], Lit):
        into.tests.append(family.is_at(left, int(right.args[0].value or 0)))
        return
    into.tests.append(equality(reader, left, right, p, scope))


def _typed(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """``x: T``: holds where the static type is a ``T``, but not for null."""
    if isinstance(subject, Instance):
        if is_of_class(reader, need(p, "type"), subject, scope):
            match_pattern(reader, need(p, "pattern"), subject, scope, into)
        else:
            into.tests.append(Lit(False, BOOLEAN))
        return
    kind = reader.types.resolve(need(p, "type"), scope)
    expr = typed_subject(reader, subject, p, scope)
    family = family_named(reader.types, expr.type)
    place = _place(family, kind) if family is not None else None
    if family is not None and place is not None:
        into.tests.append(family.is_at(expr, place))
        held = Typed(family.record_at(expr, place))
        match_pattern(reader, need(p, "pattern"), held, scope, into)
        return
    if not _same(expr.type, kind):
        raise reader.refuse("FT004", f"a test of the class at run time: {brief(p)}", p, scope)
    if nullable(expr.type):
        into.tests.append(Op("!", (Op("isNull", (expr,), BOOLEAN),), BOOLEAN))
    match_pattern(reader, need(p, "pattern"), subject, scope, into)


def _place(family: Family, kind: Type) -> int | None:
    """Which class of a family a type is."""
    records = [member.record for member in family.members]
    return records.index(kind) if isinstance(kind, RecordOf) and kind in records else None


def _same(found: Type, wanted: Type) -> bool:
    if isinstance(found, OptionOf) and isinstance(wanted, OptionOf):
        return found.item == wanted.item
    return found == wanted


def _capture(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    into.names[text(need(p, "name"))] = subject
    match_pattern(reader, need(p, "pattern"), subject, scope, into)


def _alternative(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """``"a" | "b"``: no names inside."""
    whole: Expr | None = None
    for node in _alternatives(p):
        one = Matched()
        match_pattern(reader, node, subject, scope, one)
        if Lit(False, BOOLEAN) in one.tests:
            continue
        test = all_of(one.tests)
        if test is None and one.tests and not one.names:
            return
        if test is None or one.names:
            raise reader.refuse("FT004", f"the pattern {brief(p)}", p, scope)
        whole = test if whole is None else Op("||", (whole, test), BOOLEAN)
    into.tests.append(whole if whole is not None else Lit(False, BOOLEAN))


def _alternatives(pattern: Node) -> list[Node]:
    if pattern.type != "alternative_pattern":
        return [pattern]
    return [inner for k in kids(pattern) for inner in _alternatives(k)]


_LITERALS = (
    *("integer_literal", "floating_point_literal", "string", "character_literal"),
    *("boolean_literal", "null_literal", "stable_identifier", "field_expression"),
)
PATTERNS = {
    "wildcard": _wildcard,
    "identifier": _name,
    "typed_pattern": _typed,
    "tuple_pattern": of_tuple,
    "case_class_pattern": of_class,
    "infix_pattern": of_infix,
    "capture_pattern": _capture,
    "alternative_pattern": _alternative,
    **dict.fromkeys(_LITERALS, _equal),
}


def bind_irrefutable(reader: Reader, pattern: Node, subject: Value, scope: Scope) -> None:
    """Bind the names of a pattern that always matches; raises Refused for another."""
    matched = Matched()
    match_pattern(reader, pattern, subject, scope, matched)
    if matched.tests:
        raise reader.refuse("FT004", f"a pattern that may fail: {brief(pattern)}", pattern, scope)
    scope.names.update(matched.names)
