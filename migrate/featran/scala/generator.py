"""``FeatureSpec.from[T]``: one feature per field of a case class, by the field's type."""

from __future__ import annotations

from bridges.featran.errors import FeatranError
from bridges.featran.getters.ast import Expr, Field, Fn, Getter, Op
from bridges.featran.getters.rewrite import tidy
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    INT,
    LONG,
    SHORT,
    STRING,
    WEIGHTED_LABEL,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    Type,
    mdl_record,
)
from bridges.featran.transformers.registry import TRANSFORMERS
from migrate.codes import finding
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import convert
from migrate.featran.scala.values import (
    FeatureRead,
    FeatureRefused,
    SpecValue,
    TransformerValue,
    Value,
)

_NUMBERS = (INT, LONG, SHORT, BOOLEAN, DOUBLE)


def from_case_class(call: Call, record: Type) -> Value:
    """The spec that Featran generates; fields without a conversion are refused by name.

    The default transformer of numbers is Identity, as ``converters._`` brings it; an implicit one
    of the source's own is refused.
    """
    if not isinstance(record, RecordOf):
        raise call.refuse(f"FeatureSpec.from of {record}, which is no case class", "FT003")
    _refuse_own_default(call)
    spec = SpecValue(record)
    for name, kind in record.fields:
        spec = spec.plus(_feature(call, record, name, kind))
    call.reader.outcomes[call.site] = "converted"
    return spec


def _refuse_own_default(call: Call) -> None:
    for scope in call.scope.chain():
        for binding in scope.names.values():
            node = getattr(binding, "node", None)
            declared = node.child_by_field_name("type") if node is not None else None
            declared = declared or (
                node.child_by_field_name("return_type") if node is not None else None
            )
            if declared is not None and b"DefaultTransform" in (declared.text or b""):
                raise call.refuse("FeatureSpec.from with an implicit DefaultTransform", "FT015")


def _feature(call: Call, record: RecordOf, name: str, kind: Type) -> FeatureRead | FeatureRefused:
    location = call.location
    row = call.reader.fresh("r", record)
    body: Expr = Field(row, name)
    required = not isinstance(kind, OptionOf)
    chosen = _choose(call, kind, body)
    if chosen is None:
        what = f"FeatureSpec.from has no conversion for {name}: {kind}"
        call.reader.findings.append(finding("FT015", what, location=location, subject=name))
        return FeatureRefused(name, location)
    cls, value = chosen
    try:
        transformer = TransformerValue(TRANSFORMERS[cls](name), location)
    except (FeatranError, KeyError) as error:
        raise call.refuse(f"FeatureSpec.from: {error}", "FT019") from error
    getter = tidy(Getter(row, value, f"_.{name}", str(location)))
    return FeatureRead(getter, transformer, required, None, location)


def _choose(call: Call, kind: Type, body: Expr) -> tuple[str, Expr] | None:
    """The transformer and the converted value for a field of type ``kind``."""
    match kind:
        case Prim() if kind in _NUMBERS:
            return "Identity", _double(body)
        case OptionOf(item) if item in _NUMBERS:
            return "Identity", _mapped(call, body, item, "Option.map", OptionOf(DOUBLE))
        case SeqOf(item, seq) if item in _NUMBERS and seq != "Array":
            return "VectorIdentity", _mapped(call, body, item, "Seq.map", SeqOf(DOUBLE, seq))
        case _ if kind in (STRING, OptionOf(STRING)):
            return "OneHotEncoder", body
        case SeqOf(item, seq) if item == STRING and seq != "Array":
            return "NHotEncoder", body
        case SeqOf(item, seq) if item == WEIGHTED_LABEL and seq != "Array":
            return "NHotWeightedEncoder", body
        case _ if kind == mdl_record(STRING):
            return "MDL", body
    return None


def _double(value: Expr) -> Expr:
    if value.type == BOOLEAN:
        return Op("asDouble", (value,), DOUBLE)
    return convert(value, DOUBLE)


def _mapped(call: Call, body: Expr, item: Type, name: str, kind: Type) -> Expr:
    if item == DOUBLE:
        return body
    variable = call.reader.fresh("x", item)
    return Op(name, (body, Fn((variable,), _double(variable))), kind)
