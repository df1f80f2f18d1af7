"""Transformers of the source: their constructors, arguments and ``contramap``."""

from __future__ import annotations

from bridges.featran.errors import FeatranError
from bridges.featran.getters.interpret import constant
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import BOOLEAN, DOUBLE, INT, STRING, SeqOf, Type
from bridges.featran.transformers.base import Parameter, Transformer, parameters
from bridges.featran.transformers.registry import TRANSFORMERS
from migrate.codes import finding
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import coerce
from migrate.featran.scala.refusal import Refused
from migrate.featran.scala.tree import Node, brief, need, text
from migrate.featran.scala.values import Function, TransformerValue, Value

_PARAMETER_TYPES: dict[str, Type] = {
    "String": STRING,
    "Double": DOUBLE,
    "Int": INT,
    "Boolean": BOOLEAN,
    "Array[Double]": SeqOf(DOUBLE, "Array"),
}


def transformer_named(name: str, call: Call) -> Value | None:
    """A transformer's companion: applied, or as a function of its arguments; None if unknown."""
    cls = TRANSFORMERS.get(name)
    if cls is None:
        return None
    if call.lists:
        return _applied(cls, call)

    def apply(args: list[Value], expected: Type | None) -> Value:
        given = dict(zip([p.name for p in parameters(cls)], args, strict=False))
        values = {
            p.name: _constant(call, p, given[p.name]) for p in parameters(cls) if p.name in given
        }
        return made(cls, values, call)

    return Function(apply, None, name)


def _applied(cls: type[Transformer[object]], call: Call) -> Value:
    known = parameters(cls)
    nodes = by_parameter(call, [p.name for p in known], [p.name for p in known if not p.required])
    values = {}
    for parameter in known:
        if parameter.name in nodes:
            node = nodes[parameter.name]
            expected = _PARAMETER_TYPES[parameter.type]
            values[parameter.name] = _argument(call, parameter, node, expected)
    return made(cls, values, call)


def _argument(call: Call, parameter: Parameter, node: Node, expected: Type) -> object:
    try:
        value = call.reader.expression(node, call.scope, expected)
        return _constant(call, parameter, value, node)
    except Refused as refused:
        if refused.code not in ("FT004", "FT012"):
            raise
        what = f"the argument {parameter.name}: {refused.what}"
        raise Refused("FT006", what, refused.location) from refused


def _constant(call: Call, parameter: Parameter, value: Value, node: Node | None = None) -> object:
    """A constructor argument as a Python value; raises Refused where it is not static."""
    where = node or call.node
    expected = _PARAMETER_TYPES[parameter.type]
    expr = call.reader.as_typed(value, where, call.scope, expected)
    if free_variables(expr):
        what = f"the argument {parameter.name} is not a constant: {brief(where)}"
        raise call.reader.refuse("FT006", what, where, call.scope)
    try:
        return constant(coerce(expr, expected))
    except JvmException as error:
        what = f"the argument {parameter.name} throws {error}: {brief(where)}"
        raise call.reader.refuse("FT006", what, where, call.scope) from error


def made(cls: type[Transformer[object]], values: dict[str, object], call: Call) -> Value:
    """The transformer, checked as Featran's constructor checks it."""
    fields = {p.name: p.field for p in parameters(cls)}
    try:
        built = cls(**{fields[n]: v for n, v in values.items()})  # type: ignore[arg-type]
    except FeatranError as error:
        raise call.refuse(str(error.what), "FT019") from error
    location = call.scope.source.place(call.node)
    if "seed" in fields and "seed" not in values:
        call.reader.findings.append(
            finding(
                "FT007",
                f"{cls.__name__}({built.name!r}) has no seed: Featran draws one at random",
                location=location,
                subject=built.name,
            )
        )
    return TransformerValue(built, location)


def by_parameter(
    call: Call, names: list[str], optional: list[str] | None = None
) -> dict[str, Node]:
    """The next argument list by parameter name; raises Refused for what does not fit."""
    nodes: dict[str, Node] = {}
    for index, node in enumerate(call.take()):
        if node.type == "assignment_expression":
            name = text(need(node, "left")).strip("`")
            node = need(node, "right")
        elif index < len(names):
            name = names[index]
        else:
            raise call.refuse(f"more arguments than {call.name} takes", "FT019")
        if name not in names or name in nodes:
            raise call.refuse(f"{call.name} has no parameter {name} here", "FT019")
        nodes[name] = node
    missing = [n for n in names if n not in nodes and n not in (optional or [])]
    if missing:
        raise call.refuse(f"no argument for {', '.join(missing)}", "FT019")
    return nodes


def transformer_member(owner: TransformerValue, call: Call) -> Value:
    """``transformer.contramap(f)``: f is put in front of the getter."""
    if call.name != "contramap":
        raise call.refuse(f"{call.name} of a transformer", "FT005")
    (node,) = call.take(1)
    value = call.reader.expression(node, call.scope)
    if not isinstance(value, Function):
        raise call.refuse("contramap of something else than a function", "FT004")
    call.reader.outcomes[call.site] = "converted"
    call.reader.findings.append(
        finding(
            "FT010",
            f"Featran cannot write settings of the contramapped {owner.name!r}",
            location=owner.location,
            subject=owner.name,
        )
    )
    return TransformerValue(owner.transformer, owner.location, (value, *owner.before))
