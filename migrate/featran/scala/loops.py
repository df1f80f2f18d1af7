"""Loops over collections: a fold, whose state is the variables that the body sets."""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.getters.ast import Expr, Fn, If, Op, Var
from bridges.featran.getters.ordering import hash_code
from bridges.featran.getters.types import BOOLEAN, MapOf, OptionOf, SeqOf, TupleOf
from migrate.featran.scala.carried import Carried
from migrate.featran.scala.flows import Lets, packed, value_of, wrapped
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, kids, need, parts, text
from migrate.featran.scala.values import Typed


@dataclass(frozen=True, slots=True)
class Loops:
    """Reads ``for (x <- xs) …`` and ``xs.foreach { x => … }``."""

    carried: Carried

    def over(self, steps: list[Node], node: Node, scope: Scope, lets: Lets) -> None:
        first, *later = steps
        plain = [k for k in kids(first) if k.type != "guard"]
        guards = [need(k, "condition") for k in kids(first) if k.type == "guard"]
        while later and all(k.type == "guard" for k in kids(later[0])):
            guards += [need(k, "condition") for k in kids(later.pop(0))]
        if any(c.type == "=" for c in first.children) or len(plain) != 2:
            raise self.carried.reader.refuse("FT004", f"this loop: {brief(node)}", node, scope)
        body = later if later else parts(node, "body")
        self.fold(plain[1], plain[0], guards, body, node, scope, lets)

    def fold(
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
        targets = self.carried.targets(node, scope)
        items = self._items(source, scope)
        assert isinstance(items.type, SeqOf)
        item = self.carried.reader.fresh("item", items.type.item)
        state = self.carried.reader.fresh("state", packed([value_of(t) for t in targets]).type)
        start = packed([value_of(t) for t in targets])
        inner = scope.child(runtime=True)
        self._bind(pattern, item, inner)
        after = self.carried.in_state(
            targets, state, lambda: self._round(guards, body, node, inner)
        )
        point = (node.start_point.row + 1, node.start_point.column + 1)
        folded = Op("Seq.foldLeft", (items, start, Fn((state, item), after)), start.type, point)
        self.carried.become(targets, folded, lets)

    def _round(self, guards: list[Node], body: list[Node], node: Node, inner: Scope) -> Expr:
        targets = self.carried.targets(node, inner)
        before = packed([value_of(t) for t in targets])
        tests = [self.carried.reader.typed(g, inner, BOOLEAN) for g in guards]
        if body and body[0].type == "enumerator":
            lets: Lets = []
            saved = [value_of(t) for t in targets]
            self.over(body, node, inner, lets)
            after = wrapped(packed([value_of(t) for t in targets]), lets)
            for target, value in zip(targets, saved, strict=True):
                target.set(value)
        else:
            after = self.carried.after(body, inner, targets)
        for test in reversed(tests):
            after = If(test, after, before, before.type)
        return after

    def _bind(self, pattern: Node, item: Var, inner: Scope) -> None:
        from migrate.featran.scala.patterns import bind_irrefutable

        if pattern.type == "parameter":
            inner.names[text(need(pattern, "name")).strip("`")] = Typed(item)
        else:
            bind_irrefutable(self.carried.reader, pattern, Typed(item), inner)

    def _items(self, source: Node, scope: Scope) -> Expr:
        expr = self.carried.reader.typed(source, scope)
        match expr.type:
            case SeqOf(item, "Set") | MapOf(item) if hash_code(item) is None:
                pass
            case SeqOf():
                return expr
            case OptionOf(item):
                return Op("Option.toSeq", (expr,), SeqOf(item, "List"))
            case MapOf(key, value):
                return Op("Map.pairs", (expr,), SeqOf(TupleOf((key, value)), "List"))
        raise self.carried.reader.refuse("FT004", f"a loop over a {expr.type}", source, scope)
