"""A spec as the calls that :mod:`bridges.featran.dsl` makes it from."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bridges.featran.columns import MDLRecord, WeightedLabel
from bridges.featran.field import Field as NamedField
from bridges.featran.getters.ast import Expr, Field, Getter, Var
from bridges.featran.getters.feature import ScalaCross, ScalaGetter
from bridges.featran.getters.rewrite import rebuild, substitute
from bridges.featran.getters.types import Type
from bridges.featran.model import Crossing, Feature, FeatureSpec
from bridges.featran.transformers.base import Transformer
from migrate.featran.render.expressions import bare, expression, number_text, quoted
from migrate.featran.render.form import Module
from migrate.featran.render.layout import WIDTH, fitted
from migrate.featran.render.records import record_names, row_name


def spec_text(module: Module) -> str:
    records = record_names(module)
    kept = module.rest if module.tells else module.exact
    made = [_one_spec(spec, module, records) for spec in kept]
    if not made:
        return ""
    if len(made) == 1:
        return f"SPEC = {made[0]}"
    inner = "".join(textwrap.indent(text, "    ") + ",\n" for text in made)
    return f"SPEC = specs(\n{inner})"


def _one_spec(spec: FeatureSpec, module: Module, records: Mapping[Type, str]) -> str:
    parts = [_feature(f, module, records) for f in spec.features]
    parts += [_crossing(c, records) for c in spec.crossings]
    inner = "".join(textwrap.indent(part, "    ") + "\n" for part in parts)
    return f"spec(\n{inner})" if parts else "spec()"


def _feature(feature: Feature, module: Module, records: Mapping[Type, str]) -> str:
    made = constructor(feature.transformer)
    default = "" if feature.default is None else f", default={_value(feature.default)}"
    if isinstance(feature.getter, NamedField):
        path = ".".join(feature.getter.path)
        return _call("column", [quoted(path), made + default], "")
    assert isinstance(feature.getter, ScalaGetter)
    getter = feature.getter.getter
    row = row_name(module)
    body = substitute(getter.body, {getter.row.name: Var(row, getter.row.type)})
    kind = "required" if feature.required else "optional"
    return _call(kind, [row, expression(body, records), made + default], comment(feature))


def comment(feature: Feature) -> str:
    """Where it comes from, and the Scala of its getter, on one line; empty if neither is known."""
    getter = getattr(feature.getter, "getter", None)
    source = " ".join(getter.source.split()) if isinstance(getter, Getter) else ""
    place = f"{_basename(feature.source.file)}:{feature.source.line}  " if feature.source else ""
    if not place and not source:
        return ""
    return textwrap.shorten(f"# {place}{source}", WIDTH - 4, placeholder=" …")


def _basename(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _call(name: str, args: list[str], comment: str) -> str:
    head = f"{comment}\n" if comment else ""
    return head + fitted(f"{name}({', '.join(args)}),", width=WIDTH - 4)


def _crossing(crossing: Crossing, records: Mapping[Type, str]) -> str:
    assert isinstance(crossing.function, ScalaCross)
    getter = crossing.function.getter
    body = bare(expression(_unpaired(getter.body, getter.row), records))
    source = crossing.source
    place = f"# {_basename(source.file)}:{source.line}" if source else ""
    sides = [quoted(crossing.left), quoted(crossing.right)]
    return _call("cross", [*sides, f"lambda x_, y_: {body}"], place)


def _unpaired(node: Expr, pair: Var) -> Expr:
    """The body with the pair's halves as two variables."""
    if isinstance(node, Field) and node.of == pair:
        return Var("x_" if node.name == "_1" else "y_", node.type)
    return rebuild(node, lambda child: _unpaired(child, pair))


def constructor(transformer: Transformer[Any]) -> str:
    """A transformer's constructor call; arguments that have their defaults are left out."""
    args = [quoted(transformer.name)]
    for declared in fields(transformer)[1:]:
        value = getattr(transformer, declared.name)
        if value != declared.default or _is_nan(value):
            args.append(f"{declared.name}={_value(value)}")
    return f"{type(transformer).__name__}({', '.join(args)})"


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and value != value


def _value(value: Any) -> str:
    match value:
        case str():
            return quoted(value)
        case bool() | int() | None:
            return repr(value)
        case float():
            return number_text(value)
        case WeightedLabel(name, weight):
            return f"WeightedLabel({quoted(name)}, {number_text(weight)})"
        case MDLRecord(label, number):
            return f"MDLRecord({quoted(label)}, {number_text(number)})"
        case _:
            return f"({', '.join(map(_value, value))}{',' if len(value) == 1 else ''})"
