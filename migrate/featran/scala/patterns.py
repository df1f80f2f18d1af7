"""Pattern matching as tests and bindings: ``match`` becomes a chain of ``If``."""

from __future__ import annotations

from dataclasses import dataclass, field

from bridges.featran.getters.ast import Expr, Field, If, Let, Lit, New, Op, Throw
from bridges.featran.getters.rewrite import is_path
from bridges.featran.getters.types import (
    BOOLEAN,
    INT,
    STRING,
    OptionOf,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala import choices
from migrate.featran.scala.choices import as_choice
from migrate.featran.scala.coercion import Mismatch, coerce, lub, nullable, promoted
from migrate.featran.scala.families import Family, family_named, is_family
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, part, parts, text
from migrate.featran.scala.values import Attempt, Pair, Regex, Typed, Value


@dataclass(slots=True)
class Matched:
    """When a pattern matches, and what its names stand for where it does."""

    tests: list[Expr] = field(default_factory=list)
    names: dict[str, Value] = field(default_factory=dict)


def match_value(
    reader: Reader, subject: Value, cases: Node, scope: Scope, expected: Type | None
) -> Value:
    """``subject match { cases }``."""
    if isinstance(subject, Attempt):
        # Success and Failure are patterns of the option, as Some and None are.
        tried = Op("Try.toOption", (subject.expr,), OptionOf(subject.expr.type))
        subject = Typed(tried)
    subject = as_choice(reader, subject)
    if isinstance(subject, Pair) or not isinstance(subject, Typed):
        return _match_static(reader, subject, cases, scope, expected)
    expr = subject.expr
    held = None if _is_cheap(expr) else reader.fresh("m", expr.type)
    target = Typed(held or expr, subject.java)
    clauses = [c for c in kids(cases) if c.type == "case_clause"]
    value = _chain(reader, target, clauses, cases, scope, expected)
    if held is None or not isinstance(value, Typed):
        return value
    return Typed(Let(held.name, expr, value.expr))


def _is_cheap(expr: Expr) -> bool:
    """Whether ``expr`` may stand in several places: paths, and tuples of them."""
    return is_path(expr) or (isinstance(expr, New) and all(map(_is_cheap, expr.args)))


def _chain(
    reader: Reader,
    subject: Typed,
    clauses: list[Node],
    cases: Node,
    scope: Scope,
    expected: Type | None,
) -> Value:
    results: list[tuple[Expr | None, Expr]] = []
    for clause in clauses:
        test, body = _clause(reader, subject, clause, scope, expected)
        if body is None:
            continue
        if not isinstance(body, Typed):
            if test is None and not results:
                return body
            body = as_choice(reader, body)
        if not isinstance(body, Typed):
            raise reader.refuse("FT004", f"a choice by pattern: {brief(clause)}", clause, scope)
        results.append((test, body.expr))
        if test is None:
            break
    return Typed(_assembled(reader, subject.expr, results, cases, scope))


def _clause(
    reader: Reader, subject: Typed, clause: Node, scope: Scope, expected: Type | None
) -> tuple[Expr | None, Value | None]:
    """The test of a case (None: always) and its body; no body where it never matches."""
    matched = Matched()
    match_pattern(reader, need(clause, "pattern"), subject, scope, matched)
    if Lit(False, BOOLEAN) in matched.tests:
        return None, None
    inner = scope.child(runtime=scope.runtime or not is_static(subject))
    inner.names.update(matched.names)
    guards = [need(k, "condition") for k in kids(clause) if k.type == "guard"]
    tests = [*matched.tests, *(reader.typed(g, inner, BOOLEAN) for g in guards)]
    from migrate.featran.scala.blocks import statements

    body = statements(reader, parts(clause, "body"), inner, expected, clause)
    return _all(tests), body


def _all(tests: list[Expr]) -> Expr | None:
    whole: Expr | None = None
    for test in tests:
        if test != Lit(True, BOOLEAN):
            whole = test if whole is None else Op("&&", (whole, test), BOOLEAN)
    return whole


def _assembled(
    reader: Reader,
    subject: Expr,
    results: list[tuple[Expr | None, Expr]],
    cases: Node,
    scope: Scope,
) -> Expr:
    point = cases.start_point
    at = (point.row + 1, point.column + 1)
    shown = (
        Lit(str(subject.type), STRING) if is_family(subject.type) else Op("str", (subject,), STRING)
    )
    no_match = Throw("scala.MatchError", shown, at)
    bodies = choices.alike(reader, [body for _, body in results])
    results = [(test, body) for (test, _), body in zip(results, bodies, strict=True)]
    try:
        kind: Type = results[0][1].type
        for _, body in results[1:]:
            kind = lub(kind, body.type)
        whole: Expr = no_match
        for test, body in reversed(results):
            brought = coerce(body, kind)
            whole = brought if test is None else If(test, brought, whole, kind)
    except Mismatch as error:
        raise reader.refuse("FT012", f"{error}: {brief(cases)}", cases, scope) from error
    return whole


def match_pattern(
    reader: Reader, pattern: Node, subject: Value, scope: Scope, into: Matched
) -> None:
    """Add the tests and names of ``pattern`` against ``subject``; raises Refused."""
    handler = _PATTERNS.get(pattern.type)
    if handler is None:
        raise reader.refuse("FT004", f"the pattern {brief(pattern)}", pattern, scope)
    handler(reader, pattern, subject, scope, into)


def _typed_subject(reader: Reader, subject: Value, pattern: Node, scope: Scope) -> Expr:
    return reader.as_typed(subject, pattern, scope)


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
            empty = Op("Seq.isEmpty", (_typed_subject(reader, subject, p, scope),), BOOLEAN)
            into.tests.append(empty)
        else:
            _equal(reader, p, subject, scope, into)
        return
    into.names[name] = subject


def _none(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    into.tests.append(Op("Option.isEmpty", (_typed_subject(reader, subject, p, scope),), BOOLEAN))


def _equal(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """A literal or a stable identifier: equal by ``==``."""
    left = _typed_subject(reader, subject, p, scope)
    right = reader.typed(p, scope)
    family = family_named(reader.types, left.type)
    if family is not None and isinstance(right, New) and isinstance(right.args[0], Lit):
        into.tests.append(family.is_at(left, int(right.args[0].value or 0)))
        return
    into.tests.append(equality(reader, left, right, p, scope))


def equality(reader: Reader, left: Expr, right: Expr, node: Node, scope: Scope) -> Expr:
    """``left == right`` with numbers promoted; arrays compare by identity and are refused."""
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


def _typed(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """``x: T``: holds where the static type is a ``T``, but not for null."""
    kind = reader.types.resolve(need(p, "type"), scope)
    expr = _typed_subject(reader, subject, p, scope)
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


def _tuple(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    inner = kids(p)
    for node, item in zip(inner, _items(reader, subject, len(inner), p, scope), strict=True):
        match_pattern(reader, node, item, scope, into)


def _items(reader: Reader, subject: Value, size: int, p: Node, scope: Scope) -> list[Value]:
    if isinstance(subject, Pair) and len(subject.items) == size:
        return list(subject.items)
    expr = _typed_subject(reader, subject, p, scope)
    kind = expr.type
    if isinstance(expr, New) and len(expr.args) == size:
        return [Typed(a) for a in expr.args]
    if isinstance(kind, TupleOf) and len(kind.items) == size:
        return [Typed(Field(expr, f"_{i + 1}")) for i in range(size)]
    if isinstance(kind, RecordOf) and len(kind.fields) == size:
        return [Typed(Field(expr, n)) for n, _ in kind.fields]
    raise reader.refuse("FT004", f"the pattern {brief(p)} for a {kind}", p, scope)


def _class(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """``Some(x)``, ``Rec(a, b)``, ``List(a, b)``, ``Seq(a, _*)``, ``Regex(a, b)``."""
    from migrate.featran.scala.members.regex import groups

    name = text(kids(p)[0]).rpartition(".")[2]
    inner = parts(p, "pattern")
    expr = _typed_subject(reader, subject, p, scope)
    kind = expr.type
    if isinstance(kind, OptionOf) and name in ("Some", "Success") and len(inner) == 1:
        into.tests.append(Op("Option.isDefined", (expr,), BOOLEAN))
        held = Typed(Op("Option.get", (expr,), kind.item))
        match_pattern(reader, inner[0], held, scope, into)
    elif isinstance(kind, OptionOf) and name == "Failure" and len(inner) == 1:
        into.tests.append(Op("Option.isEmpty", (expr,), BOOLEAN))
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


def _infix(reader: Reader, p: Node, subject: Value, scope: Scope, into: Matched) -> None:
    """``head :: tail`` and ``a -> b``."""
    operator = text(need(p, "operator"))
    expr = _typed_subject(reader, subject, p, scope)
    kind = expr.type
    if operator == "->" and isinstance(kind, TupleOf):
        pair = (need(p, "left"), need(p, "right"))
        for node, item in zip(pair, _items(reader, subject, 2, p, scope), strict=True):
            match_pattern(reader, node, item, scope, into)
    elif operator == "::" and isinstance(kind, SeqOf) and kind.kind == "List":
        *heads, tail = _conses(p)
        for node in heads:
            into.tests.append(Op("Seq.nonEmpty", (expr,), BOOLEAN))
            match_pattern(reader, node, Typed(Op("Seq.head", (expr,), kind.item)), scope, into)
            expr = Op("Seq.tail", (expr,), kind)
        match_pattern(reader, tail, Typed(expr), scope, into)
    else:
        raise reader.refuse("FT004", f"the pattern {brief(p)}", p, scope)


def _conses(pattern: Node) -> list[Node]:
    """The operands of ``a :: b :: c``, which the grammar groups from the left."""
    if pattern.type != "infix_pattern" or text(need(pattern, "operator")) != "::":
        return [pattern]
    return [*_conses(need(pattern, "left")), *_conses(need(pattern, "right"))]


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
        test = _all(one.tests)
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
_PATTERNS = {
    "wildcard": _wildcard,
    "identifier": _name,
    "typed_pattern": _typed,
    "tuple_pattern": _tuple,
    "case_class_pattern": _class,
    "infix_pattern": _infix,
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


def _match_static(
    reader: Reader, subject: Value, cases: Node, scope: Scope, expected: Type | None
) -> Value:
    """A match on DSL values: the first case whose tests are known to hold."""
    from migrate.featran.scala.blocks import statements

    for clause in [c for c in kids(cases) if c.type == "case_clause"]:
        matched = Matched()
        match_pattern(reader, need(clause, "pattern"), subject, scope, matched)
        if matched.tests or part(clause, "guard") is not None:
            raise reader.refuse("FT004", f"a choice by pattern: {brief(clause)}", clause, scope)
        inner = scope.child()
        inner.names.update(matched.names)
        return statements(reader, parts(clause, "body"), inner, expected, clause)
    raise reader.refuse("FT004", f"no case: {brief(cases)}", cases, scope)
