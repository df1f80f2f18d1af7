"""``required``, ``optional`` and ``cross``: one refused feature does not spoil its neighbours."""

from __future__ import annotations

from dataclasses import replace

from bridges.featran.columns import Kind
from bridges.featran.getters.ast import Expr, Fn, Getter
from bridges.featran.getters.rewrite import let, tidy
from bridges.featran.getters.types import (
    DOUBLE,
    STRING,
    WEIGHTED_LABEL,
    OptionOf,
    RecordOf,
    SeqOf,
    Type,
)
from migrate.codes import finding
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import conforms
from migrate.featran.scala.contramap import mapped
from migrate.featran.scala.defaults import default_value
from migrate.featran.scala.overrides import misread
from migrate.featran.scala.refusal import BOUND, Refused
from migrate.featran.scala.tree import Node, brief, kids, need, text
from migrate.featran.scala.values import (
    FeatureRead,
    FeatureRefused,
    SpecValue,
    TransformerValue,
    Value,
)

KINDS: dict[Kind, Type] = {
    Kind.DOUBLE: DOUBLE,
    Kind.STRING: STRING,
    Kind.STRINGS: SeqOf(STRING),
    Kind.WEIGHTED: SeqOf(WEIGHTED_LABEL),
    Kind.VECTOR: SeqOf(DOUBLE),
}
"""What a getter must give for each kind of transformer; MDL takes any label type."""


def feature(owner: SpecValue, call: Call) -> Value:
    """``owner.required(f)(t)`` or ``owner.optional(f, default)(t)``."""
    getter_nodes = call.take(1) if call.name == "required" else call.take(1, 2)
    (made,) = call.take(1) if call.lists else (None,)
    location = call.location
    if made is None:
        raise call.refuse("a feature without a transformer", "FT002")
    name: str | None = None
    try:
        transformer = _transformer(call, made)
        name = transformer.name
        with call.reader.later():
            read = _read(owner.record, call, getter_nodes, transformer)
    except Refused as refused:
        if refused.code == BOUND:
            raise
        refused_feature(call, refused, name)
        return owner.plus(FeatureRefused(name, location))
    call.reader.outcomes[call.site] = "converted"
    return owner.plus(read)


def refused_feature(call: Call, refused: Refused, name: str | None) -> None:
    """Enter the refusal of a call that builds a spec."""
    call.reader.outcomes[call.site] = f"refused {refused.code}"
    subject = name or brief(call.node, 40)
    call.reader.findings.append(
        finding(refused.code, refused.what, location=refused.location, subject=subject)
    )


def _transformer(call: Call, node: Node) -> TransformerValue:
    try:
        value = call.reader.expression(node, call.scope)
    except Refused as refused:
        if refused.code != "FT012":
            raise
        raise call.reader.refuse(
            "FT005", f"the transformer {brief(node)}: {refused.what}", node, call.scope
        ) from refused
    if not isinstance(value, TransformerValue):
        raise call.reader.refuse("FT005", f"the transformer {brief(node)}", node, call.scope)
    return value


def _read(
    record: Type, call: Call, nodes: list[Node], transformer: TransformerValue
) -> FeatureRead:
    required = call.name == "required"
    named = {
        text(need(n, "left")): need(n, "right") for n in nodes if n.type == "assignment_expression"
    }
    plain = [n for n in nodes if n.type != "assignment_expression"]
    source = named["f"] if "f" in named else plain.pop(0)
    default = named.get("default", plain[0] if plain else None)
    wanted = _wanted(call, transformer, required)
    getter = _getter(record, call, source, transformer, wanted, required)
    value = None
    if default is not None:
        value = default_value(call, default, transformer, wanted)
    return FeatureRead(getter, transformer, required, value, call.location)


def _wanted(call: Call, transformer: TransformerValue, required: bool) -> Type | None:
    """The type of A: as written, else what the transformer takes."""
    if call.type_args:
        (kind,) = call.types()
    elif transformer.before or transformer.transformer.kind is Kind.MDL:
        return None
    else:
        kind = KINDS[transformer.transformer.kind]
    return kind if required else OptionOf(kind)


def _getter(
    record: Type,
    call: Call,
    node: Node,
    transformer: TransformerValue,
    wanted: Type | None,
    required: bool,
) -> Getter:
    fn = call.function(node, [record], wanted)
    body = fn.body
    for before in transformer.before:
        body = mapped(call, body, before, required, node)
    _check(call, body, transformer.transformer.kind, required, node)
    wrong = misread(call.reader, body)
    if wrong is not None:
        raise call.reader.refuse("FT004", f"{wrong}: {brief(node)}", node, call.scope)
    place = call.scope.source.place(node)
    return tidy(Getter(fn.params[0], body, source_text(node), str(place)))


def source_text(node: Node) -> str:
    """The Scala of a getter, without braces around all of it."""
    inner = node
    while inner.type == "block" and len(kids(inner)) == 1:
        (inner,) = kids(inner)
    return text(inner)


def _check(call: Call, body: Expr, kind: Kind, required: bool, node: Node) -> None:
    """Refuse a getter whose type the transformer does not take."""
    found = body.type
    if not required:
        if not isinstance(found, OptionOf):
            raise call.reader.refuse("FT012", f"{found} is not an Option", node, call.scope)
        found = found.item
    if kind is Kind.MDL:
        fits = isinstance(found, RecordOf) and found.name == "MDLRecord"
    else:
        fits = found == KINDS[kind] or conforms(found, KINDS[kind])
    if not fits:
        what = f"{found} is not what the transformer takes ({kind.value}): {brief(node)}"
        raise call.reader.refuse("FT012", what, node, call.scope)


def compose_feature(read: FeatureRead, before: Fn) -> FeatureRead:
    """The feature with ``before`` in front of its getter: ``T => S`` and then ``S => A``."""
    (row,) = before.params
    body = let(read.getter.row.name, before.body, read.getter.body)
    getter = Getter(row, body, read.getter.source, read.getter.location)
    return replace(read, getter=tidy(getter))
