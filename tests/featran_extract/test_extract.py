"""``migrate featran-extract`` writes the same features in every format, from every format."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import fastavro
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bridges.featran.as_json import from_json, to_json
from bridges.featran.extract import with_settings
from bridges.featran.features import Features
from bridges.readers import arrow_reader
from migrate.featran import read_scala
from tests.featran_extract.conftest import SCHEMA, USERS, Project

NAMES = [
    "age",
    "country_se",
    "country_us",
    "country___missing__",
    "tags_a",
    "tags_b",
    "income_0",
    "income_1",
    "cross_age_x_country_se",
    "cross_age_x_country_us",
    "cross_age_x_country___missing__",
]
AVRO = {
    "type": "record",
    "name": "User",
    "fields": [
        {"name": "age", "type": "int"},
        {"name": "country", "type": ["null", "string"]},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "income", "type": ["null", "double"]},
    ],
}


def test_json_lines_hold_values_mask_and_rejections(project: Project) -> None:
    assert project.run(project.spec, project.users, project.path("out"), "--to", "jsonl") == 0
    names, first, second, third = project.lines("out")
    assert names == NAMES
    assert first["dense"][:4] == ["0x0.0p0", "0x1.0p0", "0x0.0p0", "0x0.0p0"]
    assert first["added"] == "11001110100"
    assert second["dense"][0] == "0x1.0p0"
    assert second["added"] == "10010010001"
    assert third["dense"][:3] == ["0x1.0p-1", "0x0.0p0", "0x1.0p0"]
    assert third["rejections"] == {"income": "OutOfBound(0.0,20.0,30.0)"}
    manifest = project.manifest("out")
    assert manifest["rows"] == 3
    assert manifest["rejections"] == {"income": 1}
    assert manifest["refused"] == []


def recorded(project: Project) -> Features:
    """Return what the engine gives for the users, under the settings that were written."""
    settings = project.path("out/settings.json").read_text()
    spec = read_scala([project.spec]).choose().spec
    batch = pa.RecordBatch.from_pylist(USERS, SCHEMA)
    return with_settings(spec, settings).extract(batch)  # type: ignore[arg-type]


@pytest.mark.parametrize("single", [False, True])
def test_npy_holds_all_values(project: Project, single: bool) -> None:
    more = ["--float32"] if single else []
    code = project.run(project.spec, project.users, project.path("out"), "--to", "npy", *more)
    assert code == 0
    array = np.load(project.path("out/features.npy"))
    assert array.dtype == (np.float32 if single else np.float64)
    np.testing.assert_array_equal(array, recorded(project).values.astype(array.dtype))
    (rejected,) = project.path("out/rejections.jsonl").read_text().splitlines()
    assert json.loads(rejected) == {
        "row": 2,
        "rejections": {"income": "OutOfBound(0.0,20.0,30.0)"},
    }


def test_parquet_has_null_for_what_was_skipped(project: Project) -> None:
    assert project.run(project.spec, project.users, project.path("out"), "--to", "parquet") == 0
    table = pq.read_table(project.path("out/features.parquet"))
    want = recorded(project)
    assert table.column_names == NAMES
    for i, name in enumerate(NAMES):
        column = table.column(name).to_pylist()
        shown = [v if a else None for v, a in zip(want.values[:, i], want.added[:, i], strict=True)]
        assert column == shown, name


def test_tfrecord_has_no_key_for_what_was_skipped(project: Project) -> None:
    assert project.run(project.spec, project.users, project.path("out")) == 0
    table = arrow_reader(str(project.path("out/features.tfrecord.gz"))).read_all()
    want = recorded(project)
    assert set(table.column_names) == {
        n for n, a in zip(NAMES, want.added.T, strict=True) if a.any()
    }
    for i, name in enumerate(NAMES):
        if name not in table.column_names:
            continue
        values = [v[0] if isinstance(v, list) and v else v for v in table[name].to_pylist()]
        here = [v is not None and v != [] for v in values]
        assert here == want.added[:, i].tolist(), name
        got = [v for v, h in zip(values, here, strict=True) if h]
        np.testing.assert_array_equal(
            np.array(got, np.float32), want.values[want.added[:, i], i].astype(np.float32)
        )


def as_avro(path: Path) -> Path:
    with path.open("wb") as file:
        fastavro.writer(file, fastavro.parse_schema(AVRO), USERS)
    return path


def as_parquet(path: Path) -> Path:
    pq.write_table(pa.Table.from_pylist(USERS, SCHEMA), path)
    return path


@pytest.mark.parametrize("write", [as_avro, as_parquet])
def test_records_may_be_in_any_format(project: Project, write: object) -> None:
    assert project.run(project.spec, project.users, project.path("one"), "--to", "jsonl") == 0
    source = write(project.path("users.data"))  # type: ignore[operator]
    assert project.run(project.spec, source, project.path("two"), "--to", "jsonl") == 0
    assert project.lines("one") == project.lines("two")
    for name in ("one", "two"):
        assert project.path(f"{name}/settings.json").read_text().startswith('[{"cls":"com.spotify')


def test_settings_make_one_pass_and_the_same_features(project: Project) -> None:
    assert project.run(project.spec, project.users, project.path("one"), "--to", "jsonl") == 0
    one = project.path("users1.jsonl")
    one.write_text(project.users.read_text().splitlines()[2] + "\n")
    settings = project.path("one/settings.json")
    code = project.run(
        project.spec, one, project.path("two"), "--to", "jsonl", "--settings", settings
    )
    assert code == 0
    assert project.lines("two") == [project.lines("one")[0], project.lines("one")[3]]
    assert project.path("two/settings.json").read_text() == settings.read_text()


def test_spec_json_says_what_the_scala_file_says(project: Project) -> None:
    spec = read_scala([project.spec]).choose().spec
    text = to_json(spec)
    assert to_json(from_json(text)) == text
    project.path("spec.json").write_text(text)
    assert project.run(project.spec, project.users, project.path("one"), "--to", "jsonl") == 0
    code = project.run(
        project.path("spec.json"), project.users, project.path("two"), "--to", "jsonl"
    )
    assert code == 0
    assert project.lines("one") == project.lines("two")


@pytest.mark.parametrize("to", ["jsonl", "npy", "parquet", "tfrecord"])
def test_threads_write_what_one_thread_writes(project: Project, to: str) -> None:
    rows = [{**user, "age": i % 90} for i in range(20_000) for user in USERS[i % 3 : i % 3 + 1]]
    source = project.path("users.parquet")
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), source, row_group_size=3000)
    for workers in (1, 3):
        out = project.path(f"out{workers}")
        assert project.run(project.spec, source, out, "--to", to, "--workers", workers) == 0
    names = {path.name for path in project.path("out1").iterdir()}
    assert len(names) == (3 if to == "jsonl" else 4)
    for name in names - {"manifest.json"}:
        one, three = (project.path(f"out{workers}/{name}").read_bytes() for workers in (1, 3))
        assert one == three, name
    assert project.manifest("out1") == project.manifest("out3")


def test_settings_alone_say_what_to_extract(project: Project) -> None:
    project.spec.write_text(
        project.spec.read_text().replace('    .cross(("age", "country"))(_ * _)\n', "")
    )
    assert project.run(project.spec, project.users, project.path("one"), "--to", "jsonl") == 0
    settings = project.path("one/settings.json")
    out = project.path("two")
    assert project.run(project.users, out, "--to", "jsonl", "--settings", settings) == 0
    first, second = project.lines("one"), project.lines("two")
    assert second[0] == first[0]
    assert second[1] == first[1] and second[3] == first[3]
    # Settings hold no default: the second user has no income.
    assert second[2]["added"] == "10010000"
    assert first[2]["added"] == "10010010"


def test_report_as_html_and_sarif(project: Project) -> None:
    project.spec.write_text(
        project.spec.read_text().replace("_.age.toDouble", "u => model.score(u)")
    )
    page, found = project.path("report.html"), project.path("report.sarif")
    out = project.path("out")
    more = ["--to", "jsonl", "--html", page, "--sarif", found]
    assert project.run(project.spec, project.users, out, *more) == 1
    results = json.loads(found.read_text())["runs"][0]["results"]
    assert {result["ruleId"] for result in results} == {"FT012", "FT017"}
    text = page.read_text()
    assert "Specs.spec of Spec.scala" in text and "NHotEncoder" in text


def test_a_seed_that_settings_hold_is_no_warning(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded = 'TopNOneHotEncoder("country", 2, seed = 1)'
    project.spec.write_text(
        project.spec.read_text()
        .replace('OneHotEncoder("country", encodeMissingValue = true)', seeded)
        .replace('    .cross(("age", "country"))(_ * _)\n', "")
    )
    assert project.run(project.spec, project.users, project.path("one"), "--to", "jsonl") == 0
    project.spec.write_text(project.spec.read_text().replace(", seed = 1", ""))
    settings = project.path("one/settings.json")
    code = project.run(
        project.spec, project.users, project.path("two"), "--to", "jsonl", "--settings", settings
    )
    assert code == 0
    assert project.lines("one") == project.lines("two")
    assert project.run(project.spec, project.users, project.path("three"), "--to", "jsonl") == 2
    assert "has no seed" in capsys.readouterr().err


def test_what_was_refused_is_left_out_and_said(project: Project) -> None:
    project.spec.write_text(
        project.spec.read_text().replace("_.age.toDouble", "u => model.score(u)")
    )
    assert project.run(project.spec, project.users, project.path("out"), "--to", "jsonl") == 1
    assert project.lines("out")[0] == NAMES[1:8]
    assert project.manifest("out")["refused"] == ["age"]


@pytest.mark.slow
def test_no_tensorflow_is_imported(project: Project) -> None:
    code = (
        "import sys; from migrate.cli.main import run\n"
        f"run({['featran-extract', '-q', str(project.spec), str(project.users)]}"
        f" + [{str(project.path('out'))!r}, '--to', 'tfrecord'])\n"
        "print([m for m in sys.modules if m.partition('.')[0] in ('tensorflow', 'apache_beam')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_half_a_surrogate_pair_in_a_column_name(project: Project) -> None:
    project.spec.write_text(
        "object S { case class U(s: String); "
        'val s = FeatureSpec.of[U].required(_.s.take(1))(OneHotEncoder("s")) }'
    )
    project.users.write_text(json.dumps({"s": "\U0001f600x"}) + "\n")
    out = project.path("out")
    assert project.run(project.spec, project.users, out, "--to", "parquet") == 0
    (path,) = out.glob("*.parquet")
    assert pq.read_schema(path).names == ["s_?"]
    assert project.manifest("out")["names"] == ["s_\ud83d"]
    assert json.loads(project.path("out/settings.json").read_text())[0]["featureNames"] == [
        "s_\ud83d"
    ]
    assert project.run(project.spec, project.users, project.path("lines"), "--to", "jsonl") == 0
    assert project.lines("lines")[0] == ["s_\ud83d"]
