"""Bare names: what they are, and what calling them does."""

from __future__ import annotations

from bridges.featran.getters.types import Type
from migrate.featran.scala import library
from migrate.featran.scala.calls import Call
from migrate.featran.scala.methods import definition
from migrate.featran.scala.names import library_path, lookup
from migrate.featran.scala.parameters import given_value
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.scope import Argument, Binding, Definition, Imported, Scope, Unknown
from migrate.featran.scala.tree import Node, text
from migrate.featran.scala.vals import argument_value
from migrate.featran.scala.values import Library, Typed, Value

#: Methods that every case class has, called without a receiver in its body.
_OF_THIS = frozenset({"copy", "toString", "hashCode", "equals"})


def identifier(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """The value of a name that nothing is applied to."""
    return call_name(Call(reader, text(node).strip("`"), node, scope, [], [], expected))


def call_name(call: Call) -> Value:
    """The value of ``name(args)…``; raises Refused for a name that nothing defines."""
    from migrate.featran.scala.expressions import rest

    return rest(call, _resolve(call))


def _resolve(call: Call) -> Value:
    found = lookup(call.name, call.scope, call.reader.program)
    if found is not None:
        return bound_value(call, found)
    own = lookup("this", call.scope, call.reader.program) if call.name in _OF_THIS else None
    if isinstance(own, Typed):
        from migrate.featran.scala.members import select

        return select(own, call)
    builtin = library.bare(call)
    if builtin is not None:
        return builtin
    path = library_path(call.name)
    if path is not None or call.name in call.reader.program.packages:
        return Library(path or call.name)
    raise call.refuse(f"{call.name} is not defined in the given files", "FT012")


def bound_value(call: Call, found: Binding) -> Value:
    """What a name that is known stands for."""
    match found:
        case Definition():
            return definition(call, found)
        case Unknown():
            return given_value(call.reader, found)
        case Imported():
            return library.member(found.path, call)
        case Argument():
            return argument_value(call.reader, found)
    return found
