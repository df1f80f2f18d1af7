"""Featran's flat records: each getter's value under its transformer's name, as one JSON object.

``FlatConverter`` writes them, ``FlatExtractor`` reads them with nothing but the settings. Defaults
are not applied, crossings are dropped, and what settings do not hold is lost
(``settings.rebuild.rebuild_flat``).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from bridges.featran.columns import Column, Kind, column_of
from bridges.featran.errors import NumberFormat
from bridges.featran.extract import Extractor
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import doubles
from bridges.featran.model import Feature, FeatureSpec
from bridges.featran.settings.document import read, text_of
from bridges.featran.settings.rebuild import rebuild_flat

#: The column of a batch of flat records.
RECORD = "record"


def convert(spec: FeatureSpec, batch: pa.RecordBatch, jdk: int = 17) -> list[str]:
    """Return a JSON object per row, keys in the order of the features, missing ones left out."""
    columns = [feature.getter.evaluate(batch).to_list() for feature in spec.features]
    kinds = [feature.transformer.kind for feature in spec.features]
    keys = [text_of(name) for name in spec.names]
    rows = []
    for values in zip(*columns, strict=True):
        triples = zip(keys, kinds, values, strict=True)
        members = [f"{k}:{_json(kind, v, jdk)}" for k, kind, v in triples if v is not None]
        rows.append("{" + ",".join(members) + "}")
    return rows


def _json(kind: Kind, value: Any, jdk: int) -> str:
    match kind:
        case Kind.DOUBLE:
            return _number(value, jdk)
        case Kind.STRING:
            return text_of(value)
        case Kind.STRINGS:
            return "[" + ",".join(map(text_of, value)) + "]"
        case Kind.VECTOR:
            return "[" + ",".join(_number(x, jdk) for x in value) + "]"
        case Kind.WEIGHTED:
            return "[" + ",".join(_pair(name, weight, jdk) for name, weight in value) + "]"
        case Kind.MDL:
            name, number = value
            return _pair(name, number, jdk)


def _pair(name: str, value: float, jdk: int) -> str:
    return f"{{{text_of(name)}:{_number(value, jdk)}}}"


def _number(value: float, jdk: int) -> str:
    return doubles.to_string(value, jdk) if math.isfinite(value) else "null"


@dataclass(frozen=True)
class FlatField:
    """Reads a key of flat records; an unreadable record or value is missing."""

    key: str
    kind: Kind

    def evaluate(self, batch: pa.RecordBatch) -> Column:
        """Return the values of a batch with the column ``record``."""
        place = batch.schema.get_field_index(RECORD)
        texts = batch.column(place).to_pylist()
        return column_of(self.kind, [self._value(text) for text in texts])

    def _value(self, text: str | None) -> Any:
        try:
            record = json.loads(text or "")
            return _decode(self.kind, record[self.key])
        except (ValueError, KeyError, TypeError, AttributeError, NumberFormat):
            return None


def _decode(kind: Kind, value: Any) -> Any:
    match kind:
        case Kind.DOUBLE:
            return _double(value)
        case Kind.STRING:
            return _string(value)
        case Kind.STRINGS:
            return [_string(item) for item in _array(value)]
        case Kind.VECTOR:
            return [_double(item) for item in _array(value)]
        case Kind.WEIGHTED:
            return [pair for item in _array(value) for pair in _pairs(item)]
        case Kind.MDL:
            return next(_pairs(value))


def _pairs(value: Any) -> Iterator[tuple[str, float]]:
    yield from ((name, _double(weight)) for name, weight in value.items())


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


_JSON_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def _double(value: Any) -> float:
    """Return a number, the number of a string, or NaN for null, as circe decodes doubles."""
    match value:
        case None:
            return math.nan
        case bool():
            raise TypeError
        case int() | float():
            return float(value)
        case str() if _JSON_NUMBER.fullmatch(value):
            return float(value)
        case _:
            raise TypeError


def flat_spec(spec: FeatureSpec) -> FeatureSpec:
    """Return the spec over flat records: transformers, defaults and crossings stay."""
    moved = (
        replace(f, getter=FlatField(f.name, f.transformer.kind), required=False)
        for f in spec.features
    )
    return replace(spec, features=tuple(moved))


def flat_extractor(settings: str, flavour: Flavour = DEFAULT) -> Extractor:
    """Return what ``FlatExtractor(settings)`` extracts flat records with."""
    entries = read(settings)
    transformers = [rebuild_flat(entry) for entry in entries]
    features = tuple(Feature(FlatField(t.name, t.kind), t) for t in transformers)
    pairs = zip(entries, transformers, strict=True)
    summaries = tuple(entry.decode(transformer) for entry, transformer in pairs)
    return Extractor(FeatureSpec(features), summaries, flavour)


def flat_batch(records: Sequence[str]) -> pa.RecordBatch:
    """Return flat records as a batch."""
    return pa.RecordBatch.from_arrays([pa.array(records, pa.string())], [RECORD])
