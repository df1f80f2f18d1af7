"""Featran's DSL: specs, transformers and what is done with them."""

from __future__ import annotations

from bridges.featran.errors import FeatranError
from bridges.featran.getters.interpret import constant
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    INT,
    STRING,
    Prim,
    SeqOf,
    Type,
)
from bridges.featran.transformers.base import Parameter, Transformer, parameters
from bridges.featran.transformers.registry import TRANSFORMERS
from migrate.codes import finding
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import coerce
from migrate.featran.scala.features import cross, feature
from migrate.featran.scala.inference import inferred_record
from migrate.featran.scala.refusal import Refused
from migrate.featran.scala.tree import Node, brief, need, parts, text
from migrate.featran.scala.types import builtin
from migrate.featran.scala.values import (
    Extracted,
    FeatureRead,
    Function,
    Listed,
    MultiValue,
    SpecValue,
    TransformerValue,
    Value,
)

_PARAMETER_TYPES: dict[str, Type] = {
    "String": STRING,
    "Double": DOUBLE,
    "Int": INT,
    "Boolean": BOOLEAN,
    "Array[Double]": SeqOf(DOUBLE, "Array"),
}
EXTRACTS = frozenset({"extract", "extractWithSettings", "extractWithSubsetSettings"})


def companion(owner: str, call: Call) -> Value:
    """``FeatureSpec.of``, ``from``, ``combine``; ``MultiFeatureSpec.apply``."""
    if owner == "MultiFeatureSpec" and call.name == "apply":
        return multi(call)
    if owner == "FeatureSpec" and call.name == "of":
        return _of(call)
    if owner == "FeatureSpec" and call.name == "from":
        from migrate.featran.scala.generator import from_case_class

        return from_case_class(call, record_type(call))
    if owner == "FeatureSpec" and call.name == "combine":
        return _combine(call)
    raise call.refuse(f"{owner}.{call.name}", "FT002")


def _of(call: Call) -> Value:
    spec = SpecValue(record_type(call))
    call.reader.outcomes[call.site] = "converted"
    return spec


def record_type(call: Call) -> Type:
    """T of ``of[T]``; raises Refused where no given file or schema defines it."""
    if len(call.type_args) != 1:
        raise call.refuse("the record type is not written out", "FT003")
    (kind,) = call.types()
    if isinstance(kind, Prim) and builtin(kind.name, []) is None:
        inferred = _inferred(call, kind.name)
        if inferred is not None:
            return inferred
        raise call.refuse(f"the record type {kind.name} is not in the given files", "FT003")
    return kind


def _inferred(call: Call, name: str) -> Type | None:
    """The record that ``--record`` and a schema give, else what its use in this file tells."""
    types = call.reader.types
    if call.reader.record and call.reader.record in types.given:
        return types.given[call.reader.record]
    if _is_parameter(name, call):
        return None
    found = inferred_record(name, _root(call.node))
    if found is not None and name not in types.given:
        types.given[name] = found
        what = f"the fields of {name} are inferred from the features that read them"
        call.reader.findings.append(finding("FT016", what, location=call.location, subject=name))
    return found


def _is_parameter(name: str, call: Call) -> bool:
    """Whether ``name`` is a type parameter of a method or class around the call."""
    node = call.node.parent
    while node is not None:
        for group in node.named_children:
            if group.type == "type_parameters" and name in map(text, parts(group, "name")):
                return True
        node = node.parent
    return False


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _specs(call: Call, nodes: list[Node]) -> list[SpecValue]:
    """Arguments that are specs, one by one or as ``list: _*``."""
    found: list[SpecValue] = []
    for node in nodes:
        value = call.reader.expression(_without_ascription(node), call.scope)
        items = value.items if isinstance(value, Listed) else (value,)
        for item in items:
            if not isinstance(item, SpecValue):
                raise call.refuse(f"this is not a FeatureSpec: {brief(node)}", "FT002")
            found.append(item)
    return found


def _without_ascription(node: Node) -> Node:
    """``xs`` of ``xs: _*`` and of Scala 3's ``xs*``."""
    if node.type in ("ascription_expression", "vararg"):
        return node.named_children[0]
    return node


def multi(call: Call) -> Value:
    """``MultiFeatureSpec(a, b)``."""
    specs = _specs(call, call.take())
    if not specs:
        raise call.refuse("a MultiFeatureSpec without specs", "FT002")
    call.reader.outcomes[call.site] = "converted"
    return MultiValue(tuple(specs))


def _combine(call: Call) -> Value:
    specs = _specs(call, call.take())
    if not specs:
        raise call.refuse("requirement failed: Empty specs", "FT002")
    joined = specs[0]
    for spec in specs[1:]:
        joined = _joined(joined, spec, call)
    call.reader.outcomes[call.site] = "converted"
    return joined


def _joined(left: SpecValue, right: SpecValue, call: Call) -> SpecValue:
    twice = {(c.left, c.right) for c in left.crossings} & {
        (c.left, c.right) for c in right.crossings
    }
    if twice:
        raise call.refuse(f"Duplicate crossing {sorted(twice)[0]}", "FT002")
    return SpecValue(
        left.record,
        (*left.features, *right.features),
        (*left.crossings, *right.crossings),
        left.complete and right.complete,
    )


def spec_member(owner: SpecValue | MultiValue | Extracted, call: Call) -> Value:
    """A method of a spec."""
    name = call.name
    if isinstance(owner, Extracted):
        call.lists.clear()
        return owner
    if name in EXTRACTS:
        call.lists.clear()
        call.reader.outcomes[call.site] = "ignored"
        return Extracted(owner)
    if name == "filter":
        raise call.refuse("filter chooses features by a predicate on Featran's objects", "FT008")
    if isinstance(owner, MultiValue):
        raise call.refuse(f"{name} of a MultiFeatureSpec", "FT002")
    if name in ("required", "optional"):
        return feature(owner, call)
    if name == "cross":
        return cross(owner, call)
    if name == "compose":
        return _compose(owner, call)
    raise call.refuse(f"{name} of a FeatureSpec", "FT002")


def _compose(owner: SpecValue, call: Call) -> Value:
    from migrate.featran.scala.features import compose_feature

    (other_node,) = call.take(1)
    other = call.reader.expression(other_node, call.scope)
    if not isinstance(other, SpecValue):
        raise call.refuse(f"this is not a FeatureSpec: {brief(other_node)}", "FT002")
    (node,) = call.take(1)
    with call.reader.later():
        function = call.function(node, [owner.record], other.record)
    moved = tuple(
        compose_feature(f, function) if isinstance(f, FeatureRead) else f for f in other.features
    )
    call.reader.outcomes[call.site] = "converted"
    return _joined(owner, SpecValue(owner.record, moved, other.crossings, other.complete), call)


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
            raise call.refuse(f"more arguments than {call.name} takes", "FT006")
        if name not in names or name in nodes:
            raise call.refuse(f"{call.name} has no parameter {name} here", "FT006")
        nodes[name] = node
    missing = [n for n in names if n not in nodes and n not in (optional or [])]
    if missing:
        raise call.refuse(f"no argument for {', '.join(missing)}", "FT006")
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
