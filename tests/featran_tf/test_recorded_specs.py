"""Specs that the JVM ran, in graphs: every getter that has a rule, on the recorded records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tensorflow as tf

from bridges.featran.columns import Kind
from bridges.featran.model import Feature, MultiFeatureSpec
from bridges.featran.records import json_schema
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.feed import column_of
from bridges.featran.tf.needs import needed, parsing_spec
from migrate.cli.main import run
from tests.featran_scala.test_heldout import RUNS, SAID, plain, reading
from tests.featran_tf.test_getters import _parts, as_list

pytestmark = pytest.mark.slow
WITHOUT_RULE = {
    "k03.Listening.features": 5,
    "k03.Listening.multi": 5,
    "k05.Ads.full": 4,
    "k07.Churn.spec": 2,
    "k08.Pipeline.spec": 3,
    "k09.Search.spec": 5,
    "k10.Job.spec": 1,
    "k12.Trips.spec": 3,
    "ads.ctr.CtrFeatures.all": 2,
    "bank.fraud.FraudFeatures.spec": 3,
    "com.example.nlp.TextClassifier.spec": 3,
    "credit.scoring.CreditFeatures.spec": 3,
    "hotels.HotelSpec.spec": 1,
    "iot.VibrationSpec.spec": 1,
    "jobs.JobMatch.spec": 5,
    "playlist.rec.PlaylistFeatures.multi": 6,
    "retail.features.BasketSpec.spec": 6,
    "sessions.SessionFeatures.all": 3,
    "telco.churn.ChurnSpec.spec": 8,
}
"""How many features of a spec are refused by name; of the others, none."""

PLAYED = "plays completion long_seconds run skips unknown_reasons bigrams track_grams"
FAILING = {
    # Digits that are Arabic, an int in Java alone, and a text that begins with 0x.
    "bank.fraud.FraudFeatures.spec": {
        *("ip", "net16", "private_net"),
        *("eur_outlier", "log_eur", "over_limit", "parse"),
    },
    # A Char is a number in examples, as Avro has it; these records have texts.
    "retail.features.BasketSpec.spec": {"depts", "qty", "prefix", "valid_eans", "letters", "qtys"},
    # Records in a list that lack a text: its list is shorter than the others.
    "sessions.SessionFeatures.all": set(PLAYED.split()),
}
"""Features whose batch fails, which is documented, rather than give another answer."""

OTHERWISE = {
    ("k12.Trips.spec", "tips"): "an empty list is a missing one: FT211",
    ("ads.ctr.CtrFeatures.all", "interests"): "TensorFlow flushes subnormal results",
    ("retail.features.BasketSpec.spec", "store_tender"): "half a surrogate pair",
}
"""Features with records that a graph cannot answer, and why."""

SPECS = [
    pytest.param(path, name, id=name)
    for scala, path, name in RUNS
    if scala == "2.13" and path.parent.name in ("both", "generated")
]


def features_of(path: Path, name: str) -> list[Feature]:
    """The features of a spec whose recorded name may begin with a package."""
    _, *parts = name.split(".")
    spec = reading(path).choose(".".join(parts[-2:])).spec
    specs = spec.specs if isinstance(spec, MultiFeatureSpec) else (spec,)
    return [feature for one in specs for feature in one.features]


def examples_of(name: str, features: list[Feature], folder: Path) -> Any:
    rows = [plain(row) for row in SAID["2.13", name]["rows"]]
    batch = pa.RecordBatch.from_pylist(rows, json_schema(features))
    pq.write_table(pa.Table.from_batches([batch]), folder / "rows.parquet")
    assert run(["bridge", str(folder / "rows.parquet"), str(folder / "out"), "-q"]) == 0
    (file,) = (folder / "out").glob("*.tfrecord*")
    return batch, tf.constant(list(tf.data.TFRecordDataset(str(file)).as_numpy_iterator()))


def in_a_graph(feature: Feature, examples: Any) -> list[Any]:
    """The values; NoRule if it has none, InvalidArgumentError if the batch fails."""
    spec = parsing_spec(needed([feature]))

    @tf.function(autograph=False)
    def graph(raw: Any) -> Any:
        return _parts(column_of(feature, tf.io.parse_example(raw, spec)))

    return as_list(graph(examples))


def as_parts(kind: Kind, value: Any) -> Any:
    """A value of the numpy engine as :func:`as_list` has it."""
    match kind:
        case Kind.WEIGHTED if value is not None:
            return [[name for name, _ in value], [weight for _, weight in value]]
        case Kind.MDL if value is not None:
            return [value.value, True]
    return value


@pytest.mark.parametrize(("path", "name"), SPECS)
def test_getters_in_a_graph_are_those_of_the_numpy_engine(
    path: Path, name: str, tmp_path: Path
) -> None:
    features = features_of(path, name)
    batch, examples = examples_of(name, features, tmp_path)
    refused, failed = 0, set()
    for feature in features:
        if (name, feature.name) in OTHERWISE:
            continue
        try:
            found = in_a_graph(feature, examples)
        except NoRule:
            refused += 1
            continue
        except tf.errors.InvalidArgumentError:
            failed.add(feature.name)
            continue
        want = [as_parts(feature.getter.kind, v) for v in feature.getter.evaluate(batch).to_list()]
        assert repr(found) == repr(want), feature.name
    assert (refused, failed) == (WITHOUT_RULE.get(name, 0), FAILING.get(name, set()))
