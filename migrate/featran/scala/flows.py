"""What loops and branches carry: the variables that statements set, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field

from bridges.featran.getters.ast import Expr, Field, New, Var
from bridges.featran.getters.rewrite import let
from bridges.featran.getters.types import TupleOf, Type
from migrate.featran.scala.coercion import coerce
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, kids, need, parts, text, walk
from migrate.featran.scala.values import Typed

Lets = list[tuple[str, Expr]]
COMPARISONS = frozenset({"==", "!=", "<=", ">="})


@dataclass(slots=True)
class Flow:
    """The statements of one block and of the branches and loops within: their variables' types."""

    kinds: dict[tuple[Scope, str], Type] = field(default_factory=dict)

    def captured(self, node: Node, scope: Scope) -> bool:
        """Whether ``node`` names a variable of this flow."""
        return any(
            inner.type == "identifier" and self.owner(text(inner).strip("`"), scope) is not None
            for inner in walk(node)
        )

    def owner(self, name: str, scope: Scope) -> Scope | None:
        """The scope that declares ``name``, if it is a variable of this flow."""
        for level in scope.chain():
            if name in level.names:
                return level if (level, name) in self.kinds else None
        return None


@dataclass(frozen=True, slots=True)
class Target:
    """A variable that a branch or a loop sets."""

    owner: Scope
    name: str
    kind: Type

    def set(self, expr: Expr) -> None:
        self.owner.names[self.name] = Typed(expr)


def assigned(node: Node) -> str | None:
    """The name that an assignment sets."""
    if node.type == "infix_expression":
        operator = text(need(node, "operator"))
        if not operator.endswith("=") or operator in COMPARISONS:
            return None
    elif node.type != "assignment_expression":
        return None
    left = need(node, "left")
    return text(left).strip("`") if left.type == "identifier" else None


def literal(node: Node) -> tuple[Node, list[Node]] | None:
    """The one parameter and the body of ``x => …`` or ``{ case (a, b) => … }``."""
    if node.type == "block" and len(kids(node)) == 1:
        (node,) = kids(node)
    if node.type == "case_block":
        clauses = [c for c in kids(node) if c.type == "case_clause"]
        if len(clauses) == 1 and not any(k.type == "guard" for k in kids(clauses[0])):
            return need(clauses[0], "pattern"), parts(clauses[0], "body")
        return None
    if node.type != "lambda_expression":
        return None
    params = need(node, "parameters")
    marks = [params] if params.type in ("identifier", "wildcard") else kids(params)
    body = [k for k in kids(node) if k.start_byte > params.end_byte]
    return (marks[0], body) if len(marks) == 1 else None


def value_of(target: Target) -> Expr:
    held = target.owner.names[target.name]
    assert isinstance(held, Typed)
    return coerce(held.expr, target.kind)


def packed(exprs: list[Expr]) -> Expr:
    """The state of a loop: one value, or a tuple."""
    if len(exprs) == 1:
        return exprs[0]
    return New(TupleOf(tuple(e.type for e in exprs)), tuple(exprs))


def parts_of(state: Var, count: int) -> list[Expr]:
    if count == 1:
        return [state]
    return [Field(state, f"_{at + 1}") for at in range(count)]


def wrapped(expr: Expr, lets: Lets) -> Expr:
    for name, value in reversed(lets):
        expr = let(name, value, expr)
    return expr
