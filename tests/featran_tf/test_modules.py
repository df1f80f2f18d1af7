"""Whole generated modules, as they were reviewed; and the idiomatic one inside tf.Transform.

``UPDATE_GOLDEN=1 python -m pytest tests/featran_tf/test_modules.py`` writes them anew.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from bridges.featran.extract import Extractor, learnt
from bridges.featran.settings.document import write
from examples.featran.records import listeners
from migrate.cli.main import run
from tests.featran_tf.converted import SCALA, example_spec, tfrecords
from tests.featran_tf.test_real_pipelines import raw_records
from tests.featran_tf.test_refit import transformed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
GOLDEN = Path(__file__).parents[1] / "golden" / "featran"
MIXED = Path(__file__).with_name("Mixed.scala")
ACCOUNT = pa.schema(
    [
        pa.field("age", pa.int32(), nullable=False),
        pa.field("visits", pa.int64()),
        pa.field("balance", pa.float64(), nullable=False),
        pa.field("score", pa.float32()),
        pa.field("premium", pa.bool_(), nullable=False),
        pa.field("country", pa.string()),
        pa.field("plan", pa.string(), nullable=False),
        pa.field("tags", pa.list_(pa.field("element", pa.string(), nullable=False))),
        pa.field("taste", pa.list_(pa.field("element", pa.float64(), nullable=False))),
    ]
)


def accounts(count: int, seed: int, *, unseen: bool) -> pa.RecordBatch:
    """Accounts; ``unseen`` ones have values that training had not."""
    draw = np.random.default_rng(seed)
    countries = [None, "SE", "DE", "", *(["Ö", "se"] if unseen else [])]
    tags = ["new", "Ä", "old", *(["?", ""] if unseen else [])]
    edges = [0.0, -0.0, 1000.5, np.nextafter(1000.5, 2e3), 5e-324, np.nan, np.inf, 1e300]
    rows = [
        {
            "age": int(draw.integers(-5 if unseen else 14, 120 if unseen else 90)),
            "visits": draw.choice([None, 0, 7, 2**53 + 1]),
            "balance": float(draw.choice(edges)) if unseen and i % 2 else draw.normal(0, 2000),
            "score": draw.choice([None, 0.5, 1.0, 2.5, 3.25, 10.0, 11.0]),
            "premium": bool(draw.integers(2)),
            "country": draw.choice(countries),
            "plan": str(draw.choice(["free", "paid", *(["lost"] if unseen else [])])),
            "tags": [str(draw.choice(tags)) for _ in range(int(draw.integers(4)))],
            "taste": [draw.normal() for _ in range(3)],
        }
        for i in range(count)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=ACCOUNT)


@dataclass(frozen=True)
class Made:
    folder: Path
    extractor: Extractor
    report: dict[str, Any]

    @property
    def text(self) -> str:
        return (self.folder / "preprocessing.py").read_text("utf-8")

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            (self.folder / "preprocessing.manifest.json").read_text("utf-8")
        )
        return found


def make(folder: Path, scala: Path, batch: pa.RecordBatch, *options: str) -> Made:
    extractor = learnt(example_spec(scala), [batch])
    settings = folder / "settings.json"
    settings.write_text(write(extractor.settings()), "utf-8")
    out = folder / "preprocessing.py"
    command = ["featran-to-tft", str(scala), "-o", str(out), "--settings", str(settings), "--json"]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert run([*command, *options]) == 0
    return Made(folder, extractor, json.loads(printed.getvalue()))


@pytest.fixture(scope="module")
def idiomatic(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("idiomatic")
    return make(folder, MIXED, accounts(60, 1, unseen=False), "--idiomatic", "--vector", "all")


def check(name: str, text: str) -> None:
    """Hold a module against its golden, and against ruff's formatter at its default width."""
    golden = GOLDEN / f"{name}.py"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")
    for command in (["format", "--check"], ["check", "--select", "F,I"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "-"]
        done = subprocess.run(ruff, input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_module_of_the_example(tmp_path: Path) -> None:
    check("user_features", make(tmp_path, SCALA, listeners(40)).text)


def test_an_idiomatic_module(idiomatic: Made) -> None:
    check("mixed", idiomatic.text)


STOCK = ["age", "visits", "rich", "score", "premium", "country", "plan", "tags"]


def test_report_and_manifest_say_what_became_of_each_feature(idiomatic: Made) -> None:
    decided = idiomatic.manifest["idiomatic"]
    assert [name for name, entry in decided.items() if entry["replaced"]] == STOCK
    assert all(decided[name]["differing"] == 0 and decided[name]["tried"] for name in STOCK)
    assert decided["in credit"]["example"] == "5e-324 gives 0.0 instead of 1.0"
    said = {f["subject"]: f["code"] for f in idiomatic.report["findings"] if f["code"] > "FT214"}
    assert said == {"in credit": "FT215", "taste": "FT215", "log of balance": "FT216"}
    (table,) = [t for t in idiomatic.report["tables"] if t["title"] == "Stock code"]
    assert len(table["rows"]) == 11


def test_tf_transform_runs_it_to_the_numpy_engines_features(idiomatic: Made) -> None:
    batch = accounts(200, 2, unseen=True)
    got, _ = transformed(idiomatic.folder, raw_records(tfrecords(idiomatic.folder, batch)))
    features = idiomatic.extractor.extract(batch)
    with np.errstate(over="ignore", invalid="ignore"):
        want = features.values.astype(np.float32)
    exact = [n != "log of balance" for n in features.names]  # log1p is the C library's
    np.testing.assert_array_equal(got["all"][:, exact], want[:, exact])
    np.testing.assert_allclose(got["all"], want, rtol=1e-6)
    places = {c["name"]: (c["key"], c["place"]) for c in idiomatic.manifest["columns"]}
    for i, name in enumerate(features.names):
        key, place = places[name]
        np.testing.assert_array_equal(got[key][:, place], got["all"][:, i], err_msg=name)


def test_masks_keep_every_rule(tmp_path: Path) -> None:
    made = make(tmp_path, MIXED, accounts(60, 1, unseen=False), "--idiomatic", "--added")
    assert not any(entry["replaced"] for entry in made.manifest["idiomatic"].values())
    assert "def stock(" not in made.text
