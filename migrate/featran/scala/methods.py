"""Methods, classes and values of the source: their parameters bound, their bodies read in place."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Var
from bridges.featran.getters.types import SeqOf, Type
from migrate.featran.scala.blocks import as_listed, folded
from migrate.featran.scala.calls import Call, bind_all, strict
from migrate.featran.scala.coercion import Mismatch, coerce, conforms, widens
from migrate.featran.scala.definitions import VALS, is_repeated, parameter_lists, type_parameters
from migrate.featran.scala.generics import is_open, unify
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.recursion import CallsItself, as_function, call_again, key_of
from migrate.featran.scala.scope import Definition, Scope, TypeIn
from migrate.featran.scala.templates import object_scope
from migrate.featran.scala.tree import Node, brief, kids, need, part, text
from migrate.featran.scala.vals import repeated, val_value
from migrate.featran.scala.values import ClassValue, Function, Listed, Object, Typed, Value


def definition(call: Call, found: Definition) -> Value:
    """What a definition gives where it is named, argument lists included."""
    node = found.node
    if node.type in VALS:
        return val_value(call.reader, found)
    if node.type == "object_definition":
        return Object(text(need(node, "name")), object_scope(found, call.reader.program), found)
    if node.type == "class_definition":
        return ClassValue(text(need(node, "name")), node, found.scope)
    return _method(call, found)


def _method(call: Call, named: Definition) -> Value:
    found = _chosen(call, named) if named.others else named
    lists = parameter_lists(found.node)
    if not lists or not lists[0]:
        if lists:
            call.take_optional()
        return _run(call.reader, found, {}, [], _given_types(call, found))
    if not call.lists:
        return _eta(call.reader, found, lists)
    types = _given_types(call, found)
    names: dict[str, Value] = {}
    bindings: list[tuple[Var, Expr]] = []
    for at, params in enumerate(lists):
        if not call.lists:
            return _eta(call.reader, found, lists[at:], names, bindings)
        bound = bind_arguments(call, params, found.scope)
        _infer(call.reader, found, params, bound, types)
        _bind(call.reader, params, bound, names, bindings)
    return _run(call.reader, found, names, bindings, types)


def _given_types(call: Call, found: Definition) -> dict[str, Type]:
    """The type arguments that are written out."""
    return dict(zip(type_parameters(found.node), call.types(), strict=False))


def _infer(
    reader: Reader,
    found: Definition,
    params: list[Node],
    bound: list[Value],
    types: dict[str, Type],
) -> None:
    """Enter what the arguments say about type parameters."""
    names = type_parameters(found.node)
    for param, value in zip(params, bound, strict=True):
        kind = parameter_type(reader, param, found.scope)
        if names and kind is not None and isinstance(value, Typed):
            unify(kind, value.type, names, types)
        if names and isinstance(value, Listed) and value.declared is not None:
            _infer_listed(reader, need(param, "type"), value.declared, names, types)


def _infer_listed(
    reader: Reader, kind: Node, declared: TypeIn, names: list[str], types: dict[str, Type]
) -> None:
    """Enter what the declared type of a static list says: ``Seq[Column[T]]`` against another."""
    left, right = _item_type(kind), _item_type(declared.node)
    while left is not None and right is not None:
        if text(left) in names:
            types.setdefault(text(left), reader.types.resolve(right, declared.scope))
            return
        left, right = _item_type(left), _item_type(right)


def _item_type(node: Node) -> Node | None:
    """T of ``Name[T]`` and of ``T*``; None for another type."""
    if node.type == "repeated_parameter_type":
        return kids(node)[0]
    inner = kids(need(node, "type_arguments")) if node.type == "generic_type" else []
    return inner[0] if len(inner) == 1 else None


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


def _eta(
    reader: Reader,
    found: Definition,
    lists: list[list[Node]],
    names: dict[str, Value] | None = None,
    bindings: list[tuple[Var, Expr]] | None = None,
) -> Function:
    """A method where a function is wanted; ``names`` are the parameters that it has already."""
    params, *later = lists

    def apply(args: list[Value], expected: Type | None) -> Value:
        held, before = dict(names or {}), list(bindings or [])
        values = [as_declared(reader, p, a, found.scope) for p, a in zip(params, args, strict=True)]
        types: dict[str, Type] = {}
        _infer(reader, found, params, values, types)
        _bind(reader, params, values, held, before)
        if later:
            return _eta(reader, found, later, held, before)
        return _run(reader, found, held, before, types)

    return Function(apply, len(params), text(need(found.node, "name")))


def _run(
    reader: Reader,
    found: Definition,
    names: dict[str, Value],
    bindings: list[tuple[Var, Expr]],
    types: dict[str, Type],
) -> Value:
    """The body with its parameters bound."""
    body = part(found.node, "body")
    if body is None:
        what = f"{text(need(found.node, 'name'))} has no body here"
        raise reader.refuse("FT004", what, found.node, found.scope)
    runtime = found.scope.runtime or not all(map(is_static, names.values()))
    inner = found.scope.child(runtime=runtime, label="")
    inner.names.update(names)
    inner.types.update(types)
    declared = part(found.node, "return_type")
    expected = reader.types.known(declared, inner) if declared is not None else None
    result = call_again(reader, found, names) or _body(reader, found, names, inner, expected)
    result = as_listed(_as_result(result, expected), declared, inner)
    bound = bind_all(result, bindings)
    if bindings and bound is result and not isinstance(bound, Typed):
        what = f"a function made from a row: {brief(found.node)}"
        raise reader.refuse("FT004", what, found.node, found.scope)
    return folded(reader, bound, body, found.scope)


def _body(
    reader: Reader,
    found: Definition,
    names: dict[str, Value],
    inner: Scope,
    expected: Type | None,
) -> Value:
    """The body read in place, or as a function where it calls itself."""
    node = need(found.node, "body")
    try:
        with reader.inside(found):
            return reader.expression(node, inner, expected)
    except CallsItself as error:
        if error.key != key_of(found):
            raise

    def read(params: dict[str, Value]) -> Expr:
        scope = inner.child(runtime=True)
        scope.names.update(params)
        return reader.typed(node, scope, expected)

    return as_function(reader, found, names, expected, read)


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
    if params and is_repeated(params[-1]):
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
    kind = parameter_type(reader, param, scope)
    value = reader.expression(source, where, None if kind is None or is_open(kind) else kind)
    return as_declared(reader, param, value, scope)


def _with_repeated(call: Call, params: list[Node], nodes: list[Node], scope: Scope) -> list[Value]:
    fixed = params[:-1]
    values = [_argument(call, p, n, scope) for p, n in zip(fixed, nodes, strict=False)]
    kind = parameter_type(call.reader, params[-1], scope)
    assert isinstance(kind, SeqOf)
    return [*values, repeated(call.reader, nodes[len(fixed) :], call.scope, kind)]


def parameter_type(reader: Reader, param: Node, scope: Scope) -> Type | None:
    """The declared type of a parameter, or None where it is not understood."""
    node = part(param, "type")
    return reader.types.value_type(node, scope) if node is not None else None


def as_declared(reader: Reader, param: Node, value: Value, scope: Scope) -> Value:
    """An argument brought to its parameter's type; where that is unknown, as it is."""
    kind = parameter_type(reader, param, scope)
    if kind is None or not isinstance(value, Typed):
        return value
    try:
        return Typed(coerce(value.expr, kind), value.java)
    except Mismatch:
        return value
