"""Members of values: ``receiver.name(args)`` by what the receiver is."""

from __future__ import annotations

from functools import cache

from bridges.featran.getters.ast import Lit, Op
from bridges.featran.getters.rewrite import let
from bridges.featran.getters.types import (
    INT,
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
from migrate.featran.scala import constructors, dsl, library, transformers
from migrate.featran.scala.calls import Call, call_function
from migrate.featran.scala.choices import as_choice
from migrate.featran.scala.instances import construct
from migrate.featran.scala.members import (
    anything,
    attempt,
    java,
    listed,
    mapping,
    numeric,
    option,
    partial,
    records,
    regex,
    sequence,
    sequence_functions,
    strings,
)
from migrate.featran.scala.reader import Reader, describe
from migrate.featran.scala.refusal import Refused
from migrate.featran.scala.scope import Imported, Scope
from migrate.featran.scala.tree import Node, parse, text, walk
from migrate.featran.scala.values import (
    Attempt,
    ClassValue,
    Extracted,
    Function,
    Library,
    Listed,
    MultiValue,
    Object,
    Pair,
    Regex,
    SpecValue,
    TransformerValue,
    Typed,
    Value,
)


def select(receiver: Value, call: Call) -> Value:
    """The member ``call.name`` of ``receiver``, with the argument lists that it takes."""
    match receiver:
        case Typed():
            return _typed_member(receiver, call)
        case Attempt():
            return attempt.member(receiver.expr, call)
        case Regex():
            return regex.member(receiver, call)
        case Library():
            return library.select_member(receiver, call)
        case Object():
            return _object_member(receiver, call)
        case SpecValue() | MultiValue() | Extracted():
            return _spec_member(receiver, call)
        case TransformerValue():
            return transformers.transformer_member(receiver, call)
        case Listed() | Pair():
            return listed.member(receiver, call)
        case Function():
            return _function_member(receiver, call)
        case ClassValue():
            return _class_member(receiver, call)


def select_with(receiver: Value, call: Call, function: Function) -> Value:
    """A member that takes one function, given here instead of in the source."""
    if isinstance(receiver, Listed):
        return listed.each(receiver, call, function)
    if not isinstance(receiver, Typed):
        raise call.refuse(f"{call.name} of {describe(receiver)}")
    match receiver.type:
        case OptionOf():
            return option.with_function(receiver.expr, call, function)
        case SeqOf():
            return sequence_functions.with_function(receiver.expr, call, function)
    raise call.refuse(f"{call.name} of a {receiver.type}", "FT012")


def _typed_member(receiver: Typed, call: Call) -> Value:
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


def _spec_member(receiver: SpecValue | MultiValue | Extracted, call: Call) -> Value:
    """A method of Featran's, else one that the source adds to specs."""
    from migrate.featran.scala.extensions import extension_member

    found = None
    if isinstance(receiver, SpecValue) and call.name not in dsl.METHODS:
        found = extension_member(receiver, call)
    return dsl.spec_member(receiver, call) if found is None else found


_OF_ONE = frozenset({"contains", "startsWith", "endsWith", "matches", "charAt", "apply", "get"})
"""Members of one argument that are often given as functions: ``filter(known.contains)``."""


def _as_method_value(receiver: Typed, call: Call) -> Value:
    """``receiver.name`` as a function of its argument."""

    def apply(args: list[Value], expected: Type | None) -> Value:
        inner = call.scope.child()
        inner.names["argument"] = args[0]
        made = Call(call.reader, call.name, call.node, inner, [[_argument()]], [], expected)
        return _typed_member(receiver, made)

    return Function(apply, 1, f"{call.name} of a {receiver.type}")


@cache
def _argument() -> Node:
    """A node that names ``argument``."""
    found = parse("object O { val v = argument }", "")
    return next(n for n in walk(found.root) if text(n) == "argument")


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


def _object_member(owner: Object, call: Call) -> Value:
    from migrate.featran.scala.identifiers import bound_value

    found = owner.scope.names.get(call.name)
    if found is not None and not isinstance(found, Imported):
        return bound_value(call, found)
    node = owner.scope.types.get(call.name)
    if isinstance(node, Node) and node.type == "class_definition":
        return ClassValue(call.name, node, owner.scope)
    if call.name == "apply":
        return _companion_apply(owner, call)
    choice = as_choice(call.reader, owner)
    if isinstance(choice, Typed):
        common = anything.member(choice, call)
        if common is not None:
            return common
    raise call.refuse(f"{owner.name} has no {call.name} here", "FT012")


def _companion_apply(owner: Object, call: Call) -> Value:
    outer = owner.scope.parent
    node = outer.types.get(owner.name) if outer is not None else None
    if isinstance(node, Node) and node.type == "class_definition" and outer is not None:
        return construct(call, ClassValue(owner.name, node, outer))
    raise call.refuse(f"{owner.name} cannot be applied", "FT012")


def _function_member(owner: Function, call: Call) -> Value:
    if call.name == "apply":
        return invoke(owner, call)
    if call.name in ("andThen", "compose"):
        (node,) = call.take(1)
        other = call.reader.expression(node, call.scope)
        if isinstance(other, Function):
            first, second = (owner, other) if call.name == "andThen" else (other, owner)
            return Function(lambda a, e: second.apply([first.apply(a, None)], e), 1, owner.what)
    if call.name == "tupled":
        return Function(
            lambda a, e: call_function(owner, a, e, call.reader, call.node, call.scope),
            1,
            owner.what,
        )
    if call.name == "lift":
        return Function(lambda args, _: _lift(owner, call, args), 1, owner.what)
    if call.name == "isDefinedAt":
        (node,) = call.take(1)
        found = _lift(owner, call, [call.reader.expression(node, call.scope)])
        return call.op("Option.isDefined", (found.expr,), Prim("Boolean"))
    raise call.refuse(f"{call.name} of a function", "FT012")


def _lift(owner: Function, call: Call, args: list[Value]) -> Typed:
    value = call.reader.as_typed(args[0], call.node, call.scope)
    fn = partial.lifted(call, owner, value.type)
    return Typed(let(fn.params[0].name, value, fn.body))


def _class_member(owner: ClassValue, call: Call) -> Value:
    if call.name == "apply":
        return construct(call, owner)
    raise call.refuse(f"{owner.name}.{call.name}", "FT012")


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
            return _object_member(value, call)
        case Typed():
            if isinstance(value.type, RecordOf):
                call.name = "apply"
                return _typed_member(value, call)
            args = [call.reader.expression(n, call.scope) for n in call.take()]
            return apply_typed(call.reader, value, args, call.node, call.scope, call.expected)
        case Listed():
            call.name = "apply"
            return listed.member(value, call)
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
