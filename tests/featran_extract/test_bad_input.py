"""Bad input ends with exit code 2, one message that says where, and no output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bridges.featran.flavour import DEFAULT
from migrate.featran.extract.load import SpecSource, load
from tests.featran_extract.conftest import SCHEMA, USERS, Project

SETTINGS = (
    '[{"cls":"com.spotify.featran.transformers.MinMaxScaler","name":"age",'
    '"params":{"min":"0.0","max":"1.0"},"featureNames":["age"],"aggregators":"1.0,2.0,1.0"}]'
)


def refused(
    project: Project, capsys: pytest.CaptureFixture[str], *args: str, to: str = "jsonl"
) -> str:
    """Run, and return the message of an error that left nothing behind."""
    out = project.path("out")
    assert project.run(project.spec, project.users, out, "--to", to, *args) == 2
    assert not out.exists() or not list(out.iterdir())
    return capsys.readouterr().err


def with_settings(project: Project, text: str) -> list[str]:
    project.path("settings.json").write_text(text)
    return ["--settings", str(project.path("settings.json"))]


def rewritten(change: Callable[[dict], dict]) -> str:
    return "".join(json.dumps(change(dict(user))) + "\n" for user in USERS)


def test_spec_that_is_not_there(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.spec.unlink()
    assert "Spec.scala" in refused(project, capsys)


def test_scala_that_does_not_parse(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.spec.write_text("%%% not scala (((")
    assert "Spec.scala:1" in refused(project, capsys)


def test_missing_column(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.users.write_text(rewritten(lambda user: {k: v for k, v in user.items() if k != "age"}))
    assert "age" in refused(project, capsys)


def test_wrong_type(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.users.write_text(rewritten(lambda user: {**user, "age": "old"}))
    message = refused(project, capsys)
    assert "users.jsonl:1-" in message


def test_no_json(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.users.write_text(project.users.read_text() + "{broken\n")
    assert "users.jsonl:1-4:" in refused(project, capsys)


#: What is wrong with one record, by the getter of the feature: the message tells its row of all.
ROWS = {
    "a null of no Option": ({"age": None}, "_.age.toDouble", "Int has no null"),
    "a null of a required feature": ({"tags": None}, "_.age.toDouble", "'tags' has no value"),
    "a number out of range": ({"age": 2**40}, "_.age.toDouble", "1099511627776 is no Int"),
    "what a getter throws": ({"age": 0}, "u => (100 / u.age).toDouble", "/ by zero"),
    "an item": ({"years": [7, None]}, "_.years.sum.toDouble", "Int has no null"),
    "an item of an Option": ({"more": [None]}, "_.more.get.sum.toDouble", "Int has no null"),
}


@pytest.mark.parametrize("learning", [True, False])
@pytest.mark.parametrize("name", ROWS)
def test_the_row_is_counted_in_all_records(
    project: Project, capsys: pytest.CaptureFixture[str], name: str, learning: bool
) -> None:
    change, getter, message = ROWS[name]
    lists = "income: Option[Double], years: Seq[Int], more: Option[Seq[Int]]"
    text = project.spec.read_text().replace("_.age.toDouble", getter)
    project.spec.write_text(text.replace("income: Option[Double]", lists))
    schema = pa.schema([*SCHEMA, ("years", pa.list_(pa.int32())), ("more", pa.list_(pa.int32()))])
    schema = schema.set(0, pa.field("age", pa.int64()))
    rows = [{**USERS[i % 3], "years": [1], "more": [2] if i % 2 else [3, 4]} for i in range(9000)]
    pq.write_table(pa.Table.from_pylist(rows, schema), project.users.with_suffix(".parquet"))
    good, bad = project.users.with_suffix(".parquet"), project.path("bad.parquet")
    assert project.run(project.spec, good, project.path("fit"), "--to", "npy") == 0
    pq.write_table(pa.Table.from_pylist([*rows, {**rows[1], **change}], schema), bad)
    more = [] if learning else ["--settings", project.path("fit/settings.json")]
    assert project.run(project.spec, bad, project.path("out"), "--to", "npy", *more) == 2
    said = capsys.readouterr().err
    assert message in said and "in row 9000\n" in said


def test_json_lines_beside_another_format(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project.path("mixed")
    folder.mkdir()
    (folder / "a.jsonl").write_text(project.users.read_text())
    pq.write_table(pa.Table.from_pylist(USERS, SCHEMA), folder / "b.parquet")
    assert project.run(project.spec, folder, project.path("out")) == 2
    assert "a.jsonl: is JSON lines, and " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SETTINGS[:80], "the settings break off"),
        ("nothing", "the settings are no JSON"),
        ("{}", "the document must be an array, and is an object"),
        (SETTINGS.replace('"name":"age",', ""), "entry 0: 'name' is missing"),
        (SETTINGS.replace('{"min":"0.0","max":"1.0"}', "[]"), "'params' must be an object"),
        (SETTINGS.replace('"0.0"', "0"), "'min' must be a string, and is a number"),
        (SETTINGS, "settings.json: requirement failed: Missing settings for country"),
    ],
)
def test_bad_settings(
    project: Project, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    shown = refused(project, capsys, *with_settings(project, text))
    assert message in shown


def test_settings_that_the_transformer_cannot_read(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.spec.write_text(
        "object S { case class U(age: Double); val s = FeatureSpec.of[U].required(_.age)"
        '(MinMaxScaler("age")) }'
    )
    shown = refused(
        project, capsys, *with_settings(project, SETTINGS.replace("1.0,2.0,1.0", "1.0"))
    )
    assert "aggregators of 'age'" in shown
    assert "the text needs 3 numbers" in shown


def test_settings_of_another_transformer(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.run(project.spec, project.users, project.path("fit"), "--to", "jsonl") == 0
    other = project.path("fit/settings.json").read_text().replace('"0.0,20.0', "!")
    learnt = json.loads(other)
    by_name = {entry["name"]: entry for entry in learnt}
    by_name["age"]["aggregators"] = by_name["country"]["aggregators"]
    shown = refused(project, capsys, *with_settings(project, json.dumps(learnt)))
    assert "aggregators of 'age'" in shown


@pytest.mark.parametrize(
    ("transformer", "codes"), [("MinMaxScaler", []), ("StandardScaler", ["FT213"])]
)
def test_settings_that_another_transformer_wrote_are_told(
    project: Project, transformer: str, codes: list[str]
) -> None:
    project.spec.write_text(
        "object S { case class U(age: Double); val s = FeatureSpec.of[U].required(_.age)"
        f'({transformer}("age")) }}'
    )
    _, path = with_settings(project, SETTINGS)
    found = load(SpecSource((project.spec,)), Path(path), DEFAULT).findings
    assert [f.code for f in found] == codes


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            'FeatureSpec.of[U].required(_.age)(Identity("a"',
            "Spec.scala:1:80: no spec could be read",
        ),
        (
            'FeatureSpec.of[U].required(_.age)(Identity("a")).required(_.age)(Identity("a"))',
            "duplicate transformer names: a (",
        ),
    ],
)
def test_spec_that_cannot_be_used(
    project: Project, capsys: pytest.CaptureFixture[str], spec: str, message: str
) -> None:
    project.spec.write_text(f"object S {{ case class U(age: Double); val s = {spec} }}")
    shown = refused(project, capsys)
    assert message in shown
    assert "next: " in shown


def test_no_records_to_learn_from(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.users.write_text("")
    assert "no records to learn from" in refused(project, capsys)


def test_no_records_with_settings_are_no_rows(project: Project) -> None:
    assert project.run(project.spec, project.users, project.path("fit"), "--to", "npy") == 0
    project.users.write_text("")
    more = ["--settings", project.path("fit/settings.json")]
    assert project.run(project.spec, project.users, project.path("out"), "--to", "npy", *more) == 0
    assert np.load(project.path("out/features.npy")).shape == (0, 11)


@pytest.mark.parametrize("learnt", [False, True])
def test_one_broken_file_among_many(
    project: Project, capsys: pytest.CaptureFixture[str], learnt: bool
) -> None:
    assert project.run(project.spec, project.users, project.path("fit"), "--to", "npy") == 0
    folder = project.path("many")
    folder.mkdir()
    for i in range(4):
        pq.write_table(pa.Table.from_pylist(USERS * 50, SCHEMA), folder / f"part-{i}.parquet")
    whole = (folder / "part-2.parquet").read_bytes()
    (folder / "part-2.parquet").write_bytes(whole[:4] + b"\0" * 60 + whole[64:])
    more = ["--settings", project.path("fit/settings.json")] if learnt else []
    out = project.path("out")
    assert project.run(project.spec, folder, out, "--to", "npy", *more) == 2
    assert "part-2.parquet" in capsys.readouterr().err
    assert not out.exists() or not list(out.iterdir())


def test_the_destination_is_missing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert project.run(project.spec, project.users) == 2
    assert "source or the destination is missing" in capsys.readouterr().err


def test_neither_spec_nor_settings(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert project.run(project.users, project.path("out")) == 2
    assert "nothing to extract" in capsys.readouterr().err


def test_duplicate_names(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    text = project.spec.read_text().replace('NHotEncoder("tags")', 'NHotEncoder("age")')
    project.spec.write_text(text)
    assert "duplicate transformer names: age" in refused(project, capsys)


def test_parquet_refuses_columns_of_one_name(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.users.write_text(rewritten(lambda user: {**user, "country": "__missing__"}))
    assert "country___missing__" in refused(project, capsys, to="parquet")


def test_taken_destination(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    out = project.path("out")
    assert project.run(project.spec, project.users, out, "--to", "npy") == 0
    before = sorted(out.iterdir())
    assert project.run(project.spec, project.users, out, "--to", "npy") == 2
    assert "exists already" in capsys.readouterr().err
    assert sorted(out.iterdir()) == before
