"""How each kind of Scala syntax evaluates; see :mod:`migrate.featran.scala.reader`."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, If, Lit
from bridges.featran.getters.types import BOOLEAN, NULL, UNIT, TupleOf, Type
from migrate.featran.scala import choices, literals
from migrate.featran.scala.blocks import folded, statements
from migrate.featran.scala.calls import Call, call_function, flatten, paired
from migrate.featran.scala.coercion import Mismatch, coerce, lub
from migrate.featran.scala.exceptions import attempted, thrown
from migrate.featran.scala.identifiers import call_name, identifier
from migrate.featran.scala.instances import construct
from migrate.featran.scala.interpolation import interpolated
from migrate.featran.scala.lambdas import case_function, lambda_function
from migrate.featran.scala.matching import match_value
from migrate.featran.scala.members import select
from migrate.featran.scala.members.applying import invoke
from migrate.featran.scala.reader import Handler, Reader
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.templates import find_template
from migrate.featran.scala.tree import Node, brief, kids, need, part, text
from migrate.featran.scala.values import ClassValue, Function, Typed, Value

_LITERALS = {
    "integer_literal": literals.integer,
    "floating_point_literal": literals.floating,
    "string": literals.string,
    "character_literal": literals.character,
}


def _literal(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    try:
        return Typed(_LITERALS[node.type](text(node)))
    except ValueError as error:
        raise reader.refuse("FT004", f"{error}", node, scope) from error


def _boolean(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    return Typed(Lit(text(node) == "true", BOOLEAN))


def _null(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    return Typed(Lit(None, NULL))


def _unit(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    return Typed(Lit(None, UNIT))


def _wildcard(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    for level in scope.chain():
        if node.id in level.placeholders:
            return level.placeholders[node.id]
    raise reader.refuse("FT004", "an underscore that stands for nothing", node, scope)


def _parenthesized(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    (inner,) = kids(node)
    if any(node.id in level.placeholders for level in scope.chain()):
        return _wildcard(reader, node, scope, expected)
    return reader.expression(inner, scope, expected)


def _ascription(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    if any(node.id in level.placeholders for level in scope.chain()):
        return _wildcard(reader, node, scope, expected)
    kind = reader.types.value_type(need(node, "type"), scope)
    inner = kids(node)[0]
    value = reader.value(inner, scope, kind)
    return Typed(reader.as_typed(value, inner, scope, kind)) if isinstance(value, Typed) else value


def _tuple(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    items = kids(node)
    wanted: tuple[Type | None, ...] = (None,) * len(items)
    if isinstance(expected, TupleOf) and len(expected.items) == len(items):
        wanted = expected.items
    return paired([reader.expression(n, scope, t) for n, t in zip(items, wanted, strict=True)])


def _block(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    return statements(reader, kids(node), scope, expected, node)


def _if(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    condition = need(node, "condition")
    test = reader.typed(condition, scope, BOOLEAN)
    decided = folded(reader, Typed(test), condition, scope)
    test = decided.expr if isinstance(decided, Typed) else test
    other = part(node, "alternative")
    if other is None:
        raise reader.refuse("FT004", f"an if without else: {brief(node)}", node, scope)
    then = need(node, "consequence")
    if isinstance(test, Lit):
        return reader.expression(then if test.value else other, scope, expected)
    return _either(
        reader,
        test,
        (reader.expression(then, scope, expected), then),
        (reader.expression(other, scope, expected), other),
        expected,
        node,
        scope,
    )


def _either(
    reader: Reader,
    test: Expr,
    then: tuple[Value, Node],
    other: tuple[Value, Node],
    expected: Type | None,
    node: Node,
    scope: Scope,
) -> Value:
    """One of two values by a row; of two functions, the function that asks when it is called."""
    if all(isinstance(value, Function) for value, _ in (then, other)):

        def apply(args: list[Value], expected: Type | None) -> Value:
            results = [
                (call_function(f, args, expected, reader, at, scope), at)
                for f, at in (then, other)
                if isinstance(f, Function)
            ]
            return _either(reader, test, results[0], results[1], expected, node, scope)

        arity = then[0].arity if isinstance(then[0], Function) else None
        return Function(apply, arity, brief(node))
    exprs = [reader.as_typed(value, at, scope, expected) for value, at in (then, other)]
    return Typed(branches(reader, test, exprs[0], exprs[1], node, scope))


def branches(reader: Reader, test: Expr, then: Expr, other: Expr, node: Node, scope: Scope) -> Expr:
    """``if`` with both branches brought to one type."""
    then, other = choices.alike(reader, [then, other])
    try:
        kind = lub(then.type, other.type)
        return If(test, coerce(then, kind), coerce(other, kind), kind)
    except Mismatch as error:
        raise reader.refuse("FT012", f"{error}: {brief(node)}", node, scope) from error


def _match(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    subject = reader.value(need(node, "value"), scope)
    return match_value(reader, subject, need(node, "body"), scope, expected)


def _call(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    head, lists, type_args = flatten(node)
    name = "apply"
    if head.type == "field_expression":
        name = text(need(head, "field")).strip("`")
    call = Call(reader, name, node, scope, lists, type_args, expected, head)
    if head.type in ("identifier", "operator_identifier"):
        call.name = text(head).strip("`")
        return call_name(call)
    if head.type == "field_expression":
        receiver = reader.value(need(head, "value"), scope)
        return rest(call, select(receiver, call))
    return rest(call, reader.expression(head, scope))


def rest(call: Call, result: Value) -> Value:
    """What remains of the argument lists, applied to the result so far."""
    while call.lists:
        before = len(call.lists)
        result = invoke(result, call)
        if len(call.lists) == before:
            raise call.refuse("this cannot be applied to arguments")
    return result


def _field(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    return _call(reader, node, scope, expected)


def _stable(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """``Owner.Name`` in a pattern."""
    head, *names = kids(node)
    value = reader.value(head, scope)
    for name in names:
        value = select(value, Call(reader, text(name).strip("`"), node, scope))
    return value


def _infix(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    left, right = need(node, "left"), need(node, "right")
    name = text(need(node, "operator")).strip("`")
    if name.endswith(":"):
        left, right = right, left
    receiver = reader.value(left, scope)
    operand = [kids(right)[0]] if right.type == "parenthesized_expression" else [right]
    call = Call(reader, name, node, scope, [operand], [], expected)
    return rest(call, select(receiver, call))


def _prefix(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    (operand,) = kids(node)
    sign = text(node)[0]
    receiver = reader.value(operand, scope)
    return select(receiver, Call(reader, f"unary_{sign}", node, scope, [], [], expected))


def _postfix(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    operand, name = kids(node)
    receiver = reader.value(operand, scope)
    return select(receiver, Call(reader, text(name), node, scope, [], [], expected))


def _instance(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    """``new Name(args)``."""
    head, *others = kids(node)
    arguments = [kids(k) for k in others if k.type == "arguments"]
    if any(k.type == "template_body" for k in others) or head.type == "template_body":
        raise reader.refuse("FT004", f"an anonymous class: {brief(node)}", node, scope)
    types = kids(need(head, "type_arguments")) if head.type == "generic_type" else []
    named = need(head, "type") if head.type == "generic_type" else head
    name = text(kids(named)[-1] if named.type.startswith("stable") else named)
    call = Call(reader, name, node, scope, arguments, types, expected)
    found = find_template(head, scope, reader.program)
    if found is not None and found[0].type == "class_definition":
        return rest(call, construct(call, ClassValue(name, *found)))
    return call_name(call)


def _method_value(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    return reader.value(kids(node)[0], scope, expected)


def _for(reader: Reader, node: Node, scope: Scope, expected: Type | None) -> Value:
    from migrate.featran.scala.comprehensions import for_yield

    return for_yield(reader, node, scope, expected)


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_LITERALS, _literal),
    "boolean_literal": _boolean,
    "null_literal": _null,
    "unit": _unit,
    "wildcard": _wildcard,
    "interpolated_string_expression": interpolated,
    "identifier": identifier,
    "stable_identifier": _stable,
    "operator_identifier": identifier,
    "field_expression": _field,
    "call_expression": _call,
    "generic_function": _call,
    "infix_expression": _infix,
    "prefix_expression": _prefix,
    "postfix_expression": _postfix,
    "parenthesized_expression": _parenthesized,
    "ascription_expression": _ascription,
    "tuple_expression": _tuple,
    "block": _block,
    "indented_block": _block,
    "lambda_expression": lambda_function,
    "case_block": case_function,
    "indented_cases": case_function,
    "if_expression": _if,
    "match_expression": _match,
    "throw_expression": thrown,
    "try_expression": attempted,
    "instance_expression": _instance,
    "method_value": _method_value,
    "for_expression": _for,
}
"""Every kind of syntax that is understood; any other is refused by its name."""
