"""Variables of getters: every assignment makes a new value, loops carry them as their state.

``var total = 0.0; for (x <- xs) total += x`` is a fold, ``while`` is a ``loop``, an ``if`` without
value gives the variables that it sets. A variable may be set in the statements of the block that
declares it, and in the branches and loops among them; anywhere else it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridges.featran.getters.ast import Expr, Fn, If, Lit, Op, Var
from bridges.featran.getters.ordering import hash_code
from bridges.featran.getters.types import BOOLEAN, MapOf, OptionOf, SeqOf, TupleOf, Type
from migrate.featran.scala.calls import Call, argument_nodes
from migrate.featran.scala.coercion import Mismatch, coerce
from migrate.featran.scala.definitions import declare, is_lazy
from migrate.featran.scala.flows import (
    COMPARISONS,
    Flow,
    Lets,
    Target,
    assigned,
    literal,
    packed,
    parts_of,
    value_of,
    wrapped,
)
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, part, parts, text, walk
from migrate.featran.scala.values import Typed, Value

_LATER = frozenset(
    {"iterator", "view", "toIterator", "toStream", "withFilter", "Stream", "LazyList"}
)
"""What computes its items when they are asked for."""

Run = Callable[[Node, Scope, Lets, Flow], None]
"""Reads one statement."""


@dataclass(frozen=True, slots=True)
class Statements:
    """What reads the statements of branches and loops."""

    reader: Reader
    flow: Flow
    one: Run

    def declare(self, node: Node, value: Value, scope: Scope, lets: Lets) -> None:
        """``var name = value``; raises Refused for what is no value of getters."""
        pattern = need(node, "pattern")
        if pattern.type != "identifier" or not isinstance(value, Typed) or value.java:
            what = f"a variable in a getter: {brief(node)}"
            raise self.reader.refuse("FT004", what, node, scope)
        name = text(pattern).strip("`")
        self.flow.kinds[(scope, name)] = value.type
        scope.names[name] = Typed(self._held(name, value.expr, lets))

    def refuse_later(self, node: Node, scope: Scope) -> None:
        """Raise Refused for a ``val`` that Scala computes later, from a variable as it is then."""
        value = part(node, "value")
        if value is None or not self.flow.kinds or not self.flow.captured(value, scope):
            return
        if is_lazy(node) or any(text(inner) in _LATER for inner in walk(value)):
            what = f"a variable that is read later: {brief(node)}"
            raise self.reader.refuse("FT004", what, node, scope)

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
        targets = self._targets(node, scope)
        test = self.reader.typed(need(node, "condition"), scope, BOOLEAN)
        other = part(node, "alternative")
        then = self._after([need(node, "consequence")], scope, targets)
        rest = self._after([other] if other is not None else [], scope, targets)
        self._become(targets, If(test, then, rest, then.type), lets)
        return True

    def repeat(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``while (c) body``; after one round of it, ``do body while (c)``."""
        targets = self._targets(node, scope)
        if not targets:
            raise self.reader.refuse("FT004", f"a loop without end: {brief(node)}", node, scope)
        body = [need(node, "body")]
        if node.type == "do_while_expression":
            self._become(targets, self._after(body, scope, targets), lets)
        start = packed([value_of(t) for t in targets])
        test = self._with_state(
            targets, lambda: self.reader.typed(need(node, "condition"), scope, BOOLEAN)
        )
        step = self._with_state(targets, lambda: self._after(body, scope, targets))
        self._become(targets, Op("loop", (start, test, step), start.type), lets)
        return True

    def loop(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``for (x <- xs; y <- ys if c) body``."""
        if any(c.type == "yield" for c in node.children):
            return False
        steps = [e for e in kids(need(node, "enumerators")) if e.type == "enumerator"]
        self._over(steps, node, scope, lets)
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
        self._fold(need(function, "value"), pattern, [], body, node, scope, lets)
        return True

    def block(self, node: Node, scope: Scope, lets: Lets) -> bool:
        """``{ x = 1; y = 2 }``."""
        targets = self._targets(node, scope)
        self._become(targets, self._after(kids(node), scope, targets), lets)
        return True

    def _over(self, steps: list[Node], node: Node, scope: Scope, lets: Lets) -> None:
        first, *later = steps
        plain = [k for k in kids(first) if k.type != "guard"]
        guards = [need(k, "condition") for k in kids(first) if k.type == "guard"]
        while later and all(k.type == "guard" for k in kids(later[0])):
            guards += [need(k, "condition") for k in kids(later.pop(0))]
        if any(c.type == "=" for c in first.children) or len(plain) != 2:
            raise self.reader.refuse("FT004", f"this loop: {brief(node)}", node, scope)
        body = later if later else parts(node, "body")
        self._fold(plain[1], plain[0], guards, body, node, scope, lets)

    def _fold(
        self,
        source: Node,
        pattern: Node,
        guards: list[Node],
        body: list[Node],
        node: Node,
        scope: Scope,
        lets: Lets,
    ) -> None:
        """The variables that ``body`` sets for each item of ``source``, as a fold."""
        targets = self._targets(node, scope)
        items = self._items(source, scope)
        assert isinstance(items.type, SeqOf)
        item = self.reader.fresh("item", items.type.item)
        state = self.reader.fresh("state", packed([value_of(t) for t in targets]).type)
        start = packed([value_of(t) for t in targets])
        inner = scope.child(runtime=True)
        self._bind(pattern, item, inner)
        after = self._in_state(targets, state, lambda: self._round(guards, body, node, inner))
        point = (node.start_point.row + 1, node.start_point.column + 1)
        folded = Op("Seq.foldLeft", (items, start, Fn((state, item), after)), start.type, point)
        self._become(targets, folded, lets)

    def _round(self, guards: list[Node], body: list[Node], node: Node, inner: Scope) -> Expr:
        targets = self._targets(node, inner)
        before = packed([value_of(t) for t in targets])
        tests = [self.reader.typed(g, inner, BOOLEAN) for g in guards]
        if body and body[0].type == "enumerator":
            lets: Lets = []
            saved = [value_of(t) for t in targets]
            self._over(body, node, inner, lets)
            after = wrapped(packed([value_of(t) for t in targets]), lets)
            for target, value in zip(targets, saved, strict=True):
                target.set(value)
        else:
            after = self._after(body, inner, targets)
        for test in reversed(tests):
            after = If(test, after, before, before.type)
        return after

    def _bind(self, pattern: Node, item: Var, inner: Scope) -> None:
        from migrate.featran.scala.patterns import bind_irrefutable

        if pattern.type == "parameter":
            inner.names[text(need(pattern, "name")).strip("`")] = Typed(item)
        else:
            bind_irrefutable(self.reader, pattern, Typed(item), inner)

    def _items(self, source: Node, scope: Scope) -> Expr:
        expr = self.reader.typed(source, scope)
        match expr.type:
            case SeqOf(item, "Set") | MapOf(item) if hash_code(item) is None:
                pass
            case SeqOf():
                return expr
            case OptionOf(item):
                return Op("Option.toSeq", (expr,), SeqOf(item, "List"))
            case MapOf(key, value):
                return Op("Map.pairs", (expr,), SeqOf(TupleOf((key, value)), "List"))
        raise self.reader.refuse("FT004", f"a loop over a {expr.type}", source, scope)

    def _after(self, nodes: list[Node], scope: Scope, targets: list[Target]) -> Expr:
        """The values of ``targets`` behind statements, which are as before when this returns."""
        saved = [value_of(t) for t in targets]
        if len(nodes) == 1 and nodes[0].type in ("block", "indented_block"):
            nodes = kids(nodes[0])
        inner, lets = scope.child(), Lets()
        declare(inner, nodes)
        for node in nodes:
            self.one(node, inner, lets, self.flow)
        after = [self._coerced(t) for t in targets]
        for target, value in zip(targets, saved, strict=True):
            target.set(value)
        return wrapped(packed(after), lets)

    def _coerced(self, target: Target) -> Expr:
        return coerce(value_of(target), target.kind)

    def _with_state(self, targets: list[Target], read: Callable[[], Expr]) -> Fn:
        state = self.reader.fresh("state", packed([value_of(t) for t in targets]).type)
        return Fn((state,), self._in_state(targets, state, read))

    def _in_state(self, targets: list[Target], state: Var, read: Callable[[], Expr]) -> Expr:
        """What ``read`` gives where the variables are the parts of ``state``."""
        saved = [value_of(t) for t in targets]
        for target, value in zip(targets, parts_of(state, len(targets)), strict=True):
            target.set(value)
        found = read()
        for target, value in zip(targets, saved, strict=True):
            target.set(value)
        return found

    def _become(self, targets: list[Target], expr: Expr, lets: Lets) -> None:
        name = targets[0].name if len(targets) == 1 else "state"
        held = self.reader.fresh(name, expr.type)
        lets.append((held.name, expr))
        for target, value in zip(targets, parts_of(held, len(targets)), strict=True):
            target.set(value)

    def _targets(self, node: Node, scope: Scope) -> list[Target]:
        """The variables of this flow that are set anywhere in ``node``."""
        found: dict[str, Target] = {}
        for inner in walk(node):
            name = assigned(inner)
            owner = self.flow.owner(name, scope) if name is not None else None
            if name is not None and owner is not None:
                found[name] = Target(owner, name, self.flow.kinds[(owner, name)])
        return list(found.values())

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
        owner = self.flow.owner(name, scope) if left.type == "identifier" else None
        if owner is None:
            return False
        kind = self.flow.kinds[(owner, name)]
        value = self._right(left, right, operator, node, scope, kind)
        try:
            expr = coerce(value, kind)
        except Mismatch as error:
            raise self.reader.refuse("FT012", f"{error}: {brief(node)}", node, scope) from error
        owner.names[name] = Typed(self._held(name, expr, lets))
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
            return self.reader.typed(right, scope, kind)
        operand = [kids(right)[0]] if right.type == "parenthesized_expression" else [right]
        call = Call(self.reader, operator, node, scope, [operand], [], None)
        made = rest(call, select(self.reader.value(left, scope), call))
        return self.reader.as_typed(made, node, scope)

    def _held(self, name: str, expr: Expr, lets: Lets) -> Expr:
        if isinstance(expr, Lit):
            return expr
        held = self.reader.fresh(name, expr.type)
        lets.append((held.name, expr))
        return held


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
