"""``match``: its cases as a chain of ``If``, or the one that the source decides."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, If, Let, Lit, New, Op, Throw
from bridges.featran.getters.interpret import constant
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables, is_path
from bridges.featran.getters.types import BOOLEAN, STRING, OptionOf, Type
from migrate.featran.scala import choices
from migrate.featran.scala.choices import as_choice
from migrate.featran.scala.coercion import Mismatch, coerce, lub
from migrate.featran.scala.families import is_family
from migrate.featran.scala.matched import Matched, all_of, match_pattern
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, parts
from migrate.featran.scala.values import Attempt, Pair, Typed, Value


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
        test = _decided(test)
        if body is None or test == Lit(False, BOOLEAN):
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


def _decided(test: Expr | None) -> Expr | None:
    """A test that no row has a part in, as its result; None where it always holds."""
    if test is None or free_variables(test):
        return test
    try:
        return None if constant(test) else Lit(False, BOOLEAN)
    except (JvmException, TypeError):
        return test


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
    return all_of(tests), body


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


def _match_static(
    reader: Reader, subject: Value, cases: Node, scope: Scope, expected: Type | None
) -> Value:
    """A match on DSL values: the first case whose tests are known to hold."""
    from migrate.featran.scala.blocks import statements

    for clause in [c for c in kids(cases) if c.type == "case_clause"]:
        matched = Matched()
        match_pattern(reader, need(clause, "pattern"), subject, scope, matched)
        inner = scope.child()
        inner.names.update(matched.names)
        if not _holds(reader, matched, clause, inner):
            continue
        return statements(reader, parts(clause, "body"), inner, expected, clause)
    raise reader.refuse("FT004", f"no case: {brief(cases)}", cases, scope)


def _holds(reader: Reader, matched: Matched, clause: Node, inner: Scope) -> bool:
    """Whether a case is the one, by tests that no row has a part in; raises Refused for others."""
    if Lit(False, BOOLEAN) in matched.tests:
        return False
    guards = [need(k, "condition") for k in kids(clause) if k.type == "guard"]
    tests = [*matched.tests, *(reader.typed(g, inner, BOOLEAN) for g in guards)]
    test = _decided(all_of(tests))
    if test not in (None, Lit(False, BOOLEAN)):
        raise reader.refuse("FT004", f"a choice by pattern: {brief(clause)}", clause, inner)
    return test is None
