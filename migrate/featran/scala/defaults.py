"""The default of ``optional``: a constant, as the column holds it."""

from __future__ import annotations

from bridges.featran.columns import Kind, MDLRecord, WeightedLabel
from bridges.featran.columns import Value as Default
from bridges.featran.getters.ast import Op
from bridges.featran.getters.interpret import constant
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import NULL, STRING, OptionOf, Type, mdl_record
from migrate.featran.scala.calls import Call
from migrate.featran.scala.contramap import mapped
from migrate.featran.scala.tree import Node, brief
from migrate.featran.scala.values import TransformerValue


def default_value(
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
            body = mapped(call, body, before, False, node)
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
