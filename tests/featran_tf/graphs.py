"""Runs many extractors in one graph, as one tf.function: tracing is what costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import tensorflow as tf

from bridges.featran.extract import Extractor
from bridges.featran.features import Features
from bridges.featran.tf import block, engine, feed
from bridges.featran.tf.results import to_numpy

Job = tuple[Extractor, pa.RecordBatch]


def run(jobs: Sequence[Job]) -> list[Features]:
    """Return each job's features, computed in a graph that gets the columns as arguments."""
    columns = [_columns(extractor, batch) for extractor, batch in jobs]

    @tf.function(autograph=False)
    def graph(given: Any) -> Any:
        return [
            _parts(engine.extract_columns(extractor, _rebuilt(shapes, tensors)))
            for (extractor, _), shapes, tensors in zip(jobs, columns, given, strict=True)
        ]

    results = graph([[_tensors(c) for c in row] for row in columns])
    return [
        _features(extractor, parts) for (extractor, _), parts in zip(jobs, results, strict=True)
    ]


def _columns(extractor: Extractor, batch: pa.RecordBatch) -> list[Any]:
    features = extractor.spec.features
    raw = [(f.transformer.kind, f.getter.evaluate(batch)) for f in features]
    return [feed.constant_column(kind, column.to_list()) for kind, column in raw]


def _tensors(column: Any) -> list[Any]:
    return [getattr(column, name) for name in column.__dataclass_fields__]


def _rebuilt(columns: list[Any], tensors: Any) -> tuple[Any, ...]:
    return tuple(type(c)(*t) for c, t in zip(columns, tensors, strict=True))


def _parts(features: engine.Features) -> Any:
    """A structure of tensors that tf.function can return."""
    blocks = [(b.values, b.added, _rejections(b)) for b in features.blocks.values()]
    return blocks, [(b.values, b.added) for b in features.crossings]


def _rejections(made: block.Block) -> Any:
    if made.rejections is None:
        return None
    bounds = {k: tf.constant(v, tf.float64) for k, v in made.rejections.bounds.items()}
    return made.rejections.codes, made.rejections.details, bounds


def _features(extractor: Extractor, parts: Any) -> Features:
    blocks, crossings = parts
    made = {
        feature.name: block.Block(values, added, _told(rejections))
        for feature, (values, added, rejections) in zip(
            extractor.spec.features, blocks, strict=True
        )
    }
    crossed = tuple(block.Block(values, added) for values, added in crossings)
    return to_numpy(extractor.names, engine.Features(made, crossed))


def _told(parts: Any) -> block.Rejections | None:
    if parts is None:
        return None
    codes, details, bounds = parts
    return block.Rejections(codes, details, {k: float(v) for k, v in bounds.items()})
