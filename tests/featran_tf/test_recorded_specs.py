"""Specs that the JVM ran, in a graph: sealed families and ``java.time`` among their getters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tensorflow as tf

from bridges.featran.records import json_schema
from bridges.featran.tf.feed import column_of
from bridges.featran.tf.needs import needed, parsing_spec
from migrate.cli.main import run
from migrate.featran import read_scala
from tests.featran_scala.test_heldout import FOLDER, SAID, plain
from tests.featran_tf.test_getters import _parts, as_list

pytestmark = pytest.mark.slow
SPECS = {
    "Sessions": "k01.Sessions.spec",
    "Plans": "k02.Plans.spec",
    "Weather": "k11.Weather.spec",
}


@pytest.mark.parametrize("file", SPECS)
def test_getters_in_a_graph_are_those_of_the_numpy_engine(file: str, tmp_path: Path) -> None:
    name = SPECS[file]
    path = FOLDER / "both" / f"{file}.scala"
    features = read_scala([path]).choose(".".join(name.split(".")[1:])).spec.features
    rows = [plain(row) for row in SAID["2.13", name]["rows"]]
    batch = pa.RecordBatch.from_pylist(rows, json_schema(features))
    pq.write_table(pa.Table.from_batches([batch]), tmp_path / "rows.parquet")
    assert run(["bridge", str(tmp_path / "rows.parquet"), str(tmp_path / "out"), "-q"]) == 0
    (examples,) = (tmp_path / "out").glob("*.tfrecord*")
    records = list(tf.data.TFRecordDataset(str(examples)).as_numpy_iterator())
    spec = parsing_spec(needed(features))

    @tf.function(autograph=False)
    def graph(raw: Any) -> Any:
        inputs = tf.io.parse_example(raw, spec)
        return {f.name: _parts(column_of(f, inputs)) for f in features}

    found = graph(tf.constant(records))
    for feature in features:
        want = feature.getter.evaluate(batch).to_list()
        assert repr(as_list(found[feature.name])) == repr(want), feature.name
