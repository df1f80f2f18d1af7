"""Features of a record with a field of every type, with what they learnt, in one line each."""

from __future__ import annotations

from typing import Any

from bridges.featran.columns import Kind
from bridges.featran.getters.ast import Expr, Field, Fn, Getter, If, Lit, Op, Var
from bridges.featran.getters.feature import ScalaGetter
from bridges.featran.getters.types import (
    BOOLEAN,
    BYTE,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    STRING,
    OptionOf,
    RecordOf,
    SeqOf,
    Type,
)
from bridges.featran.model import Feature
from bridges.featran.transformers.registry import TRANSFORMERS
from migrate.featran.idiomatic.candidate import Subject
from migrate.featran.idiomatic.source import source_of

ROW = RecordOf(
    "Row",
    (
        ("flag", BOOLEAN),
        ("byte", BYTE),
        ("int", INT),
        ("long", LONG),
        ("float", FLOAT),
        ("double", DOUBLE),
        ("int?", OptionOf(INT)),
        ("float?", OptionOf(FLOAT)),
        ("double?", OptionOf(DOUBLE)),
        ("text", STRING),
        ("text?", OptionOf(STRING)),
        ("texts", SeqOf(STRING)),
        ("vector", SeqOf(DOUBLE)),
    ),
)


def subject(field: str, kind: str, *args: Any, learnt: str = "", default: Any = None) -> Subject:
    """A transformer of a field, with the text of what it learnt."""
    transformer: Any = TRANSFORMERS[kind]("it", *args)
    getter = ScalaGetter(transformer.kind, Getter(_R, _body(field, transformer.kind), "", ""), "it")
    feature = Feature(getter, transformer, default, required=not field.endswith("?"))
    source = source_of(feature)
    assert source is not None
    return Subject(feature, source, transformer.decode(learnt))


_R = Var("row", ROW)


def _body(name: str, kind: Kind) -> Expr:
    """The getter as Scala would be read: numbers are converted to Double."""
    of = dict(ROW.fields)[name]
    body = Field(_R, name, of)
    if kind is not Kind.DOUBLE:
        return body
    if of == BOOLEAN:
        return If(body, Lit(1.0, DOUBLE), Lit(0.0, DOUBLE), DOUBLE)
    if isinstance(of, OptionOf) and of.item != DOUBLE:
        param = Var("x", of.item)
        function = Fn((param,), Op("convert", (param,), DOUBLE))
        return Op("Option.map", (body, function), OptionOf(DOUBLE))
    return body if _double(of) else Op("convert", (body,), DOUBLE)


def _double(of: Type) -> bool:
    return of in (DOUBLE, OptionOf(DOUBLE))
