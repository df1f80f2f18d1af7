"""Members of values of a getter's world, by their type."""

from __future__ import annotations

from bridges.featran.getters.types import (
    NUMERIC,
    STRING,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.calls import Call
from migrate.featran.scala.lookup_nodes import argument
from migrate.featran.scala.members import (
    anything,
    java,
    mapping,
    numeric,
    option,
    records,
    sequence,
    strings,
)
from migrate.featran.scala.refusal import Refused
from migrate.featran.scala.values import Function, Typed, Value


def typed_member(receiver: Typed, call: Call) -> Value:
    """A member of the type, else one that the source adds to it."""
    from migrate.featran.scala.extensions import extension_member

    lists = list(call.lists)
    try:
        return _own_member(receiver, call)
    except Refused:
        left, call.lists[:] = list(call.lists), lists
        found = extension_member(receiver, call)
        if found is None:
            call.lists[:] = left
            raise
        return found


_OF_ONE = frozenset({"contains", "startsWith", "endsWith", "matches", "charAt", "apply", "get"})
"""Members of one argument that are often given as functions: ``filter(known.contains)``."""


def _as_method_value(receiver: Typed, call: Call) -> Value:
    """``receiver.name`` as a function of its argument."""

    def apply(args: list[Value], expected: Type | None) -> Value:
        inner = call.scope.child()
        inner.names["argument"] = args[0]
        made = Call(call.reader, call.name, call.node, inner, [[argument()]], [], expected)
        return typed_member(receiver, made)

    return Function(apply, 1, f"{call.name} of a {receiver.type}")


def _own_member(receiver: Typed, call: Call) -> Value:
    kind = receiver.type
    if call.name in _OF_ONE and not call.lists and isinstance(kind, SeqOf | MapOf | Prim):
        return _as_method_value(receiver, call)
    if receiver.java:
        found = java.member(receiver, call)
        if found is not None:
            return found
    common = anything.member(receiver, call)
    if common is not None:
        return common
    match kind:
        case OptionOf():
            return option.member(receiver.expr, call)
        case SeqOf():
            return sequence.member(receiver.expr, call)
        case MapOf():
            return mapping.member(receiver.expr, call)
        case RecordOf() | TupleOf():
            return records.member(receiver, call)
        case Boxed(item):
            return numeric.boxed_member(receiver.expr, item, call)
        case Prim() if kind == STRING:
            return strings.member(receiver.expr, call)
        case Prim() if kind in NUMERIC or kind.name == "Boolean":
            return numeric.member(receiver.expr, call)
    raise call.refuse(f"{call.name} of a {kind}", "FT012")
