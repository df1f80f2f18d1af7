"""A spec converted by the command line, with data, for the tests of what it becomes."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bridges.featran.extract import Extractor, learnt
from bridges.featran.model import FeatureSpec
from bridges.featran.settings.document import write
from examples.featran.records import listeners
from migrate.cli.main import run
from migrate.featran import read_scala

SCALA = Path(__file__).parents[2] / "examples" / "featran" / "UserFeatures.scala"


def example_spec(scala: Path = SCALA, name: str = "") -> FeatureSpec:
    spec = read_scala([scala]).choose(name).spec
    assert isinstance(spec, FeatureSpec)
    return spec


def convert(folder: Path, batch: pa.RecordBatch, *options: str, scala: Path = SCALA) -> Extractor:
    """Write preprocessing.py into a folder; return the numpy engine of the same settings."""
    extractor = learnt(example_spec(scala), [batch])
    settings = folder / "settings.json"
    settings.write_text(write(extractor.settings()), "utf-8")
    out = folder / "preprocessing.py"
    command = ["featran-to-tft", str(scala), "-o", str(out), "-q", "--settings", str(settings)]
    assert run([*command, *options]) == 0
    return extractor


def tfrecords(folder: Path, batch: pa.RecordBatch) -> Path:
    """Return a directory of TFRecord files that ``migrate bridge`` wrote."""
    source = folder / "listeners.parquet"
    pq.write_table(pa.Table.from_batches([batch]), source)
    target = folder / "examples"
    assert run(["bridge", str(source), str(target), "-q"]) == 0
    return target


@contextmanager
def imported(folder: Path, name: str = "preprocessing") -> Iterator[Any]:
    """The module of a folder, importable by that name meanwhile."""
    sys.path.insert(0, str(folder))
    sys.modules.pop(name, None)
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop(name, None)


def float32(extractor: Extractor, batch: pa.RecordBatch) -> dict[str, np.ndarray]:
    """The numpy engine's features as float32, by column name."""
    features = extractor.extract(batch)
    with np.errstate(over="ignore"):
        values = features.values.astype(np.float32)
    return dict(zip(features.names, values.T, strict=True))


__all__ = ["convert", "float32", "imported", "listeners", "tfrecords"]
