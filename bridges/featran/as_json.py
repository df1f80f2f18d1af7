"""The JSON form of specs: a generated project carries its spec as ``spec.json``.

::

    {"format": "featran-spec/1", "multi": false, "specs": [{"features": […], "crossings": […]}]}

A feature holds the transformer's class and constructor arguments by Featran's names, the getter
(``{"field": [path], …}`` or ``{"scala": …}``), and the default. Arguments that JSON cannot say
(NaN, infinities) are written as Java writes them. Equal specs give equal texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bridges.errors import DataError
from bridges.featran.columns import Kind, MDLRecord, WeightedLabel
from bridges.featran.errors import FeatranError
from bridges.featran.field import Field
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import doubles
from bridges.featran.model import (
    CrossFunction,
    Crossing,
    Feature,
    FeatureSpec,
    Getter,
    MultiFeatureSpec,
    Source,
)
from bridges.featran.transformers.base import Parameter, Transformer, parameters
from bridges.featran.transformers.registry import TRANSFORMERS

FORMAT = "featran-spec/1"
Json = Any


def to_json(spec: FeatureSpec | MultiFeatureSpec) -> str:
    """Return a spec as JSON.

    Raises
    ------
    FeatranError
        If a getter or a crossing is a Python function that no file can hold.
    """
    multi = isinstance(spec, MultiFeatureSpec)
    specs = spec.specs if isinstance(spec, MultiFeatureSpec) else (spec,)
    document = {"format": FORMAT, "multi": multi, "specs": [_spec(s) for s in specs]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def from_json(
    text: str, where: str = "spec", flavour: Flavour = DEFAULT
) -> FeatureSpec | MultiFeatureSpec:
    """Return the spec of a text; its getters behave as on ``flavour``.

    Raises
    ------
    DataError
        If the text is no such spec.
    FeatranError
        If Featran would refuse it.
    """
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise ValueError(f"its format is {document['format']!r}")
        specs = tuple(_read_spec(written, flavour) for written in document["specs"])
        return MultiFeatureSpec(specs) if document["multi"] else specs[0]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"this is no spec of {FORMAT}: {error!r}",
            where=where,
            next_step="write it again with `migrate featran-to-tft`, or give the Scala file",
        ) from error


def _spec(spec: FeatureSpec) -> Json:
    crossings = [
        {"left": c.left, "right": c.right, "function": _function(c), **_source(c.source)}
        for c in spec.crossings
    ]
    return {"features": [_feature(f) for f in spec.features], "crossings": crossings}


def _read_spec(written: Json, flavour: Flavour) -> FeatureSpec:
    spec = FeatureSpec(tuple(_read_feature(f, flavour) for f in written["features"]))
    for c in written["crossings"]:
        function = _read_function(c["function"], flavour)
        spec = spec.cross(c["left"], c["right"], function, _read_source(c))
    return spec


def _feature(feature: Feature) -> Json:
    transformer = feature.transformer
    arguments = {
        p.name: _argument(getattr(transformer, p.field)) for p in parameters(type(transformer))
    }
    written = {
        "transformer": type(transformer).__name__,
        "arguments": arguments,
        "getter": _getter(feature),
        "required": feature.required,
        **_source(feature.source),
    }
    if feature.default is not None:
        written["default"] = _value(feature.default)
    if feature.contramapped:
        written["contramapped"] = True
    return written


def _read_feature(written: Json, flavour: Flavour) -> Feature:
    transformer = _transformer(written["transformer"], written["arguments"])
    return Feature(
        _read_getter(written["getter"], transformer, flavour),
        transformer,
        _read_value(transformer.kind, written.get("default")),
        bool(written["required"]),
        _read_source(written),
        bool(written.get("contramapped", False)),
    )


def _transformer(name: str, arguments: Mapping[str, Json]) -> Transformer[Any]:
    cls: Any = TRANSFORMERS[name]
    return cls(  # type: ignore[no-any-return]
        **{
            p.field: _read_argument(p, arguments[p.name])
            for p in parameters(cls)
            if p.name in arguments
        }
    )


def _argument(value: Json) -> Json:
    match value:
        case float():
            return doubles.to_string(value, 21)
        case tuple():
            return [doubles.to_string(x, 21) for x in value]
        case _:
            return value


def _read_argument(parameter: Parameter, value: Json) -> Json:
    match parameter.type:
        case "Double":
            return doubles.parse(value)
        case "Array[Double]":
            return tuple(map(doubles.parse, value))
        case _:
            return value


def _value(value: Json) -> Json:
    """Return a default; doubles as Java writes them, records as pairs."""
    match value:
        case float() | int():
            return doubles.to_string(float(value), 21)
        case str():
            return value
        case _:
            return [_value(item) for item in value]


def _read_value(kind: Kind, value: Json) -> Json:
    if value is None:
        return None
    match kind:
        case Kind.DOUBLE:
            return doubles.parse(value)
        case Kind.VECTOR:
            return tuple(map(doubles.parse, value))
        case Kind.WEIGHTED:
            return tuple(WeightedLabel(name, doubles.parse(weight)) for name, weight in value)
        case Kind.MDL:
            return MDLRecord(value[0], doubles.parse(value[1]))
        case Kind.STRINGS:
            return tuple(value)
        case Kind.STRING:
            return value


def _getter(feature: Feature) -> Json:
    getter = feature.getter
    if isinstance(getter, Field):
        return {"field": list(getter.path)}
    from bridges.featran.getters.as_json import getter_to_json
    from bridges.featran.getters.feature import ScalaGetter

    if isinstance(getter, ScalaGetter):
        return {"scala": getter_to_json(getter.getter)}
    raise FeatranError(
        f"the getter is a Python object of {type(getter).__name__}",
        where=feature.name,
        next_step="use a field or an expression, which a file can hold",
    )


def _read_getter(written: Json, transformer: Transformer[Any], flavour: Flavour) -> Getter:
    if "field" in written:
        return Field(tuple(written["field"]), transformer.kind)
    from bridges.featran.getters.as_json import getter_from_json
    from bridges.featran.getters.feature import ScalaGetter

    getter = getter_from_json(written["scala"])
    return ScalaGetter(transformer.kind, getter, transformer.name, flavour)


def _function(crossing: Crossing) -> Json:
    from bridges.featran.getters.as_json import getter_to_json
    from bridges.featran.getters.feature import ScalaCross

    if isinstance(crossing.function, ScalaCross):
        return {"scala": getter_to_json(crossing.function.getter)}
    raise FeatranError(
        "the function of a crossing is a Python function",
        where=f"({crossing.left},{crossing.right})",
        next_step="use an expression, which a file can hold",
    )


def _read_function(written: Json, flavour: Flavour) -> CrossFunction:
    from bridges.featran.getters.as_json import getter_from_json
    from bridges.featran.getters.feature import ScalaCross

    return ScalaCross(getter_from_json(written["scala"]), flavour)


def _source(source: Source | None) -> dict[str, Json]:
    return {} if source is None else {"source": [source.file, source.line]}


def _read_source(written: Json) -> Source | None:
    return Source(*written["source"]) if "source" in written else None
