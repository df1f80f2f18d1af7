"""The variables that statements set, as the state of the branches and loops around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridges.featran.getters.ast import Expr, Fn, Lit, Var
from migrate.featran.scala.coercion import coerce
from migrate.featran.scala.definitions import declare
from migrate.featran.scala.flows import (
    Flow,
    Lets,
    Target,
    assigned,
    packed,
    parts_of,
    value_of,
    wrapped,
)
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, kids, walk

Run = Callable[[Node, Scope, Lets, Flow], None]
"""Reads one statement."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The variables of one flow, and what reads the statements that set them."""

    reader: Reader
    flow: Flow
    one: Run

    def targets(self, node: Node, scope: Scope) -> list[Target]:
        """The variables of this flow that are set anywhere in ``node``."""
        found: dict[str, Target] = {}
        for inner in walk(node):
            name = assigned(inner)
            owner = self.flow.owner(name, scope) if name is not None else None
            if name is not None and owner is not None:
                found[name] = Target(owner, name, self.flow.kinds[(owner, name)])
        return list(found.values())

    def after(self, nodes: list[Node], scope: Scope, targets: list[Target]) -> Expr:
        """The values of ``targets`` behind statements, which are as before when this returns."""
        saved = [value_of(t) for t in targets]
        if len(nodes) == 1 and nodes[0].type in ("block", "indented_block"):
            nodes = kids(nodes[0])
        inner, lets = scope.child(), Lets()
        declare(inner, nodes)
        for node in nodes:
            self.one(node, inner, lets, self.flow)
        after = [coerce(value_of(t), t.kind) for t in targets]
        for target, value in zip(targets, saved, strict=True):
            target.set(value)
        return wrapped(packed(after), lets)

    def with_state(self, targets: list[Target], read: Callable[[], Expr]) -> Fn:
        """What ``read`` gives, as a function of the state of ``targets``."""
        state = self.reader.fresh("state", packed([value_of(t) for t in targets]).type)
        return Fn((state,), self.in_state(targets, state, read))

    def in_state(self, targets: list[Target], state: Var, read: Callable[[], Expr]) -> Expr:
        """What ``read`` gives where the variables are the parts of ``state``."""
        saved = [value_of(t) for t in targets]
        for target, value in zip(targets, parts_of(state, len(targets)), strict=True):
            target.set(value)
        found = read()
        for target, value in zip(targets, saved, strict=True):
            target.set(value)
        return found

    def become(self, targets: list[Target], expr: Expr, lets: Lets) -> None:
        """Bind the state ``expr`` once and make its parts the values of ``targets``."""
        name = targets[0].name if len(targets) == 1 else "state"
        held = self.reader.fresh(name, expr.type)
        lets.append((held.name, expr))
        for target, value in zip(targets, parts_of(held, len(targets)), strict=True):
            target.set(value)

    def held(self, name: str, expr: Expr, lets: Lets) -> Expr:
        """``expr``, computed once and under ``name`` unless it is a constant."""
        if isinstance(expr, Lit):
            return expr
        held = self.reader.fresh(name, expr.type)
        lets.append((held.name, expr))
        return held
