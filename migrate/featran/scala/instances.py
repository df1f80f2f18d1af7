"""Instances of classes: records where a row decides them, else objects with parameters."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, New
from bridges.featran.getters.rewrite import is_path
from bridges.featran.getters.types import RecordOf, Type
from migrate.featran.scala.calls import Call
from migrate.featran.scala.choices import as_choice
from migrate.featran.scala.definitions import is_implicit, type_parameters
from migrate.featran.scala.methods import bind_arguments
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.scope import Binding, Scope, TypeIn
from migrate.featran.scala.templates import template_scope
from migrate.featran.scala.tree import Node, brief, kids, need, parts, text
from migrate.featran.scala.values import (
    ClassValue,
    Function,
    Instance,
    Listed,
    Object,
    Pair,
    Typed,
    Value,
)


def construct(call: Call, made: ClassValue) -> Value:
    """``Name(args)`` or ``new Name(args)``."""
    kind = class_type(call, made)
    groups = _parameter_groups(made.node)
    if isinstance(kind, RecordOf) and len(groups) == 1 and len(groups[0]) == len(kind.fields):
        return _record(call, made, kind, groups[0])
    if any(c.type == "case" for c in made.node.children):
        return _static(call, made, groups)
    return _object(call, made, groups)


def _parameter_groups(node: Node) -> list[list[Node]]:
    groups = [g for g in parts(node, "class_parameters") if not is_implicit(g)]
    return [[k for k in kids(g) if k.type == "class_parameter"] for g in groups]


def _record(call: Call, made: ClassValue, kind: RecordOf, params: list[Node]) -> Value:
    values = bind_arguments(call, params, made.scope)
    if any(isinstance(value, Function | Pair | Instance | Listed) for value in values):
        return Instance(made, _fields(call, made, params, values))
    exprs = [
        call.reader.as_typed(value, param, made.scope, field_type)
        for param, value, (_, field_type) in zip(params, values, kind.fields, strict=True)
    ]
    return Typed(New(kind, tuple(exprs)))


def _static(call: Call, made: ClassValue, groups: list[list[Node]]) -> Value:
    """An instance of a case class whose fields are no values of getters."""
    fields: dict[str, Value] = {}
    for params in groups:
        fields |= _fields(call, made, params, bind_arguments(call, params, made.scope))
    if not all(map(is_static, fields.values())):
        raise call.refuse(f"an instance of {made.name} that a row makes")
    return Instance(made, fields)


def _fields(
    call: Call, made: ClassValue, params: list[Node], values: list[Value]
) -> dict[str, Value]:
    """The fields by name; an object or a case class of a sealed family is a value of it."""
    found: dict[str, Value] = {}
    for param, value in zip(params, values, strict=True):
        kind = call.reader.types.value_type(need(param, "type"), made.scope)
        found[text(need(param, "name")).strip("`")] = as_choice(call.reader, value, kind)
    return found


def instance_fields(made: ClassValue) -> list[str]:
    """The fields of a case class that its pattern binds: those of its first list."""
    groups = _parameter_groups(made.node)
    return [text(need(p, "name")).strip("`") for p in groups[0]] if groups else []


def _object(call: Call, made: ClassValue, groups: list[list[Node]]) -> Value:
    """An instance whose members are read with its parameters in place."""
    types = dict(
        zip(
            type_parameters(made.node),
            [TypeIn(t, call.scope) for t in call.type_args],
            strict=False,
        )
    )
    bound: dict[str, Binding] = {}
    for params in groups or [[]]:
        values = bind_arguments(call, params, made.scope) if call.lists or params else []
        for param, value in zip(params, values, strict=True):
            bound[text(need(param, "name")).strip("`")] = _held(call, value)
    runtime = call.scope.runtime or not all(is_static(v) for v in bound.values())  # type: ignore[arg-type]
    return instance(call.reader, made, bound, types, runtime=runtime)


def _held(call: Call, value: Value) -> Value:
    """An argument that may be read several times."""
    if isinstance(value, Typed) and not (is_static(value) or is_path(value.expr)):
        raise call.refuse(f"an instance made of a computed value: {brief(call.node)}")
    return value


def instance(
    reader: Reader,
    made: ClassValue,
    bound: dict[str, Binding],
    types: dict[str, TypeIn],
    *,
    runtime: bool,
) -> Object:
    """The object that a class with these parameters is."""
    scope = template_scope(
        made.node, made.scope, reader.program, bound, types=types, label=made.name, runtime=runtime
    )
    return Object(made.name, scope)


def class_type(call: Call, made: ClassValue) -> Type:
    """The record that a class is."""
    return call.reader.types.record(made.name, made.node, call.types(), made.scope)


def instance_scope(reader: Reader, kind: RecordOf, record: Expr) -> Scope | None:
    """The scope of a class body for ``record``: its fields, its methods and ``this``."""
    known = reader.types.classes.get(kind.name)
    if known is None:
        return None
    node, scope = known
    fields = {name: Typed(Field(record, name)) for name, _ in kind.fields}
    bound: dict[str, Binding] = {**fields, "this": Typed(record)}
    return template_scope(node, scope, reader.program, bound, runtime=True)
