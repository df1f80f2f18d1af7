"""Sides in buckets, over the real protocols: S3 of moto's server, Google's of an emulator."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bridges.files.filesystem import resolve
from migrate.cli.main import run
from migrate.parity.request import Request
from migrate.parity.run import compared
from tests.buckets import BUCKET, SERVERS
from tests.parity.comparing import differing
from tests.parity.test_inputs import FORMATS, KEY, ROWS, parquet

pytest.importorskip("moto", reason="not run: moto is not installed")


@pytest.fixture(scope="module", params=SERVERS)
def scheme(request: pytest.FixtureRequest) -> Iterator[str]:
    with SERVERS[request.param]() as found:
        yield found


def put(uri: str, body: bytes) -> None:
    filesystem, path = resolve(uri)
    with filesystem.open_output_stream(path, compression=None) as stream:
        stream.write(body)


def put_tree(local: Path, uri: str) -> str:
    """A file or a folder, at the address."""
    files = [local] if local.is_file() else sorted(p for p in local.rglob("*") if p.is_file())
    for file in files:
        name = "" if file == local else f"/{file.relative_to(local).as_posix()}"
        put(f"{uri}{name}", file.read_bytes())
    return uri


FAST = ("jsonl_gz",)


@pytest.mark.parametrize(
    "form", [pytest.param(f, marks=[] if f in FAST else [pytest.mark.slow]) for f in FORMATS]
)
def test_every_format_is_read_from_a_bucket(scheme: str, form: str, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    made = Path(FORMATS[form](tmp_path / "b", [*ROWS[:-1], {**ROWS[-1], "name": "other"}]))
    there = put_tree(made, f"{scheme}://{BUCKET}/{form}/{made.name}")
    result = compared(Request(parquet(tmp_path / "a", ROWS), there, KEY))
    assert differing(result) == {"name": 1}
    assert result.rows.same == 19
    assert all(file.uri.startswith(f"{scheme}://{BUCKET}/{form}/") for file in result.right.files)


def test_directories_partitions_globs_and_compressed_files(scheme: str, tmp_path: Path) -> None:
    base = f"{scheme}://{BUCKET}/days"
    for day in (1, 2):
        rows = "".join(json.dumps({"id": day * 10 + i, "v": i}) + "\n" for i in range(3))
        put(f"{base}/day=2026-01-0{day}/part-0.jsonl.gz", gzip.compress(rows.encode()))
        table = pa.table({"id": [day * 10 + i for i in range(3)], "v": range(3)})
        pq.write_table(table, tmp_path / "x.parquet")
        put(f"{base}-parquet/day=2026-01-0{day}/x.parquet", (tmp_path / "x.parquet").read_bytes())
        put(f"{base}-parquet/_SUCCESS", b"")
    whole = compared(Request(base, f"{base}-parquet/", KEY))
    assert (whole.rows.same, whole.verdict.passed) == (6, True)
    one = compared(Request(f"{base}/*-01/*.gz", f"{base}-parquet/day=*{{01,03}}/*.parquet", KEY))
    assert (one.rows.same, one.rows.left) == (3, 3)


MISSING = {
    "bucket": ("nobody-has-this/data", "nobody-has-this"),
    "object": (f"{BUCKET}/nothing-here.parquet", "nothing-here.parquet"),
    "glob": (f"{BUCKET}/days/*.none", "holds no data file"),
    "glob of no bucket": ("nobody-has-this/a/*.parquet", "nobody-has-this"),
}


@pytest.mark.parametrize("what", MISSING)
def test_what_is_not_there_is_said_and_ends_with_two(
    scheme: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(f"{scheme}://{BUCKET}/days/there.jsonl", b'{"id": 1}\n')
    there, said = MISSING[what]
    old = parquet(tmp_path, ROWS)
    assert run(["parity", old, f"{scheme}://{there}", "--key", "id"]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert "fsspec" not in error


def test_a_server_that_does_not_answer_is_an_error_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    old = parquet(tmp_path, ROWS)
    assert run(["parity", old, f"s3://{BUCKET}/x", "--key", "id"]) == 2
    error = capsys.readouterr().err
    assert "cannot be listed" in error
    assert "Traceback" not in error


def test_an_endpoint_that_is_no_address_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "ftp://x")
    assert run(["parity", parquet(tmp_path, ROWS), "s3://b/x", "--key", "id"]) == 2
    assert "AWS_ENDPOINT_URL is no address" in capsys.readouterr().err
