"""Refit modules, idiomatic or not, inside a real TFX Transform and a served Keras model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from bridges.featran.extract import learnt, with_settings
from bridges.featran.model import FeatureSpec
from bridges.featran.settings.document import Setting, read, write
from migrate.cli.main import run
from tests.featran_tf.converted import SCALA, example_spec, float32, imported, listeners, tfrecords
from tests.featran_tf.test_modules import MIXED, accounts
from tests.featran_tf.test_real_pipelines import assert_equal, ran, raw_records, rows, served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
ROWS = 150


@dataclass(frozen=True)
class Case:
    """A spec, its data, and what is learnt or computed to a tolerance only."""

    scala: Path
    batch: pa.RecordBatch
    options: tuple[str, ...]
    scaled: str
    stock: frozenset[str] = frozenset()

    @property
    def spec(self) -> FeatureSpec:
        return example_spec(self.scala)


CASES = {
    "exact": Case(SCALA, listeners(ROWS), (), scaled="skip-rate"),
    "idiomatic": Case(
        MIXED,
        accounts(ROWS, 3, unseen=False),
        ("--idiomatic",),
        scaled="log of balance",
        stock=frozenset({"visits", "rich", "premium"}),
    ),
}


@dataclass(frozen=True)
class Transformed:
    """What Transform made of a case, and what its module tells of that."""

    case: Case
    folder: Path
    examples: Path
    rows: dict[str, list[Any]]
    output: Any
    settings: str
    names: tuple[str, ...]
    by_key: dict[str, tuple[str, ...]]

    def columns(self, tensors: dict[str, Any]) -> dict[str, np.ndarray]:
        """Values by Featran's column name."""
        return {
            name: np.asarray(tensors[key], np.float32)[:, place]
            for key, names in self.by_key.items()
            for place, name in enumerate(names)
        }


@pytest.fixture(scope="module", params=list(CASES))
def transformed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Transformed:
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    import tensorflow_transform as tft

    case = CASES[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    out = str(folder / "preprocessing.py")
    command = ["featran-to-tft", str(case.scala), "--refit", *case.options, "-o", out, "-q"]
    assert run(command) == 0
    examples = tfrecords(folder, case.batch)
    found = ran(folder, examples)
    (graph,) = (folder / "pipeline" / "Transform" / "transform_graph").iterdir()
    output = tft.TFTransformOutput(str(graph))
    with imported(folder) as module:
        return Transformed(
            case,
            folder,
            examples,
            found,
            output,
            module.settings(output),
            module.feature_names(output),
            module.feature_names_by_key(output),
        )


def test_it_learns_the_numpy_engines_fit(transformed: Transformed) -> None:
    fit = learnt(transformed.case.spec, [transformed.case.batch])
    assert transformed.names == fit.names
    assert set(transformed.by_key) == set(transformed.rows)
    found = read(transformed.settings)
    assert [s.name for s in found] == [f.name for f in fit.spec.features]
    for got, want in zip(found, fit.settings(), strict=True):
        if got.name == transformed.case.scaled:  # Beam joins moments in no fixed order
            np.testing.assert_allclose(moments(got), moments(want), rtol=1e-12)
            got = replace(got, aggregators=want.aggregators)
        assert got == want
    assert write(found) == transformed.settings


def moments(setting: Setting) -> list[float]:
    return [float(x) for x in (setting.aggregators or "").split(",")]


def test_transform_puts_out_the_features_of_what_it_learnt(transformed: Transformed) -> None:
    case = transformed.case
    extractor = with_settings(case.spec, transformed.settings)
    got, want = transformed.columns(transformed.rows), float32(extractor, case.batch)
    assert got.keys() == want.keys()
    # ExampleGen shuffles: rows are compared as a set. Mixed has a logarithm, the C library's.
    loose = {case.scaled} if "log" in case.scaled else set()
    for name in loose:
        np.testing.assert_allclose(np.sort(got.pop(name)), np.sort(want.pop(name)), rtol=1e-6)
    assert rows(got) == rows(want)


def test_stock_code_computes_what_learns_nothing(transformed: Transformed) -> None:
    with imported(transformed.folder) as module:
        exact = {feature.name for feature in module.SPEC.features}
    assert {f.name for f in transformed.case.spec.features} - exact == transformed.case.stock


def test_what_was_learnt_makes_a_frozen_module(transformed: Transformed, tmp_path: Path) -> None:
    """The settings asset, given back, freezes the very features."""
    import tensorflow as tf

    settings = tmp_path / "settings.json"
    settings.write_text(transformed.settings, "utf-8")
    out = str(tmp_path / "preprocessing.py")
    command = ["featran-to-tft", str(transformed.case.scala), "-o", out, "-q"]
    assert run([*command, "--settings", str(settings)]) == 0
    records = raw_records(transformed.examples)
    with imported(tmp_path) as module:
        assert tuple(module.FEATURE_NAMES) == transformed.names
        raw = module.raw_features()
        frozen = tf.function(module.preprocessing_fn)(tf.io.parse_example(records, raw))
    layer = transformed.output.transform_features_layer()
    refit = layer(tf.io.parse_example(records, raw))
    assert frozen.keys() == refit.keys()
    for key, values in refit.items():
        np.testing.assert_array_equal(frozen[key].numpy(), values.numpy(), err_msg=key)


def test_a_model_serves_the_transforms_features(transformed: Transformed, tmp_path: Path) -> None:
    from examples.featran.training import train

    records = raw_records(transformed.examples)
    labels = [float(i % 2) for i in range(len(records))]
    layer = transformed.output.transform_features_layer()
    with imported(transformed.folder) as module:
        train(layer, module.raw_features(), records, labels, tmp_path / "model")
    answers = transformed.columns(served(tmp_path / "model", records, tmp_path))
    extractor = with_settings(transformed.case.spec, transformed.settings)
    want = float32(extractor, transformed.case.batch)
    if transformed.case.scaled == "log of balance":
        loose = transformed.case.scaled
        np.testing.assert_allclose(answers.pop(loose), want.pop(loose), rtol=1e-6)
    assert_equal(answers, want)
