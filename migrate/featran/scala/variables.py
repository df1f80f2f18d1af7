"""Variables of getters: every assignment makes a new value, loops carry them as their state.

``var total = 0.0; for (x <- xs) total += x`` is a fold, ``while`` is a ``loop``, an ``if`` without
value gives the variables that it sets. A variable may be set in the statements of the block that
declares it, and in the branches and loops among them; anywhere else it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridges.featran.getters.ast import Expr, If, Op
from bridges.featran.getters.types import BOOLEAN, Type
from migrate.featran.scala.calls import Call, argument_nodes
from migrate.featran.scala.carried import Carried
from migrate.featran.scala.coercion import Mismatch, coerce
from migrate.featran.scala.definitions import is_lazy
from migrate.featran.scala.flows import COMPARISONS, Lets, literal, packed, value_of
from migrate.featran.scala.loops import Loops
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, part, text, walk
from migrate.featran.scala.values import Typed, Value

_LATER = frozenset(
    {"iterator", "view", "toIterator", "toStream", "withFilter", "Stream", "LazyList"}
)
"""What computes its items when they are asked for."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Reads the statements that declare and set variables."""

    carried: Carried

    def declare(self, node: Node, value: Value, scope: Scope, lets: Lets) -> None:
        """``var name = value``; raises Refused for what is no value of getters."""
        pattern = need(node, "pattern")
        if pattern.type != "identifier" or not isinstance(value, Typed) or value.java:
            what = f"a variable in a getter: {brief(node)}"
            raise self.carried.reader.refuse("FT004", what, node, scope)
        name = text(pattern).strip("`")
        self.carried.flow.kinds[(scope, name)] = value.type
        scope.names[name] = Typed(self.carried.held(name, value.expr, lets))

    def refuse_later(self, node: Node, scope: Scope) -> None:
        """Raise Refused for a ``val`` that Scala computes later, from a variable as it is then."""
        value = part(node, "value")
        if (
            value is None
            or not self.carried.flow.kinds
            or not self.carried.flow.captured(value, scope)
        ):
            return
        if is_lazy(node) or any(text(inner) in _LATER for inner in walk(value)):
            what = f"a variable that is read later: {brief(node)}"
            raise self.carried.reader.refuse("FT004", what, node, scope)

    def effect(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """Read a statement that sets variables; False for any other."""
        handler = _EFFECTS.get(node.type)
        return handler is not None and handler(self, node, scope, lets)

    def assign(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``x = e``."""
        return self._set(need(node, "left"), need(node, "right"), None, node, scope, lets)

    def operate(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``x += e``, where ``+=`` is no method."""
        operator = text(need(node, "operator"))
        if not operator.endswith("=") or operator in COMPARISONS:
            return False
        right = need(node, "right")
        return self._set(need(node, "left"), right, operator[:-1], node, scope, lets)

    def branch(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``if (c) x = a else x = b`` with or without ``else``."""
        targets = self.carried.targets(node, scope)
        test = self.carried.reader.typed(need(node, "condition"), scope, BOOLEAN)
        other = part(node, "alternative")
        then = self.carried.after([need(node, "consequence")], scope, targets)
        rest = self.carried.after([other] if other is not None else [], scope, targets)
        self.carried.become(targets, If(test, then, rest, then.type), lets)
        return True

    def repeat(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``while (c) body``; after one round of it, ``do body while (c)``."""
        targets = self.carried.targets(node, scope)
        if not targets:
            raise self.carried.reader.refuse(
                "FT004", f"a loop without end: {brief(node)}", node, scope
            )
        body = [need(node, "body")]
        if node.type == "do_while_expression":
            self.carried.become(targets, self.carried.after(body, scope, targets), lets)
        start = packed([value_of(t) for t in targets])
        test = self.carried.with_state(
            targets, lambda: self.carried.reader.typed(need(node, "condition"), scope, BOOLEAN)
        )
        step = self.carried.with_state(targets, lambda: self.carried.after(body, scope, targets))
        self.carried.become(targets, Op("loop", (start, test, step), start.type), lets)
        return True

    def loop(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``for (x <- xs; y <- ys if c) body``."""
        if any(c.type == "yield" for c in node.children):
            return False
        steps = [e for e in kids(need(node, "enumerators")) if e.type == "enumerator"]
        Loops(self.carried).over(steps, node, scope, lets)
        return True

    def each(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``xs.foreach { x => body }`` with a function literal."""
        function = need(node, "function")
        given = argument_nodes(need(node, "arguments"))
        if function.type != "field_expression" or text(need(function, "field")) != "foreach":
            return False
        found = literal(given[0]) if len(given) == 1 else None
        if found is None:
            return False
        pattern, body = found
        Loops(self.carried).fold(need(function, "value"), pattern, [], body, node, scope, lets)
        return True

    def block(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``{ x = 1; y = 2 }``."""
        targets = self.carried.targets(node, scope)
        self.carried.become(targets, self.carried.after(kids(node), scope, targets), lets)
        return True

    def _set(
        self,
        left: Node,
        right: Node,
        operator: str | None,
        node: Node,
        scope: Scope,
        lets: Lets,
    ) -> bool:
        name = text(left).strip("`")
        owner = self.carried.flow.owner(name, scope) if left.type == "identifier" else None
        if owner is None:
            return False
        kind = self.carried.flow.kinds[(owner, name)]
        value = self._right(left, right, operator, node, scope, kind)
        try:
            expr = coerce(value, kind)
        except Mismatch as error:
            raise self.carried.reader.refuse(
                "FT012", f"{error}: {brief(node)}", node, scope
            ) from error
        owner.names[name] = Typed(self.carried.held(name, expr, lets))
        return True

    def _right(
        self,
        left: Node,
        right: Node,
        operator: str | None,
        node: Node,
        scope: Scope,
        kind: Type,
    ) -> Expr:
        from migrate.featran.scala.expressions import rest
        from migrate.featran.scala.members import select

        if operator is None:
            return self.carried.reader.typed(right, scope, kind)
        operand = [kids(right)[0]] if right.type == "parenthesized_expression" else [right]
        call = Call(self.carried.reader, operator, node, scope, [operand], [], None)
        made = rest(call, select(self.carried.reader.value(left, scope), call))
        return self.carried.reader.as_typed(made, node, scope)


_EFFECTS: dict[str, Callable[[Statements, Node, Scope, Lets], bool]] = {
    "assignment_expression": Statements.assign,
    "infix_expression": Statements.operate,
    "if_expression": Statements.branch,
    "while_expression": Statements.repeat,
    "do_while_expression": Statements.repeat,
    "for_expression": Statements.loop,
    "call_expression": Statements.each,
    "block": Statements.block,
}
