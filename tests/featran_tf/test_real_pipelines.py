"""The generated module inside a real TFX Transform, and inside a served Keras model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.featran_tf.converted import convert, float32, imported, listeners, tfrecords

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
ROWS = 150


def raw_records(folder: Path) -> list[bytes]:
    import tensorflow as tf

    files = sorted(map(str, folder.glob("*.tfrecord*")))
    kind = "GZIP" if files[0].endswith(".gz") else ""
    return list(tf.data.TFRecordDataset(files, kind).as_numpy_iterator())


def by_column(folder: Path, tensors: dict[str, Any]) -> dict[str, np.ndarray]:
    """Values by Featran's column name, as the manifest places them."""
    manifest = json.loads((folder / "preprocessing.manifest.json").read_text("utf-8"))
    return {c["name"]: np.asarray(tensors[c["key"]])[:, c["place"]] for c in manifest["columns"]}


def assert_equal(got: dict[str, np.ndarray], want: dict[str, np.ndarray]) -> None:
    assert got.keys() == want.keys()
    for name, values in want.items():
        np.testing.assert_array_equal(got[name], values, err_msg=name)


def test_transform_of_tfx_puts_out_the_numpy_engines_features(tmp_path: Path) -> None:
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    batch = listeners(ROWS)
    extractor = convert(tmp_path, batch)
    examples = tfrecords(tmp_path, batch)
    tensors = ran(tmp_path, examples)
    assert {len(rows) for rows in tensors.values()} == {ROWS}
    got = by_column(tmp_path, tensors)
    # ExampleGen shuffles: rows are compared as a set.
    want = float32(extractor, batch)
    assert got.keys() == want.keys()
    assert rows(got) == rows(want)


def ran(folder: Path, examples: Path) -> dict[str, list[Any]]:
    """Run the example's pipeline with the module of a folder; the rows that came out, by key."""
    import tensorflow as tf
    from tfx import v1 as tfx

    from examples.featran.pipeline import make_pipeline

    root = folder / "pipeline"
    root.mkdir()
    with imported(folder):
        schema = folder / "preprocessing.schema.pbtxt"
        tfx.orchestration.LocalDagRunner().run(make_pipeline(examples, schema, root))
    files = [str(p) for p in root.rglob("transformed_examples*.gz")]
    found = [
        tf.train.Example.FromString(r)
        for r in tf.data.TFRecordDataset(files, "GZIP").as_numpy_iterator()
    ]
    keys = found[0].features.feature.keys()
    return {k: [e.features.feature[k].float_list.value for e in found] for k in keys}


def rows(columns: dict[str, np.ndarray]) -> list[bytes]:
    table = np.stack([columns[name] for name in sorted(columns)], axis=1).astype(np.float32)
    return sorted(row.tobytes() for row in table + np.float32(0.0))


def test_a_served_model_makes_the_same_features_from_raw_examples(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    from examples.featran.training import train

    batch = listeners(ROWS)
    extractor = convert(tmp_path, batch)
    records = raw_records(tfrecords(tmp_path, batch))
    saved = tmp_path / "model"
    labels = [float(i % 2) for i in range(ROWS)]
    with imported(tmp_path) as module:
        train(module.preprocessing_fn, module.raw_features(), records, labels, saved)
    assert_equal(by_column(tmp_path, served(saved, records, tmp_path)), float32(extractor, batch))


def served(saved: Path, records: list[bytes], folder: Path) -> dict[str, np.ndarray]:
    """What the served signature answers to raw examples, in a process of its own."""
    answers, packed = folder / "answers.npz", folder / "records.npy"
    np.save(packed, np.array(records, dtype=object), allow_pickle=True)
    done = subprocess.run(
        [sys.executable, "-c", SERVE, str(saved), str(packed), str(answers)],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(np.load(answers))


#: A process that knows the saved model alone: nothing of this project is imported.
SERVE = """
import sys, numpy, tensorflow
model = tensorflow.saved_model.load(sys.argv[1])
records = numpy.load(sys.argv[2], allow_pickle=True)
found = model.signatures["serving_default"](examples=tensorflow.constant(list(records)))
assert not any(name.split(".")[0] in ("bridges", "migrate") for name in sys.modules)
numpy.savez(sys.argv[3], **{key: value.numpy() for key, value in found.items()})
"""
