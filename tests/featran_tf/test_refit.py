"""Refit: tf.Transform learns what the numpy engine learns, on Beam.

What depends on the order of rows is held to the bounds that the documentation states.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridges.featran.columns import Kind, column_of
from bridges.featran.extract import Extractor, learnt
from bridges.featran.settings.document import read, write
from migrate.cli.main import run
from tests.featran_tf.converted import SCALA, example_spec, imported, listeners
from tests.featran_tf.test_real_pipelines import raw_records, tfrecords

pytestmark = pytest.mark.slow
ROWS = 120


def transformed(folder: Path, records: list[bytes]) -> tuple[dict[str, np.ndarray], Any]:
    """Return the module's outputs by key, and the tft.TFTransformOutput that has them."""
    import apache_beam as beam
    import tensorflow as tf
    import tensorflow_transform as tft
    import tensorflow_transform.beam as tft_beam
    from tensorflow_transform.tf_metadata import dataset_metadata
    from tfx_bsl.tfxio import tf_example_record

    with imported(folder) as module:
        schema = dataset_metadata.DatasetMetadata.from_feature_spec(module.raw_features()).schema
        source = tf_example_record.TFExampleBeamRecord(
            physical_format="inmem", telemetry_descriptors=["test"], schema=schema
        )
        with beam.Pipeline() as pipeline, tft_beam.Context(temp_dir=str(folder / "temp")):
            batches = pipeline | beam.Create(records) | source.BeamSource(batch_size=40)
            analysed = (batches, source.TensorAdapterConfig()) | tft_beam.AnalyzeDataset(
                module.preprocessing_fn
            )
            analysed | tft_beam.WriteTransformFn(str(folder / "transform"))
        raw = module.raw_features()
    output = tft.TFTransformOutput(str(folder / "transform"))
    layer = output.transform_features_layer()
    parsed = tf.io.parse_example(records, raw)
    return {key: value.numpy() for key, value in layer(parsed).items()}, output


def test_a_refit_transform_learns_what_the_numpy_engine_learns(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow_transform", reason="not run: tf.Transform is not installed")
    batch = listeners(ROWS)
    out = tmp_path / "preprocessing.py"
    assert run(["featran-to-tft", str(SCALA), "--refit", "-o", str(out), "-q"]) == 0
    got, output = transformed(tmp_path, raw_records(tfrecords(tmp_path, batch)))
    extractor = learnt(example_spec(), [batch])
    assert_tells_what_it_learnt(tmp_path, output, extractor)
    features = extractor.extract(batch)
    want = dict(zip(features.names, features.values.T, strict=True))
    for feature in extractor.spec.features:
        names = extractor.names_by_feature[feature.name]
        key = feature.name.replace("-", "_").replace(" ", "_")
        expected = np.stack([want[n] for n in names], axis=1).astype(np.float32)
        if feature.name == "skip-rate":  # moments: the last bits depend on how parts are joined
            np.testing.assert_allclose(got[key], expected, rtol=1e-6)
        else:
            np.testing.assert_array_equal(got[key], expected, err_msg=feature.name)


def assert_tells_what_it_learnt(folder: Path, output: Any, extractor: Extractor) -> None:
    """The transform's output holds Featran's settings, the names, and the width of every key."""
    with imported(folder) as module:
        text = module.settings(output)
        names = module.feature_names(output)
        by_key = module.feature_names_by_key(output)
        keys = module.OUTPUTS.keys
    assert names == extractor.names
    assert by_key == {
        keys[name]: columns
        for name, columns in {**extractor.names_by_feature, **extractor.names_by_crossing}.items()
    }
    widths = {key: spec.shape for key, spec in output.transformed_feature_spec().items()}
    assert widths == {key: [len(columns)] for key, columns in by_key.items()}
    for got, want in zip(read(text), extractor.settings(), strict=True):
        if want.name == "skip-rate":  # see above
            moments = [float(x) for x in (got.aggregators or "").split(",")]
            exact = [float(x) for x in (want.aggregators or "").split(",")]
            np.testing.assert_allclose(moments, exact, rtol=1e-12)
            got = replace(got, aggregators=want.aggregators)
        assert got == want
    assert write(read(text)) == text


MANY = 1_000_000


@pytest.fixture(scope="module")
def numbers() -> np.ndarray:
    return np.random.default_rng(7).gamma(2.0, 50.0, MANY)


def combined(transformer: Any, columns: list[Any]) -> Any:
    """Return what Beam's CombineFn makes of parts of the data: one state each, then merged."""
    pytest.importorskip("apache_beam", reason="not run: Beam is not installed")
    from bridges.featran.beam import Learn

    fn = Learn([transformer])
    fn.setup()
    states = [fn.add_input(fn.create_accumulator(), [column]) for column in columns]
    aggregator = transformer.aggregator()
    return aggregator.present(fn.merge_accumulators(states)[0])


def doubles(values: np.ndarray, parts: int) -> list[Any]:
    from bridges.featran.columns import Doubles

    pieces = np.array_split(values, parts)
    return [Doubles(p, np.ones(len(p), np.bool_)) for p in pieces]


@pytest.mark.parametrize("parts", [1, 7, 100])
def test_moments_of_a_million_rows(numbers: np.ndarray, parts: int) -> None:
    from bridges.featran.transformers.standard_scaler import StandardScaler

    mean, deviation = combined(StandardScaler("s"), doubles(numbers, parts))
    exact_mean = np.longdouble(numbers).mean()
    exact = np.sqrt(((np.longdouble(numbers) - exact_mean) ** 2).mean())
    assert abs(mean - exact_mean) <= 1e-12 * exact_mean
    assert abs(deviation - exact) <= 1e-12 * exact


@pytest.mark.parametrize("parts", [1, 7, 100])
def test_quantiles_of_a_million_rows(numbers: np.ndarray, parts: int) -> None:
    from bridges.featran.transformers.quantile_discretizer import QuantileDiscretizer

    buckets, k = 10, 9
    learnt = combined(QuantileDiscretizer("q", buckets, k), doubles(numbers, parts))
    assert (learnt.least, learnt.greatest) == (numbers.min(), numbers.max())
    ordered = np.sort(numbers)
    for i, bound in enumerate(learnt.bounds[:-1], 1):
        # The bound is the middle of a node of the tree; its ends have the ranks around it.
        rank = np.searchsorted(ordered, bound)
        assert abs(rank - MANY * i / buckets) <= MANY / 2**k, (parts, i)


@pytest.mark.parametrize("parts", [1, 7, 100])
def test_heavy_hitters_of_a_million_rows(parts: int) -> None:
    from bridges.featran.columns import Strings
    from bridges.featran.texts import Texts
    from bridges.featran.transformers.heavy_hitters import HeavyHitters

    eps, delta = 0.001, 0.001
    codes = (np.random.default_rng(3).zipf(1.4, MANY) % 5000).astype(np.int32)
    labels = [f"label-{i}" for i in range(5000)]
    pieces = np.array_split(codes, parts)
    columns = [Strings(Texts.of_codes(p, labels), np.ones(len(p), np.bool_)) for p in pieces]
    learnt = combined(HeavyHitters("h", 20, eps, delta, seed=1), columns)
    true = np.bincount(codes, minlength=5000)
    wrong = 0
    for label, hitter in learnt.items():
        count = int(true[int(label.split("-")[1])])
        assert hitter.frequency >= count
        wrong += hitter.frequency > count + eps * MANY
    assert wrong <= max(1, delta * len(learnt))


@pytest.mark.parametrize("parts", [1, 7, 100])
def test_what_does_not_depend_on_order_is_equal(numbers: np.ndarray, parts: int) -> None:
    from bridges.featran.transformers.hash_one_hot_encoder import HashOneHotEncoder
    from bridges.featran.transformers.max_abs_scaler import MaxAbsScaler
    from bridges.featran.transformers.min_max_scaler import MinMaxScaler
    from bridges.featran.transformers.one_hot_encoder import OneHotEncoder

    for scaler in (MinMaxScaler("m"), MaxAbsScaler("a")):
        whole = combined(scaler, doubles(numbers, 1))
        assert combined(scaler, doubles(numbers, parts)) == whole
    words = [f"w{i % 997}" for i in range(20_000)]
    for encoder in (OneHotEncoder("o"), HashOneHotEncoder("h")):
        pieces = [column_of(Kind.STRING, list(p)) for p in np.array_split(words, parts)]
        assert combined(encoder, pieces) == combined(encoder, [column_of(Kind.STRING, words)])
