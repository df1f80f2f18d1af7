"""``required``, ``optional`` and ``cross``: one refused feature does not spoil its neighbours."""

from __future__ import annotations

from dataclasses import replace

from bridges.featran.columns import Kind, MDLRecord, WeightedLabel
from bridges.featran.columns import Value as Default
from bridges.featran.getters.ast import Expr, Fn, Getter, Lit, New, Op
from bridges.featran.getters.interpret import constant
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables, let, tidy
from bridges.featran.getters.types import (
    DOUBLE,
    NULL,
    STRING,
    WEIGHTED_LABEL,
    OptionOf,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
    mdl_record,
)
from migrate.codes import finding
from migrate.featran.scala.calls import Call, as_fn
from migrate.featran.scala.coercion import conforms
from migrate.featran.scala.refusal import BOUND, Refused
from migrate.featran.scala.tree import Node, brief, kids, need, text
from migrate.featran.scala.values import (
    CrossRead,
    FeatureRead,
    FeatureRefused,
    Function,
    Pair,
    SpecValue,
    TransformerValue,
    Typed,
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
        _refused(call, refused, name)
        return owner.plus(FeatureRefused(name, location))
    call.reader.outcomes[call.site] = "converted"
    return owner.plus(read)


def _refused(call: Call, refused: Refused, name: str | None) -> None:
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
        value = _default(call, default, transformer, wanted)
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
        body = _mapped(call, body, before, required, node)
    _check(call, body, transformer.transformer.kind, required, node)
    place = call.scope.source.place(node)
    return tidy(Getter(fn.params[0], body, _source(node), str(place)))


def _source(node: Node) -> str:
    inner = node
    while inner.type == "block" and len(kids(inner)) == 1:
        (inner,) = kids(inner)
    return text(inner)


def _mapped(call: Call, body: Expr, before: Function, required: bool, node: Node) -> Expr:
    """``f(body)``, or ``body.map(f)`` of an optional one."""
    if required:
        fn = as_fn(call.reader, before, [body.type], None, node, call.scope)
        return let(fn.params[0].name, body, fn.body)
    kind = body.type
    if not isinstance(kind, OptionOf):
        raise call.reader.refuse("FT012", f"{kind} is not an Option", node, call.scope)
    fn = as_fn(call.reader, before, [kind.item], None, node, call.scope)
    return Op("Option.map", (body, fn), OptionOf(fn.type))


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


def _default(
    call: Call, node: Node, transformer: TransformerValue, wanted: Type | None
) -> Default | None:
    """The default of ``optional`` as a column value; ``None`` is no default."""
    kind = wanted
    if kind is None:
        inner = STRING if transformer.transformer.kind is Kind.MDL else NULL
        kind = OptionOf(mdl_record(inner)) if inner == STRING else None
    expr = call.reader.typed(node, call.scope, kind)
    if transformer.before and not (isinstance(expr, Op) and expr.name == "None"):
        body = expr
        for before in transformer.before:
            body = _mapped(call, body, before, False, node)
        expr = body
    if free_variables(expr):
        raise call.reader.refuse("FT006", f"the default {brief(node)}", node, call.scope)
    try:
        return _column_value(constant(expr), transformer.transformer.kind)
    except JvmException as error:
        what = f"the default {brief(node)} throws {error}"
        raise call.reader.refuse("FT006", what, node, call.scope) from error


def _column_value(option: tuple[object, ...], kind: Kind) -> Default | None:
    if not option:
        return None
    (value,) = option
    match kind:
        case Kind.WEIGHTED:
            assert isinstance(value, tuple)
            return [WeightedLabel(*pair) for pair in value]
        case Kind.MDL:
            assert isinstance(value, tuple)
            return MDLRecord(str(value[0]), value[1])
        case Kind.STRINGS | Kind.VECTOR:
            assert isinstance(value, tuple)
            return list(value)
    assert isinstance(value, float | str)
    return value


def compose_feature(read: FeatureRead, before: Fn) -> FeatureRead:
    """The feature with ``before`` in front of its getter: ``T => S`` and then ``S => A``."""
    (row,) = before.params
    body = let(read.getter.row.name, before.body, read.getter.body)
    getter = Getter(row, body, read.getter.source, read.getter.location)
    return replace(read, getter=tidy(getter))


def cross(owner: SpecValue, call: Call) -> Value:
    """``owner.cross((a, b))(f)``."""
    try:
        made = _cross(owner, call)
    except Refused as refused:
        if refused.code == BOUND:
            raise
        call.lists.clear()
        _refused(call, refused, None)
        return replace(owner, complete=False)
    call.reader.outcomes[call.site] = "converted"
    return replace(owner, crossings=(*owner.crossings, made))


def _cross(owner: SpecValue, call: Call) -> CrossRead:
    nodes = call.take(1, 2)
    if len(nodes) == 2:
        values = [call.reader.expression(n, call.scope, STRING) for n in nodes]
        pair: Value = Pair(tuple(values))
    else:
        pair = call.reader.expression(nodes[0], call.scope)
    left, right = _names(call, pair, nodes[0])
    (body,) = call.take(1)
    _check_names(owner, call, left, right)
    with call.reader.later():
        fn = call.function(body, [DOUBLE, DOUBLE], DOUBLE)
    whole = TupleOf((DOUBLE, DOUBLE))
    row = call.reader.fresh("pair", whole)
    from bridges.featran.getters.ast import Field
    from bridges.featran.getters.rewrite import substitute

    parts = {p.name: Field(row, f"_{i + 1}") for i, p in enumerate(fn.params)}
    place = call.scope.source.place(body)
    getter = tidy(Getter(row, substitute(fn.body, parts), _source(body), str(place)))
    return CrossRead(left, right, getter, call.location)


def _names(call: Call, pair: Value, node: Node) -> tuple[str, str]:
    items: list[Value] = []
    if isinstance(pair, Pair):
        items = list(pair.items)
    elif isinstance(pair, Typed) and isinstance(pair.expr, New):
        items = [Typed(a) for a in pair.expr.args]
    elif isinstance(pair, Typed) and not free_variables(pair.expr):
        found = constant(pair.expr)
        items = [Typed(Lit(str(n), STRING)) for n in found]
    names = []
    for item in items:
        if not isinstance(item, Typed) or free_variables(item.expr):
            raise call.reader.refuse("FT009", f"the names {brief(node)}", node, call.scope)
        names.append(str(constant(item.expr)))
    if len(names) != 2:
        raise call.reader.refuse("FT009", f"the names {brief(node)}", node, call.scope)
    return names[0], names[1]


def _check_names(owner: SpecValue, call: Call, left: str, right: str) -> None:
    """Refuse what Featran refuses, and what a refused feature makes impossible."""
    read = {f.name for f in owner.features if isinstance(f, FeatureRead)}
    lost = {f.name for f in owner.features if isinstance(f, FeatureRefused)}
    for name in (left, right):
        if name in lost or (name not in read and None in lost):
            raise call.refuse(f"the crossing needs the refused feature {name!r}", "FT017")
        if name not in read:
            raise call.refuse(f"requirement failed: Feature {name} not found", "FT009")
    if any((c.left, c.right) == (left, right) for c in owner.crossings):
        raise call.refuse(f"Crossing ({left},{right}) already defined", "FT009")
