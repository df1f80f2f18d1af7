"""``migrate featran-to-tft``: what it writes, what it refuses, what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bridges.featran.extract import learnt, learnt_together
from bridges.featran.getters.ast import Var
from bridges.featran.getters.rewrite import substitute
from bridges.featran.model import Feature, MultiFeatureSpec
from bridges.featran.settings.document import write
from examples.featran.records import listeners
from migrate.cli.main import run
from migrate.featran import read_scala
from tests.featran_tf.converted import SCALA, convert, example_spec, imported

BATCH = listeners(40)


def body(feature: Feature) -> Any:
    """A getter's tree, with one name for the record."""
    getter: Any = feature.getter.getter  # type: ignore[attr-defined]
    return substitute(getter.body, {getter.row.name: Var("record", getter.row.type)})


@pytest.mark.slow
def test_the_module_holds_the_very_spec(tmp_path: Path) -> None:
    convert(tmp_path, BATCH)
    spec = example_spec()
    with imported(tmp_path) as module:
        assert [f.transformer for f in module.SPEC.features] == [
            f.transformer for f in spec.features
        ]
        assert [f.required for f in module.SPEC.features] == [f.required for f in spec.features]
        assert [f.default for f in module.SPEC.features] == [f.default for f in spec.features]
        assert [body(f) for f in module.SPEC.features] == [body(f) for f in spec.features]
        assert [c.key for c in module.SPEC.crossings] == [c.key for c in spec.crossings]
        extractor = learnt(spec, [BATCH])
        assert tuple(module.FEATURE_NAMES) == extractor.names
        assert write(extractor.settings()) == module.SETTINGS


@pytest.mark.slow
def test_a_second_run_changes_nothing_and_edits_are_kept(tmp_path: Path) -> None:
    convert(tmp_path, BATCH)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    convert(tmp_path, BATCH)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    module = tmp_path / "preprocessing.py"
    module.write_text(module.read_text("utf-8") + "# mine\n", "utf-8")
    with pytest.raises(AssertionError):
        convert(tmp_path, BATCH)
    assert module.read_text("utf-8").endswith("# mine\n")
    convert(tmp_path, BATCH, "--force")
    assert module.read_bytes() == before["preprocessing.py"]


@pytest.mark.slow
def test_the_manifest_places_every_column(tmp_path: Path) -> None:
    extractor = convert(tmp_path, BATCH, "--vector", "all")
    manifest = json.loads((tmp_path / "preprocessing.manifest.json").read_text("utf-8"))
    assert [c["name"] for c in manifest["columns"]] == list(extractor.names)
    assert manifest["outputs"]["skip-rate"] == "skip_rate"
    assert manifest["mode"] == "frozen"
    assert manifest["refused"] == []


def one_more(text: str, folder: Path) -> Path:
    """The example with one more feature."""
    source = SCALA.read_text("utf-8").replace("    .cross((", f"    {text}\n    .cross((")
    path = folder / "UserFeatures.scala"
    path.write_text(source, "utf-8")
    return path


@pytest.mark.slow
def test_one_refused_feature_does_not_spoil_the_rest(tmp_path: Path, capsys: Any) -> None:
    getter = "r => r.genres.map(g => List(g)).distinct.size.toDouble"
    scala = one_more(f'.required({getter})(Identity("odd"))', tmp_path)
    settings = tmp_path / "settings.json"
    settings.write_text(write(learnt(example_spec(scala), [BATCH]).settings()), "utf-8")
    out = tmp_path / "preprocessing.py"
    assert run(["featran-to-tft", str(scala), "--settings", str(settings), "-o", str(out)]) == 1
    said = capsys.readouterr().out
    assert "FT201" in said and "equality of a List[String]" in said
    with imported(tmp_path) as module:
        names = [feature.name for feature in module.SPEC.features]
    assert names == [f.name for f in example_spec().features]


@pytest.mark.slow
def test_a_feature_without_settings_is_refused(tmp_path: Path, capsys: Any) -> None:
    scala = one_more('.required(_.minutes)(MaxAbsScaler("new"))', tmp_path)
    settings = tmp_path / "settings.json"
    settings.write_text(write(learnt(example_spec(), [BATCH]).settings()), "utf-8")
    out = tmp_path / "preprocessing.py"
    assert run(["featran-to-tft", str(scala), "--settings", str(settings), "-o", str(out)]) == 1
    assert "FT202" in capsys.readouterr().out


@pytest.mark.slow
def test_settings_alone_convert(tmp_path: Path, capsys: Any) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text(write(learnt(example_spec(), [BATCH]).settings()), "utf-8")
    out = tmp_path / "preprocessing.py"
    assert run(["featran-to-tft", "--settings", str(settings), "-o", str(out)]) == 0
    with imported(tmp_path) as module:
        assert module.RAW_FEATURES["age"] == ("float", "optional")
        assert module.RAW_FEATURES["ratings.name"] == ("bytes", "list")
        assert [f.name for f in module.SPEC.features] == [f.name for f in example_spec().features]


@pytest.mark.slow
def test_several_specs_come_out_side_by_side(tmp_path: Path) -> None:
    import tensorflow as tf

    scala = tmp_path / "Two.scala"
    head, _, _ = SCALA.read_text("utf-8").partition("object UserFeatures")
    scala.write_text(
        head
        + """object Two {
  val a = FeatureSpec.of[Listener].required(_.age.toDouble)(MinMaxScaler("x.1"))
  val b = FeatureSpec.of[Listener].required(_.minutes)(MaxAbsScaler("x-1"))
  val both = MultiFeatureSpec(a, b)
}
""",
        "utf-8",
    )
    multi = read_scala([scala]).choose("both").spec
    assert isinstance(multi, MultiFeatureSpec)
    extractors = learnt_together(multi, [BATCH])
    settings = tmp_path / "settings.json"
    settings.write_text(write([s for e in extractors for s in e.settings()]), "utf-8")
    out = tmp_path / "preprocessing.py"
    command = ["featran-to-tft", str(scala), "--spec", "both", "--settings", str(settings)]
    assert run([*command, "-o", str(out), "-q", "--vector", "all", "--added", "--rejected"]) == 0
    inputs = {"age": tf.constant([20, 30], tf.int64), "minutes": tf.constant([1.0, 2.0])}
    with imported(tmp_path) as module:
        found = module.preprocessing_fn(inputs)
    keys = ("all", "all_1", "x_1", "x_1_2")
    rejecting = ("x_1_rejected", "x_1_2_rejected")
    assert set(found) == {*keys, *(f"{key}_added" for key in keys), *rejecting}
    want = extractors[0].extract(BATCH).values.max()
    assert want == 1.0 and float(tf.reduce_max(found["all"])) <= 1.0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "p.py"], "nothing to convert"),
        ([str(SCALA), "-o", "p.py"], "needs the settings"),
        ([str(SCALA), "--refit", "-o", "p.txt"], "not the name of a Python module"),
        ([str(SCALA), "--refit", "-o", "p.py", "--scala", "3"], "2.12"),
        (["--settings", "nowhere.json", "-o", "p.py"], "cannot be read"),
    ],
)
def test_bad_usage_is_one_message(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["featran-to-tft", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
