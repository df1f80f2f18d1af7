"""Luigi tasks, TFX components and KFP components in one graph: the example, run here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.pipelines import convert, migrate

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The example as its README makes it, and the folder of its run."""
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    base = tmp_path_factory.mktemp("hybrid")
    ignore = shutil.ignore_patterns("__pycache__", "listeners", "preprocessing*", "runs")
    for name in ("legacy_company", "hybrid"):
        shutil.copytree(EXAMPLES / name, base / name, ignore=ignore)
    project = base / "hybrid"
    root = ("company.features", "ListenerFeatures")
    convert(base / "legacy_company", *root, project / "listeners", "--param", "week=2012-W23")
    scala = project / "PlayFeatures.scala"
    said = migrate("featran-to-tft", scala, "--refit", "-o", project / "preprocessing.py")
    assert said.code == 0, said.err
    compile_(project)
    done = migrate("run", project, "--run-dir", base / "run")
    assert done.code == 0, done.out + done.err
    return project, base / "run"


def compile_(project: Path) -> None:
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, str(project / "hybrid.py")],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_all_three_kinds_of_steps_ran(ran: tuple[Path, Path]) -> None:
    steps = json.loads((ran[1] / "run.json").read_text())["steps"]
    assert {step["state"] for step in steps} == {"SUCCEEDED"}
    names = [step["name"] for step in steps]
    assert sum(name.startswith("listener-features/") for name in names) == 18
    assert {"filebasedexamplegen", "statisticsgen", "transform", "count-features"} <= set(names)


def test_tfx_made_the_features_that_the_numpy_engine_makes(
    ran: tuple[Path, Path], tmp_path: Path
) -> None:
    project, run = ran
    plays = run / "steps/as-parquet/outputs/plays"
    done = migrate(
        "featran-extract", project / "PlayFeatures.scala", plays, tmp_path / "x", "--to", "jsonl"
    )
    assert done.code == 0, done.err
    found = tfx_rows(project, run / "steps/transform/outputs/transformed_examples")
    expected = numpy_rows(tmp_path / "x/features.jsonl")
    assert found.shape == expected.shape
    assert len(found) > 100
    # One rounding of math.log; ExampleGen shuffles.
    np.testing.assert_allclose(in_order(found), in_order(expected), rtol=2e-7, atol=0)


def numpy_rows(file: Path) -> np.ndarray:
    """The features that featran-extract wrote, as float32."""
    _names, *records = map(json.loads, file.open())
    dense = [list(map(float.fromhex, record["dense"])) for record in records]
    return np.array(dense, np.float32)


def tfx_rows(project: Path, examples: Path) -> np.ndarray:
    """Transform's examples, their columns in Featran's order."""
    import tensorflow as tf

    files = sorted(map(str, examples.rglob("*.gz")))
    records = list(tf.data.TFRecordDataset(files, "GZIP").as_numpy_iterator())
    parsed = [tf.train.Example.FromString(record).features.feature for record in records]
    manifest = json.loads((project / "preprocessing.manifest.json").read_text())
    keys = manifest["outputs"].values()
    return np.array([[v for key in keys for v in row[key].float_list.value] for row in parsed])


def in_order(rows: np.ndarray) -> np.ndarray:
    """Sorted by the columns that are exact, then by the others."""
    exact = [column for column in range(rows.shape[1]) if column != 1]
    return rows[np.lexsort([rows[:, 1], *rows[:, exact].T])]
