"""Members of records and tuples: fields, bean getters, methods of the class, ``swap``."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, New, Op
from bridges.featran.getters.rewrite import free_variables, is_path, let
from bridges.featran.getters.types import (
    BOOLEAN,
    INT,
    STRING,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
    field_of,
    is_enumeration,
    sides,
)
from migrate.featran.scala.calls import Call
from migrate.featran.scala.families import family_named
from migrate.featran.scala.instances import instance_scope
from migrate.featran.scala.members import choices, either, regex
from migrate.featran.scala.methods import definition
from migrate.featran.scala.scope import Argument, Definition
from migrate.featran.scala.times import members as times
from migrate.featran.scala.times.members import is_time
from migrate.featran.scala.vals import argument_value
from migrate.featran.scala.values import Typed, Value

_ORDERS = frozenset({"<", "<=", ">", ">=", "compare"})
"""Members of the values of an Enumeration, which are in the order of their numbers."""


def member(receiver: Typed, call: Call) -> Value:
    """``record.field`` and what classes and Avro add to it."""
    expr, kind = receiver.expr, receiver.type
    if is_time(kind):
        return times.member(expr, call)
    if kind == regex.MATCH:
        return regex.of_match(expr, call)
    if sides(kind) is not None:
        return either.member(expr, call)
    family = family_named(call.reader.types, kind)
    if family is not None:
        from migrate.featran.scala.members import select

        return choices.member(expr, call, family, select)
    found = field_of(kind, call.name)
    if found is not None:
        if isinstance(expr, New):
            return Typed(expr.args[_index(kind, call.name)])
        return Typed(Field(expr, call.name, call.at))
    if is_enumeration(kind) and call.name in _ORDERS:
        (node,) = call.take(1)
        numbers = (Field(expr, "id", call.at), Field(call.value(node, kind), "id", call.at))
        return call.op(call.name, numbers, INT if call.name == "compare" else BOOLEAN)
    if isinstance(kind, TupleOf):
        return _tuple(expr, kind, call)
    assert isinstance(kind, RecordOf)
    if call.name == "copy":
        return _copy(expr, kind, call)
    bean = _bean(expr, kind, call)
    if bean is not None:
        return bean
    return _method(expr, kind, call)


def _index(kind: Type, name: str) -> int:
    if isinstance(kind, RecordOf):
        return [n for n, _ in kind.fields].index(name)
    return int(name[1:]) - 1


def _tuple(expr: Expr, kind: TupleOf, call: Call) -> Value:
    if call.name == "swap" and len(kind.items) == 2:
        swapped = TupleOf((kind.items[1], kind.items[0]))
        return Typed(New(swapped, (Field(expr, "_2", call.at), Field(expr, "_1", call.at))))
    raise call.refuse(f"{call.name} of a {kind}", "FT012")


def _bean(expr: Expr, kind: RecordOf, call: Call) -> Value | None:
    """``getAge``, ``getAge()``, ``isActive`` and ``get("age")`` of an Avro class."""
    if kind.name not in call.reader.types.given:
        return None
    name = _bean_field(kind, call)
    if name is None:
        return None
    found = kind.field(name)
    assert found is not None
    value: Expr = Field(expr, name, call.at)
    if isinstance(found, OptionOf):
        value = Op("Option.orNull", (value,), _nullable(found.item), call.at)
    return Typed(value, java=isinstance(value.type, SeqOf | MapOf))


def _nullable(item: Type) -> Type:
    return Boxed(item) if isinstance(item, Prim) and item != STRING else item


def _bean_field(kind: RecordOf, call: Call) -> str | None:
    if call.name == "get" and call.lists and len(call.lists[0]) == 1:
        from bridges.featran.getters.ast import Lit

        (node,) = call.take(1)
        literal = call.value(node)
        wanted = literal.value if isinstance(literal, Lit) else None
        return str(wanted) if kind.field(str(wanted)) is not None else None
    for prefix in ("get", "is"):
        if call.name.startswith(prefix) and len(call.name) > len(prefix):
            stem = _plain(call.name[len(prefix) :])
            for name, _ in kind.fields:
                if _plain(name) == stem:
                    call.take_optional()
                    return name
    return None


def _plain(name: str) -> str:
    """A field name as bean getters spell it: without underscores, the case of letters aside."""
    return name.replace("_", "").lower()


def _copy(expr: Expr, kind: RecordOf, call: Call) -> Value:
    from migrate.featran.scala.tree import need, text

    changed = {}
    for node, (name, _) in zip(call.take(), kind.fields, strict=False):
        if node.type == "assignment_expression":
            changed[text(need(node, "left"))] = need(node, "right")
        else:
            changed[name] = node
    if set(changed) - {n for n, _ in kind.fields}:
        raise call.refuse("copy of an unknown field", "FT012")
    args = [
        call.value(changed[n], t) if n in changed else Field(expr, n, call.at)
        for n, t in kind.fields
    ]
    return Typed(New(kind, tuple(args)))


def _method(expr: Expr, kind: RecordOf, call: Call) -> Value:
    """A method or value of the class body, read with the fields in scope."""
    if not (is_path(expr) or _is_cheap(expr)):
        return _of_computed(expr, kind, call)
    scope = instance_scope(call.reader, kind, expr)
    found = scope.names.get(call.name) if scope is not None else None
    if isinstance(found, Argument):
        return argument_value(call.reader, found)
    if not isinstance(found, Definition):
        raise call.refuse(f"{kind} has no {call.name} in the given files", "FT012")
    return definition(call, found)


def _is_cheap(expr: Expr) -> bool:
    """Whether a record is made of what may stand in several places, or of nothing of a row."""
    return not free_variables(expr) or (isinstance(expr, New) and all(map(is_path, expr.args)))


def _of_computed(expr: Expr, kind: RecordOf, call: Call) -> Value:
    """A member of a record that is computed once."""
    held = call.reader.fresh(kind.name.partition("[")[0].lower(), kind)
    value = _method(held, kind, call)
    if not isinstance(value, Typed):
        raise call.refuse(f"{call.name} of a computed {kind}")
    return Typed(let(held.name, expr, value.expr), value.java)
