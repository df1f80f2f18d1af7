"""Values applied to arguments: functions, constructors, items of collections."""

from __future__ import annotations

from bridges.featran.getters.ast import Lit, Op
from bridges.featran.getters.types import INT, STRING, MapOf, Prim, RecordOf, SeqOf, Type
from migrate.featran.scala import constructors
from migrate.featran.scala.calls import Call, call_function
from migrate.featran.scala.instances import construct
from migrate.featran.scala.members import listed, mapping
from migrate.featran.scala.members.objects import object_member
from migrate.featran.scala.members.typed import typed_member
from migrate.featran.scala.reader import Reader, describe
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node
from migrate.featran.scala.values import (
    ClassValue,
    Defaulted,
    Function,
    Library,
    Listed,
    Object,
    Typed,
    Value,
)


def invoke(value: Value, call: Call) -> Value:
    """``value(args)`` with the next argument list."""
    match value:
        case Function():
            args = [call.reader.expression(n, call.scope) for n in call.take()]
            return call_function(value, args, call.expected, call.reader, call.node, call.scope)
        case Library():
            return constructors.invoke(value, call)
        case ClassValue():
            return construct(call, value)
        case Object():
            call.name = "apply"
            return object_member(value, call)
        case Typed():
            if isinstance(value.type, RecordOf):
                call.name = "apply"
                return typed_member(value, call)
            args = [call.reader.expression(n, call.scope) for n in call.take()]
            return apply_typed(call.reader, value, args, call.node, call.scope, call.expected)
        case Listed():
            call.name = "apply"
            return listed.member(value, call)
        case Defaulted():
            call.name = "apply"
            return mapping.of_defaulted(value, call)
    raise call.refuse(f"{describe(value)} cannot be applied to arguments")


def apply_typed(
    reader: Reader, value: Value, args: list[Value], node: Node, scope: Scope, expected: Type | None
) -> Value:
    """An item of a collection, a map or a string."""
    call = Call(reader, "apply", node, scope, [], [], expected)
    if not isinstance(value, Typed) or len(args) != 1:
        raise call.refuse("this cannot be applied to arguments")
    expr, kind = value.expr, value.type
    if isinstance(kind, MapOf):
        key = reader.as_typed(args[0], node, scope, kind.key)
        return call.op("Map.apply", (expr, key), kind.value)
    if isinstance(kind, SeqOf) and kind.kind == "Set":
        item = reader.as_typed(args[0], node, scope, kind.item)
        return call.op("Seq.contains", (expr, item), Prim("Boolean"))
    position = reader.as_typed(args[0], node, scope, INT)
    if isinstance(kind, SeqOf):
        if isinstance(expr, Op) and expr.name == "Seq.of" and isinstance(position, Lit):
            index = int(position.value or 0)
            if 0 <= index < len(expr.args):
                return Typed(expr.args[index])
        return call.op("Seq.apply", (expr, position), kind.item)
    if kind == STRING:
        return call.op("String.charAt", (expr, position), Prim("Char"))
    raise call.refuse(f"a {kind} cannot be applied to arguments", "FT012")
