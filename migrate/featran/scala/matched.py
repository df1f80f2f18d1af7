"""What a pattern asks and binds, and how each kind of pattern is found."""

from __future__ import annotations

from dataclasses import dataclass, field

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.types import BOOLEAN
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief
from migrate.featran.scala.values import Value


@dataclass(slots=True)
class Matched:
    """When a pattern matches, and what its names stand for where it does."""

    tests: list[Expr] = field(default_factory=list)
    names: dict[str, Value] = field(default_factory=dict)


def all_of(tests: list[Expr]) -> Expr | None:
    """All tests as one; None where nothing is left to test."""
    whole: Expr | None = None
    for test in tests:
        if test != Lit(True, BOOLEAN):
            whole = test if whole is None else Op("&&", (whole, test), BOOLEAN)
    return whole


def match_pattern(
    reader: Reader, pattern: Node, subject: Value, scope: Scope, into: Matched
) -> None:
    """Add the tests and names of ``pattern`` against ``subject``; raises Refused."""
    from migrate.featran.scala.patterns import PATTERNS

    handler = PATTERNS.get(pattern.type)
    if handler is None:
        raise reader.refuse("FT004", f"the pattern {brief(pattern)}", pattern, scope)
    handler(reader, pattern, subject, scope, into)


def typed_subject(reader: Reader, subject: Value, pattern: Node, scope: Scope) -> Expr:
    """What is matched, as a getter expression; raises Refused."""
    return reader.as_typed(subject, pattern, scope)
