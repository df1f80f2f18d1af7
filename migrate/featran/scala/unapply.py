"""Extractors of the source: objects whose ``unapply`` says what a pattern takes apart."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr
from migrate.featran.scala.calls import Call
from migrate.featran.scala.lookup_nodes import argument
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Definition, Scope
from migrate.featran.scala.templates import object_scope
from migrate.featran.scala.tree import Node, text
from migrate.featran.scala.values import Typed

_METHODS = ("unapply", "unapplySeq")


def unapplied(reader: Reader, named: Node, subject: Expr, scope: Scope) -> Expr | None:
    """What the extractor that ``named`` names gives for ``subject``; None where it names none."""
    from migrate.featran.scala.methods import definition

    found = _methods(reader, named, scope)
    for name in _METHODS:
        method = found.get(name)
        if method is not None:
            inner = scope.child(runtime=True)
            inner.names["argument"] = Typed(subject)
            call = Call(reader, name, named, inner, [[argument()]])
            return reader.as_typed(definition(call, method), named, scope)
    return None


def is_sequence(reader: Reader, named: Node, scope: Scope) -> bool:
    """Whether the extractor gives a sequence of any length."""
    return "unapplySeq" in _methods(reader, named, scope)


def _methods(reader: Reader, named: Node, scope: Scope) -> dict[str, Definition]:
    from migrate.featran.scala.names import imported, lookup

    path = text(named).replace("`", "")
    head, _, rest = path.partition(".")
    found = imported(path, scope, reader.program) if rest else None
    found = found if rest else lookup(head, scope, reader.program)
    if not isinstance(found, Definition) or found.node.type != "object_definition":
        return {}
    names = object_scope(found, reader.program).names
    known = {name: names.get(name) for name in _METHODS}
    return {n: d for n, d in known.items() if isinstance(d, Definition)}
