"""Calls: a member of a receiver with argument lists, and functions applied to arguments."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from bridges.featran.getters.ast import Expr, Field, Fn, Lit, Op, Place, Var
from bridges.featran.getters.rewrite import let, substitute
from bridges.featran.getters.types import MapOf, TupleOf, Type
from migrate.featran.scala.reader import Reader, is_static
from migrate.featran.scala.refusal import Refused
from migrate.featran.scala.scope import Scope
from migrate.featran.scala.tree import Node, brief, brief_from, kids, need, part, text
from migrate.featran.scala.values import Attempt, Decimal, Defaulted, Function, Pair, Typed, Value
from migrate.findings import Location


@dataclass(slots=True)
class Call:
    """A member being asked for, with the argument lists that follow in the source.

    A handler takes the lists it wants with :meth:`take`; what it leaves is applied to its result.
    """

    reader: Reader
    name: str
    node: Node
    scope: Scope
    lists: list[list[Node]] = field(default_factory=list)
    type_args: list[Node] = field(default_factory=list)
    expected: Type | None = None
    head: Node | None = None

    @property
    def site(self) -> int:
        """What identifies this call in the ledger: the node of its name."""
        return (self.head or self.node).id

    @property
    def at(self) -> Place:
        """Where the member's name stands."""
        point = (self._name_node() or self.node).start_point
        return (point.row + 1, point.column + 1)

    @property
    def location(self) -> Location:
        """From the member's name to the end of the call, so that links of a chain differ."""
        line, column = self.at
        end = self.node.end_point
        return Location(self.scope.source.path, line, column, end.row + 1, end.column + 1)

    def _name_node(self) -> Node | None:
        node: Node | None = self.node
        while node is not None and node.type in ("call_expression", "generic_function"):
            node = part(node, "function")
        if node is not None and node.type == "infix_expression":
            return part(node, "operator")
        return part(node, "field") if node is not None else None

    def take(self, *counts: int) -> list[Node]:
        """The arguments of the next list; raises Refused where their number is not expected."""
        nodes = self.lists.pop(0) if self.lists else []
        if counts and len(nodes) not in counts:
            raise self.refuse(f"{len(nodes)} arguments for {self.name}")
        return nodes

    def take_optional(self) -> None:
        """Drop an empty argument list, if one follows: ``x.size()``."""
        if self.lists and not self.lists[0]:
            self.lists.pop(0)

    def value(self, node: Node, expected: Type | None = None) -> Expr:
        """An argument as a getter expression."""
        return self.reader.typed(node, self.scope, expected)

    def function(self, node: Node, params: list[Type], expected: Type | None = None) -> Fn:
        """An argument as a function of getter expressions."""
        given = self.reader.expression(node, self.scope)
        return as_fn(self.reader, given, params, expected, node, self.scope)

    def types(self) -> list[Type]:
        """The type arguments."""
        return [self.reader.types.resolve(t, self.scope) for t in self.type_args]

    def value_types(self) -> list[Type]:
        """The type arguments as types of what getters compute."""
        return [self.reader.types.value_type(t, self.scope) for t in self.type_args]

    def op(self, name: str, args: tuple[Expr, ...], kind: Type) -> Typed:
        """An operation that stands here."""
        return Typed(Op(name, args, kind, self.at))

    def refuse(self, what: str, code: str = "FT004") -> Exception:
        """The refusal of the whole call."""
        shown = self._name_node()
        around = brief(self.node) if shown is None else brief_from(self.node, shown)
        return Refused(code, f"{what}: {around}", self.location)


def argument_nodes(arguments: Node) -> list[Node]:
    """The arguments of one list; a block or case block is one argument."""
    return kids(arguments) if arguments.type == "arguments" else [arguments]


def flatten(node: Node) -> tuple[Node, list[list[Node]], list[Node]]:
    """A call taken apart: what is called, its argument lists, its type arguments."""
    lists: list[list[Node]] = []
    type_args: list[Node] = []
    head = node
    while True:
        if head.type == "call_expression":
            lists.insert(0, argument_nodes(need(head, "arguments")))
            head = need(head, "function")
        elif head.type == "generic_function":
            type_args = kids(need(head, "type_arguments"))
            head = need(head, "function")
        else:
            return head, lists, type_args


def as_function(reader: Reader, value: Value, node: Node, scope: Scope) -> Function:
    """A value that must be a function; a getter's map is one too. Raises Refused."""
    if isinstance(value, Function):
        return value
    if isinstance(value, Defaulted):
        return Function(partial(_at, reader, value, node, scope), 1, brief(node))
    if isinstance(value, Typed):
        return Function(
            lambda args, expected: reader.apply(value, args, node, scope, expected), 1, brief(node)
        )
    raise reader.refuse("FT004", f"this is not a function: {brief(node)}", node, scope)


def _at(
    reader: Reader,
    owner: Defaulted,
    node: Node,
    scope: Scope,
    args: list[Value],
    expected: Type | None,
) -> Value:
    from migrate.featran.scala.members.mapping import defaulted_at

    kind = owner.map.type
    key = reader.as_typed(args[0], node, scope, kind.key if isinstance(kind, MapOf) else None)
    return defaulted_at(owner, key, Call(reader, "apply", node, scope))


def as_fn(
    reader: Reader,
    value: Value,
    params: list[Type],
    expected: Type | None,
    node: Node,
    scope: Scope,
) -> Fn:
    """A function of the source as a ``Fn`` over variables of the types ``params``."""
    function = as_function(reader, value, node, scope)
    names = _names(node, len(params))
    variables = [reader.fresh(n, t) for n, t in zip(names, params, strict=True)]
    body = call_function(function, [Typed(v) for v in variables], expected, reader, node, scope)
    return Fn(tuple(variables), reader.as_typed(body, node, scope, expected))


def _names(node: Node, count: int) -> list[str]:
    inner = node
    if node.type in ("block", "parenthesized_expression") and kids(node):
        inner = kids(node)[0]
    if inner.type == "lambda_expression":
        params = need(inner, "parameters")
        found = [params] if params.type == "identifier" else kids(params)
        names = [text(part(p, "name") or p).strip("`") for p in found]
        if len(names) == count and all(n.isidentifier() and n != "_" for n in names):
            return names
    return ["x", "y", "z"][:count] if count <= 3 else [f"x{i}" for i in range(count)]


def call_function(
    function: Function,
    args: list[Value],
    expected: Type | None,
    reader: Reader,
    node: Node,
    scope: Scope,
) -> Value:
    """Apply; a pair fits a function of two, and two arguments a function of a pair."""
    if function.arity is None or function.arity == len(args):
        return function.apply(args, expected)
    if len(args) == 1 and function.arity > 1:
        parts = spread(args[0], function.arity)
        if parts is not None:
            return function.apply(parts, expected)
    if function.arity == 1 and len(args) > 1:
        return function.apply([paired(args)], expected)
    what = f"{function.what} takes {function.arity} arguments, not {len(args)}"
    raise reader.refuse("FT004", what, node, scope)


def spread(value: Value, arity: int) -> list[Value] | None:
    """The parts of a pair or tuple, if it has so many."""
    from bridges.featran.getters.ast import Field

    if isinstance(value, Pair) and len(value.items) == arity:
        return list(value.items)
    kind = value.type if isinstance(value, Typed) else None
    if isinstance(value, Typed) and isinstance(kind, TupleOf) and len(kind.items) == arity:
        return [Typed(Field(value.expr, f"_{i + 1}")) for i in range(arity)]
    return None


def paired(values: list[Value]) -> Value:
    """A tuple of values."""
    from bridges.featran.getters.ast import New

    if all(isinstance(v, Typed) for v in values):
        exprs = tuple(v.expr for v in values if isinstance(v, Typed))
        return Typed(New(TupleOf(tuple(e.type for e in exprs)), exprs))
    return Pair(tuple(values))


def strict(reader: Reader, value: Value, name: str) -> tuple[Value, list[tuple[Var, Expr]]]:
    """An argument that is computed once, before the body that uses it."""
    if not isinstance(value, Typed | Decimal) or is_static(value):
        return value, []
    variable = reader.fresh(name, value.expr.type)
    return replace(value, expr=variable), [(variable, value.expr)]


def _never_throws(expr: Expr) -> bool:
    """Whether an argument may as well be computed within a ``Try``: a field of the row."""
    return isinstance(expr, Var | Lit) or (isinstance(expr, Field) and isinstance(expr.of, Var))


def bind_all(result: Value, bindings: list[tuple[Var, Expr]]) -> Value:
    """``result`` under the arguments computed before it."""
    if isinstance(result, Attempt) and all(map(_never_throws, (v for _, v in bindings))):
        return Attempt(substitute(result.expr, {v.name: value for v, value in bindings}))
    if not isinstance(result, Typed | Decimal):
        return result
    expr = result.expr
    for variable, value in reversed(bindings):
        expr = let(variable.name, value, expr)
    return replace(result, expr=expr)
