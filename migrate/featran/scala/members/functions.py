"""Members of functions: ``andThen``, ``compose``, ``tupled``, ``lift``, ``isDefinedAt``."""

from __future__ import annotations

from bridges.featran.getters.ast import If, Op, Var
from bridges.featran.getters.rewrite import is_path, let
from bridges.featran.getters.types import OptionOf, Prim
from migrate.featran.scala.calls import Call, call_function
from migrate.featran.scala.choices import alike
from migrate.featran.scala.members import partial
from migrate.featran.scala.members.applying import invoke
from migrate.featran.scala.members.typing import as_kind, common
from migrate.featran.scala.values import Function, Typed, Value


def function_member(owner: Function, call: Call) -> Value:
    """A member of a function of the source."""
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
    if call.name == "orElse":
        (node,) = call.take(1)
        other = call.reader.expression(node, call.scope)
        if isinstance(other, Function):
            return Function(lambda args, _: _or_else(owner, other, call, args), 1, owner.what)
    if call.name == "lift":
        return Function(lambda args, _: _lift(owner, call, args), 1, owner.what)
    if call.name == "isDefinedAt":
        (node,) = call.take(1)
        found = _lift(owner, call, [call.reader.expression(node, call.scope)])
        return call.op("Option.isDefined", (found.expr,), Prim("Boolean"))
    raise call.refuse(f"{call.name} of a function", "FT012")


def _or_else(owner: Function, other: Function, call: Call, args: list[Value]) -> Value:
    """What a partial function gives, and outside its cases another one."""
    value = call.reader.as_typed(args[0], call.node, call.scope)
    held = value if is_path(value) else call.reader.fresh("x", value.type)
    first = _lift(owner, call, [Typed(held)]).expr
    kind = first.type
    assert isinstance(kind, OptionOf)
    second = call.reader.as_typed(other.apply([Typed(held)], None), call.node, call.scope)
    fn_value = Op("Option.get", (first,), kind.item)
    then, rest = alike(call.reader, [fn_value, second])
    common_type = common(call, then.type, rest.type)
    test = Op("Option.isDefined", (first,), Prim("Boolean"))
    both = (as_kind(call, then, common_type), as_kind(call, rest, common_type))
    made = If(test, *both, common_type)
    return Typed(let(held.name, value, made) if isinstance(held, Var) and held != value else made)


def _lift(owner: Function, call: Call, args: list[Value]) -> Typed:
    value = call.reader.as_typed(args[0], call.node, call.scope)
    fn = partial.lifted(call, owner, value.type)
    return Typed(let(fn.params[0].name, value, fn.body))
