"""A spec of 40 features and records for it, alike for every engine that is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa

from bridges.featran.field import field
from bridges.featran.model import FeatureSpec
from bridges.featran.transformers.registry import TRANSFORMERS

#: The classes are called by name, with arguments of many kinds.
T: Final[Mapping[str, Any]] = TRANSFORMERS

WORDS: Final = 8
LENGTH: Final = 8


def transformers() -> Iterator[tuple[str, Any]]:
    """Yield 40 pairs of a column and its transformer."""
    scalers = ("Identity", "StandardScaler", "MinMaxScaler", "MaxAbsScaler")
    for i in range(12):
        yield f"d{i}", T[scalers[i % 4]](f"scaled{i}")
    for i in range(4):
        yield f"d{i}", T["Bucketizer"](f"bucket{i}", (-3.0, -1.0, 0.0, 1.0, 3.0, 6.0))
    for i in range(2):
        yield f"d{i}", T["Binarizer"](f"binary{i}", 0.5)
        yield f"p{i}", T["QuantileDiscretizer"](f"quantile{i}", 4)
    for i in range(8):
        yield f"s{i}", T["OneHotEncoder"](f"label{i}")
    for i in range(2):
        yield f"l{i}", T["NHotEncoder"](f"labels{i}")
        yield f"s{i}", T["HashOneHotEncoder"](f"hashed{i}", 64)
        yield f"v{i}", T["VectorIdentity"](f"vector{i}")
        yield f"v{i}", T["Normalizer"](f"normal{i}")
    yield "w0", T["PolynomialExpansion"]("products")
    yield "s7", T["TopNOneHotEncoder"]("top", 10, seed=1)
    yield "weights", T["NHotWeightedEncoder"]("weighted")
    yield "s6", T["PositionEncoder"]("position")


def spec() -> FeatureSpec:
    """Return the spec; every feature is optional."""
    out = FeatureSpec()
    for column, transformer in transformers():
        out = out.optional(field(column, transformer.kind), transformer)
    return out


def batches(rows: int, size: int = 8192, seed: int = 1) -> list[pa.RecordBatch]:
    """Return records: numbers with a tenth missing, labels of 5 to 40 kinds, lists, vectors."""
    draw = np.random.default_rng(seed)
    starts = range(0, rows, size)
    return [_batch(min(size, rows - start), draw) for start in starts]


def _batch(n: int, draw: np.random.Generator) -> pa.RecordBatch:
    columns: dict[str, pa.Array] = {}
    for i in range(12):
        columns[f"d{i}"] = pa.array(draw.normal(0, 2, n), mask=draw.random(n) < 0.1)
    for i in range(2):
        columns[f"p{i}"] = pa.array(draw.gamma(2.0, 10.0, n))
    for i in range(8):
        columns[f"s{i}"] = _labels(draw, n, 5 + 5 * i)
    for i in range(2):
        columns[f"l{i}"] = _lists(_labels(draw, 3 * n, 20), 3)
        columns[f"v{i}"] = _lists(pa.array(draw.normal(0, 1, LENGTH * n)), LENGTH)
    columns["w0"] = _lists(pa.array(draw.normal(0, 1, 3 * n)), 3)
    weighted = pa.StructArray.from_arrays(
        [_labels(draw, 3 * n, 20), pa.array(draw.random(3 * n))], ["name", "value"]
    )
    columns["weights"] = _lists(weighted, 3)
    return pa.RecordBatch.from_arrays(list(columns.values()), list(columns))


def _labels(draw: np.random.Generator, n: int, kinds: int) -> pa.Array:
    words = pa.array([f"label-{k}" for k in range(kinds)])
    return words.take(pa.array(draw.integers(0, kinds, n)))


def _lists(flat: pa.Array, length: int) -> pa.Array:
    offsets = np.arange(0, len(flat) + 1, length, dtype=np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), flat)
