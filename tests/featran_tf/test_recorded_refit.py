"""Specs that the JVM ran, learnt anew on Beam: what it learnt, from one part of the rows or seven.

All specs go through one pipeline, each in parts of its own, and get from Beam the settings that the
JVM printed. Beam joins parts in no fixed order, so sums may differ in their last bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from bridges.featran.columns import Column, Kind, with_default
from bridges.featran.flavour import Flavour
from bridges.featran.learn import Learner
from bridges.featran.model import Feature, MultiFeatureSpec
from bridges.featran.records import json_schema
from bridges.featran.settings.document import Setting, read
from migrate.featran.extract.load import on_flavour
from tests.featran_scala.test_heldout import RUNS, SAID, plain, reading

pytestmark = pytest.mark.slow
SPECS = [(s, path, n) for s, path, n in RUNS if s == "2.13" and path.parent.name == "generated"]
PARTS = (1, 7)
CLOSE = {"StandardScaler": 1e-12}
"""Transformers whose summary may differ with the order of rows, and by how much."""


def features_of(scala: str, path: Path, name: str) -> tuple[Feature, ...]:
    spec = reading(path).choose(".".join(name.split(".")[-2:])).spec
    specs = spec.specs if isinstance(spec, MultiFeatureSpec) else (spec,)
    return tuple(f for one in specs for f in on_flavour(one, Flavour(scala)).features)


def arrays(column: Column) -> list[Any]:
    """A column as tf.Transform hands it to Beam; see ``bridges.featran.beam.PARTS``."""
    match column.kind:
        case Kind.DOUBLE:
            return [column.values, column.present]
        case Kind.STRING:
            return [encoded(column.texts), column.present]
        case Kind.MDL:
            return [column.values, encoded(column.labels), column.present]
        case Kind.STRINGS:
            return [encoded(column.items), column.offsets, column.present]
        case Kind.WEIGHTED:
            return [encoded(column.items), column.weights, column.offsets, column.present]
    return [column.values, column.offsets, column.present]


def encoded(texts: Any) -> Any:
    found = [(t or "").encode("utf-8", "surrogatepass") for t in texts.to_list()]
    return np.array([*found, None], object)[:-1]


def batches(features: tuple[Feature, ...], batch: pa.RecordBatch, parts: int) -> Iterator[Any]:
    cuts = np.linspace(0, len(batch), min(parts, len(batch)) + 1).astype(int).tolist()
    for start, end in pairwise(cuts):
        rows = batch.slice(start, end - start)
        columns = (with_default(f.column(rows), f.default) for f in features)
        yield [array for column in columns for array in arrays(column)]


def fit(features: tuple[Feature, ...], batch: pa.RecordBatch, flavour: Flavour) -> list[Setting]:
    """What the numpy engine learns."""
    summaries = Learner(features, flavour).learn([batch])
    pairs = zip(features, summaries, strict=True)
    return [Setting.of_transformer(f.transformer, s, flavour) for f, s in pairs]


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The settings that Beam learnt, as files by Scala version, spec and number of parts."""
    beam = pytest.importorskip("apache_beam", reason="not run: Beam is not installed")
    from bridges.featran.beam import LearnParts

    folder = tmp_path_factory.mktemp("learnt")
    with beam.Pipeline() as pipeline:
        for scala, path, name in SPECS:
            features = features_of(scala, path, name)
            transformers = [feature.transformer for feature in features]
            for parts in PARTS:
                key = f"{scala}-{name}-{parts}"
                given = list(batches(features, rows_of(scala, name, features), parts))
                learning = LearnParts(transformers, Flavour(scala))
                found = pipeline | f"Rows {key}" >> beam.Create(given) | key >> learning
                found | f"Write {key}" >> beam.Map(written, str(folder / key))
    return {path.name: path for path in folder.iterdir()}


def written(settings: bytes, place: str) -> None:
    Path(place).write_bytes(settings)


def rows_of(scala: str, name: str, features: tuple[Feature, ...]) -> pa.RecordBatch:
    rows = [plain(row) for row in SAID[scala, name]["rows"]]
    return pa.RecordBatch.from_pylist(rows, json_schema(features))


@pytest.mark.parametrize(("scala", "path", "name"), SPECS, ids=[f"{s}-{n}" for s, _, n in SPECS])
def test_beam_learns_what_the_jvm_learnt(
    scala: str, path: Path, name: str, learnt: dict[str, Path]
) -> None:
    features = features_of(scala, path, name)
    own = fit(features, rows_of(scala, name, features), Flavour(scala))
    of_jvm = {s.name: s for s in read(SAID[scala, name]["settings"] or "[]")}
    for parts in PARTS:
        content = learnt[f"{scala}-{name}-{parts}"].read_bytes()
        found = read(content.decode("utf-8"))
        assert [s.name for s in found] == [f.name for f in features]
        for got, want in zip(found, own, strict=True):
            assert same(got, want), parts
            assert want.name not in of_jvm or same(got, of_jvm[want.name]), parts


def same(got: Setting, want: Setting) -> bool:
    bound = CLOSE.get(want.cls.rpartition(".")[2])
    if got == want or bound is None or None in (got.aggregators, want.aggregators):
        return got == want
    left, right = (np.array(s.aggregators.split(","), float) for s in (got, want))
    return np.allclose(left, right, bound, 0) and replace(got, aggregators=want.aggregators) == want
