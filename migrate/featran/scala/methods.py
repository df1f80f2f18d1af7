"""Methods, classes and values of the source: their parameters bound, their bodies read in place."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, New, Op, Var
from bridges.featran.getters.types import RecordOf, SeqOf, Type
from migrate.featran.scala.blocks import definition_value, folded, picked
from migrate.featran.scala.calls import Call, bind_all, strict
from migrate.featran.scala.coercion import Mismatch, coerce, conforms, widens
from migrate.featran.scala.definitions import VALS, is_implicit, parameter_lists
from migrate.featran.scala.names import object_scope
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.scope import Definition, Scope
from migrate.featran.scala.tree import Node, brief, kids, need, part, parts, text
from migrate.featran.scala.values import ClassValue, Function, Object, Typed, Value


def definition(call: Call, found: Definition) -> Value:
    """What a definition gives where it is named, argument lists included."""
    node = found.node
    if node.type in VALS:
        return val_value(call.reader, found)
    if node.type == "object_definition":
        return Object(text(need(node, "name")), object_scope(found))
    if node.type == "class_definition":
        return ClassValue(text(need(node, "name")), node, found.scope)
    return _method(call, found)


def val_value(reader: Reader, found: Definition) -> Value:
    """What a ``val`` holds; computed once. Raises Refused for a variable."""
    if found.node.type == "var_definition":
        raise reader.refuse("FT004", f"a variable: {brief(found.node)}", found.node, found.scope)
    memo = found.scope.memo
    if found.node.id not in memo:
        memo[found.node.id] = definition_value(reader, found.node, found.scope)
    return picked(reader, memo[found.node.id], found.pick, found.node, found.scope)


def _method(call: Call, named: Definition) -> Value:
    found = _chosen(call, named) if named.others else named
    lists = parameter_lists(found.node)
    if not lists or not lists[0]:
        if lists:
            call.take_optional()
        return _run(call.reader, found, {}, [])
    if not call.lists:
        return _eta(call.reader, found, lists)
    names: dict[str, Value] = {}
    bindings: list[tuple[Var, Expr]] = []
    for params in lists:
        if not call.lists:
            raise call.refuse(f"a partly applied method {call.name}")
        bound = bind_arguments(call, params, found.scope)
        _bind(call.reader, params, bound, names, bindings)
    return _run(call.reader, found, names, bindings)


def _chosen(call: Call, named: Definition) -> Definition:
    """The one overload that takes the arguments; raises Refused where it is not clear."""
    nodes = call.lists[0] if call.lists else []
    values = [call.reader.expression(n, call.scope) for n in nodes]
    fitting = [d for d in (named, *named.others) if call.lists and _takes(call.reader, d, values)]
    if len(fitting) != 1:
        raise call.refuse(f"{call.name} is overloaded")
    return fitting[0]


def _takes(reader: Reader, found: Definition, values: list[Value]) -> bool:
    lists = parameter_lists(found.node)
    params = lists[0] if lists else []
    if len(params) != len(values):
        return False
    kinds = [parameter_type(reader, p, found.scope) for p in params]
    return all(
        not isinstance(v, Typed) or k is None or conforms(v.type, k) or widens(v.type, k)
        for v, k in zip(values, kinds, strict=True)
    )


def _bind(
    reader: Reader,
    params: list[Node],
    bound: list[Value],
    names: dict[str, Value],
    bindings: list[tuple[Var, Expr]],
) -> None:
    for param, value in zip(params, bound, strict=True):
        name = text(need(param, "name")).strip("`")
        kind = part(param, "type")
        lazy = kind is not None and kind.type == "lazy_parameter_type"
        held, more = (value, []) if lazy else strict(reader, value, name)
        names[name] = held
        bindings += more


def _eta(reader: Reader, found: Definition, lists: list[list[Node]]) -> Function:
    """A method where a function is wanted."""
    if len(lists) > 1:
        what = f"a method of several parameter lists as a function: {brief(found.node)}"
        raise reader.refuse("FT004", what, found.node, found.scope)

    def apply(args: list[Value], expected: Type | None) -> Value:
        names: dict[str, Value] = {}
        bindings: list[tuple[Var, Expr]] = []
        values = [
            as_declared(reader, p, a, found.scope) for p, a in zip(lists[0], args, strict=True)
        ]
        _bind(reader, lists[0], values, names, bindings)
        return _run(reader, found, names, bindings)

    return Function(apply, len(lists[0]), text(need(found.node, "name")))


def _run(
    reader: Reader, found: Definition, names: dict[str, Value], bindings: list[tuple[Var, Expr]]
) -> Value:
    """The body with its parameters bound."""
    body = part(found.node, "body")
    if body is None:
        what = f"{text(need(found.node, 'name'))} has no body here"
        raise reader.refuse("FT004", what, found.node, found.scope)
    runtime = found.scope.runtime or not all(map(is_static, names.values()))
    inner = found.scope.child(runtime=runtime, label="")
    inner.names.update(names)
    declared = part(found.node, "return_type")
    expected = reader.types.resolve(declared, inner) if declared is not None else None
    reader.active.append(found.node.id)
    if reader.active.count(found.node.id) > 1:
        reader.active.pop()
        what = f"a recursive method: {text(need(found.node, 'name'))}"
        raise reader.refuse("FT013", what, found.node, found.scope)
    try:
        result = reader.expression(body, inner, expected)
    finally:
        reader.active.pop()
    result = _as_result(result, expected)
    if bindings and not isinstance(result, Typed):
        what = f"a function made from a row: {brief(found.node)}"
        raise reader.refuse("FT004", what, found.node, found.scope)
    return folded(reader, bind_all(result, bindings), body, found.scope)


def _as_result(value: Value, expected: Type | None) -> Value:
    if expected is None or not isinstance(value, Typed):
        return value
    try:
        return Typed(coerce(value.expr, expected), value.java)
    except Mismatch:
        return value


def bind_arguments(call: Call, params: list[Node], scope: Scope) -> list[Value]:
    """The values for one parameter list: by position, by name, repeated, or by default.

    Defaults are read in ``scope``, the scope of the definition.
    """
    nodes = call.take()
    if params and _is_repeated(params[-1]):
        return _with_repeated(call, params, nodes, scope)
    by_name = {
        text(need(n, "left")): need(n, "right") for n in nodes if n.type == "assignment_expression"
    }
    positional = [n for n in nodes if n.type != "assignment_expression"]
    names = [text(need(p, "name")).strip("`") for p in params]
    if len(positional) > len(params) or set(by_name) - set(names):
        raise call.refuse(f"arguments that {call.name} does not take")
    values = []
    for index, (name, param) in enumerate(zip(names, params, strict=True)):
        node = positional[index] if index < len(positional) else by_name.get(name)
        values.append(_argument(call, param, node, scope))
    return values


def _argument(call: Call, param: Node, node: Node | None, scope: Scope) -> Value:
    reader = call.reader
    default = part(param, "default_value")
    if node is None and default is None:
        raise call.refuse(f"no argument for {text(need(param, 'name'))}")
    where = call.scope if node is not None else scope
    source = node if node is not None else default
    assert source is not None
    value = reader.expression(source, where, parameter_type(reader, param, scope))
    return as_declared(reader, param, value, scope)


def _is_repeated(param: Node) -> bool:
    kind = part(param, "type")
    return kind is not None and kind.type == "repeated_parameter_type"


def _with_repeated(call: Call, params: list[Node], nodes: list[Node], scope: Scope) -> list[Value]:
    fixed = params[:-1]
    values = [_argument(call, p, n, scope) for p, n in zip(fixed, nodes, strict=False)]
    kind = parameter_type(call.reader, params[-1], scope)
    assert isinstance(kind, SeqOf)
    rest = [call.value(n, kind.item) for n in nodes[len(fixed) :]]
    return [*values, Typed(Op("Seq.of", tuple(rest), SeqOf(kind.item)))]


def parameter_type(reader: Reader, param: Node, scope: Scope) -> Type | None:
    """The declared type of a parameter, or None where it is not understood."""
    node = part(param, "type")
    return reader.types.resolve(node, scope) if node is not None else None


def as_declared(reader: Reader, param: Node, value: Value, scope: Scope) -> Value:
    """An argument brought to its parameter's type; where that is unknown, as it is."""
    kind = parameter_type(reader, param, scope)
    if kind is None or not isinstance(value, Typed):
        return value
    try:
        return Typed(coerce(value.expr, kind), value.java)
    except Mismatch:
        return value


def construct(call: Call, made: ClassValue) -> Value:
    """``Name(args)`` or ``new Name(args)`` of a case class."""
    kind = class_type(call, made)
    groups = [g for g in parts(made.node, "class_parameters") if not is_implicit(g)]
    if not isinstance(kind, RecordOf) or not groups:
        raise call.refuse(f"an instance of {made.name}")
    params = [k for k in kids(groups[0]) if k.type == "class_parameter"]
    if len(params) != len(kind.fields):
        raise call.refuse(f"an instance of {made.name}, which is no case class")
    values = bind_arguments(call, params, made.scope)
    exprs = []
    for param, value, (_, field_type) in zip(params, values, kind.fields, strict=True):
        exprs.append(call.reader.as_typed(value, param, made.scope, field_type))
    return Typed(New(kind, tuple(exprs)))


def class_type(call: Call, made: ClassValue) -> Type:
    """The record that a class is."""
    return call.reader.types.record(made.name, made.node, call.types(), made.scope)


def instance_scope(reader: Reader, kind: RecordOf, instance: Expr) -> Scope | None:
    """The scope of a class body for ``instance``: its fields, its methods and ``this``."""
    from bridges.featran.getters.ast import Field
    from migrate.featran.scala.definitions import declare

    known = reader.types.classes.get(kind.name)
    if known is None:
        return None
    node, scope = known
    inner = scope.child(runtime=True)
    inner.names["this"] = Typed(instance)
    for name, _ in kind.fields:
        inner.names[name] = Typed(Field(instance, name))
    body = part(node, "body")
    if body is not None:
        declare(inner, kids(body))
    return inner
