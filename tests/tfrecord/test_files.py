"""TFRecord files: forms, damage and its reports, shards that appear whole or not at all."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import google_crc32c
import numpy as np
import pyarrow as pa
import pytest

from bridges.errors import CorruptData, DataError, OutputExists
from bridges.features import make_plan
from bridges.kernels import crc32c
from bridges.schema import Bytes, Field, Float, Int, List, Schema, String
from bridges.tfrecord import (
    Compression,
    OnCorrupt,
    ReadReport,
    infer_schema,
    read_batches,
    shard_name,
    write_shard,
)
from tests.tfrecord.frames import frame

SCHEMA = Schema((Field("n", Int(64)), Field("s", String(), True)))
PLAN = make_plan(SCHEMA)


def batch(rows: int, first: int = 0, width: int = 3) -> pa.RecordBatch:
    numbers = list(range(first, first + rows))
    texts = [None if n % 3 == 0 else "x" * width for n in numbers]
    arrays = [pa.array(numbers, pa.int64()), pa.array(texts, pa.string())]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA.to_arrow())


def written(path: Path, rows: int = 10, form: Compression = Compression.NONE) -> bytes:
    write_shard(str(path), [batch(rows)], PLAN, compression=form)
    return path.read_bytes()


def numbers(
    path: Path, policy: OnCorrupt = OnCorrupt.FAIL, report: ReadReport | None = None
) -> list[int]:
    found = read_batches([str(path)], PLAN, policy=policy, report=report)
    return [n for b in found for n in b.column(0).to_pylist()]


@pytest.mark.parametrize("size", [*range(30), 383, 384, 385, 767, 768, 5001])
def test_both_checksums_are_crc32c(size: int) -> None:
    data = np.random.default_rng(size).integers(0, 256, size + 1, dtype=np.uint8)
    expected = google_crc32c.value(data[:size].tobytes())
    half = size // 2
    for compute in (crc32c.crc32c, crc32c.crc32c_portable):
        at = data.ctypes.data
        assert int(compute(0, at, size)) & 0xFFFFFFFF == expected
        assert int(compute(compute(0, at, half), at + half, size - half)) & 0xFFFFFFFF == expected


@pytest.mark.parametrize("form", list(Compression))
def test_every_form_is_read_by_its_content(form: Compression, tmp_path: Path) -> None:
    data = written(tmp_path / "odd.name", 20_000, form)
    assert numbers(tmp_path / "odd.name") == list(range(20_000))
    plain = written(tmp_path / "plain", 20_000)
    undo = {
        Compression.NONE: bytes,
        Compression.GZIP: gzip.decompress,
        Compression.ZLIB: zlib.decompress,
    }
    assert undo[form](data) == plain


def test_gzip_members_and_padding_are_read_through(tmp_path: Path) -> None:
    data = written(tmp_path / "plain", 10)
    (tmp_path / "two").write_bytes(gzip.compress(data[:70]) + gzip.compress(data[70:]) + bytes(8))
    assert numbers(tmp_path / "two") == list(range(10))


@pytest.mark.parametrize("form", [Compression.GZIP, Compression.ZLIB])
def test_what_follows_the_end_of_a_stream_is_named(form: Compression, tmp_path: Path) -> None:
    data = written(tmp_path / "good", 10, form)
    (tmp_path / "bad").write_bytes(data + bytes(3) + b"junk")
    with pytest.raises(CorruptData, match=r"bytes that are none \(6a 75 6e 6b\)") as e:
        numbers(tmp_path / "bad")
    assert e.value.where == f"{tmp_path / 'bad'} at byte {len(data)}, compressed"
    assert e.value.next_step == f"cut the file off at byte {len(data)}, or restore it"
    report = ReadReport()
    assert numbers(tmp_path / "bad", OnCorrupt.SKIP, report) == list(range(10))
    assert report.corrupt == 1


def test_a_record_larger_than_the_buffer_is_read(tmp_path: Path) -> None:
    large = batch(4, 1, width=6_000_000)
    write_shard(str(tmp_path / "large"), [large], PLAN, compression=Compression.NONE)
    assert list(read_batches([str(tmp_path / "large")], PLAN)) == [large]


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert written(tmp_path / "empty", 0) == b""
    assert numbers(tmp_path / "empty") == []


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def record_ends(data: bytes) -> list[int]:
    ends = [0]
    while ends[-1] < len(data):
        ends.append(ends[-1] + 16 + int.from_bytes(data[ends[-1] : ends[-1] + 8], "little"))
    return ends


DAMAGE = {
    "payload": (lambda d, e: flip(d, e[3] + 15), "checksum of a record is wrong", 3, [3]),
    "length": (lambda d, e: flip(d, e[3]), "checksum of a record's length", 3, list(range(3, 10))),
    "truncated": (lambda d, e: d[: e[4] - 2], "truncated", 3, list(range(3, 10))),
    "cut head": (lambda d, e: d[: e[3] + 5], "truncated", 3, list(range(3, 10))),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_named_with_its_place_or_left_out_and_counted(kind: str, tmp_path: Path) -> None:
    change, reason, record, lost = DAMAGE[kind]
    data = written(tmp_path / "good")
    ends = record_ends(data)
    (tmp_path / "bad").write_bytes(change(data, ends))
    with pytest.raises(CorruptData, match=reason) as e:
        numbers(tmp_path / "bad")
    assert e.value.where == f"{tmp_path / 'bad'} at byte {ends[record]}"
    report = ReadReport()
    kept = numbers(tmp_path / "bad", OnCorrupt.SKIP, report)
    assert kept == [n for n in range(10) if n not in lost]
    assert (report.records, report.corrupt) == (len(kept), 1)
    assert report.examples[0].offset == ends[record]


@pytest.mark.parametrize("form", [Compression.GZIP, Compression.ZLIB])
def test_a_truncated_stream_gives_what_came_before(form: Compression, tmp_path: Path) -> None:
    data = written(tmp_path / "good", 50_000, form)
    (tmp_path / "bad").write_bytes(data[: len(data) // 2])
    with pytest.raises(CorruptData, match="ends before its end mark"):
        numbers(tmp_path / "bad")
    report = ReadReport()
    kept = numbers(tmp_path / "bad", OnCorrupt.SKIP, report)
    assert 10_000 < len(kept) < 50_000
    assert kept == list(range(len(kept)))
    assert report.corrupt == 1


@pytest.mark.parametrize("content", [b"PAR1" * 9, b"Obj\x01" + bytes(40), b"abc"])
def test_other_formats_are_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(CorruptData, match="not a TFRecord file"):
        numbers(tmp_path / "other")


@pytest.mark.parametrize("payload", [b"\x0a\x7f", b"\x0a\x02\x0a\x7f", b"\xff" * 12, b"\x0b\x0c"])
def test_a_record_that_is_no_example_is_left_out_or_named(payload: bytes, tmp_path: Path) -> None:
    good = written(tmp_path / "good", 2)
    (tmp_path / "bad").write_bytes(frame(payload) + good)
    with pytest.raises(CorruptData, match=r"not a tf\.train\.Example"):
        numbers(tmp_path / "bad")
    report = ReadReport()
    assert numbers(tmp_path / "bad", OnCorrupt.SKIP, report) == [0, 1]
    assert (report.records, report.corrupt) == (2, 1)


def test_shards_bear_scio_names() -> None:
    assert shard_name(0, 10) == "part-00000-of-00010.tfrecord"


@pytest.mark.parametrize("form", list(Compression))
def test_a_shard_is_the_same_bytes_each_time_and_told_as_it_is(
    form: Compression, tmp_path: Path
) -> None:
    shards = [
        write_shard(str(tmp_path / name), [batch(500), batch(7)], PLAN, compression=form)
        for name in "ab"
    ]
    data = (tmp_path / "a").read_bytes()
    assert data == (tmp_path / "b").read_bytes()
    assert (shards[0].rows, shards[0].bytes) == (507, len(data))
    assert int(shards[0].crc32c, 16) == google_crc32c.value(data)


def test_a_failed_shard_leaves_nothing(tmp_path: Path) -> None:
    other = pa.RecordBatch.from_pydict({"z": [1]})
    with pytest.raises(DataError, match="other columns"):
        write_shard(str(tmp_path / "a"), [batch(5), other], PLAN)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(OutputExists):
        write_shard(str(tmp_path / "a"), [batch(5)], PLAN)
    assert (tmp_path / "a").read_text() == "mine"


def test_a_schema_is_inferred_from_every_record(tmp_path: Path) -> None:
    fields = (
        Field("a.b", Int(64)),
        Field("late", List(Field("item", Float(32))), True),
        Field("some", Bytes(), True),
        Field("two", List(Field("item", Int(64)))),
    )
    plan = make_plan(Schema(fields), verbatim=True)
    rows = [{"a.b": i, "late": None, "some": b"x", "two": [1]} for i in range(4)]
    rows += [{"a.b": 9, "late": [], "some": None, "two": [1, 2]}]
    arrow = plan.schema.to_arrow()
    write_shard(str(tmp_path / "f"), [pa.RecordBatch.from_pylist(rows, arrow)], plan)
    assert infer_schema([str(tmp_path / "f")]).fields == fields
    (back,) = read_batches([str(tmp_path / "f")], plan)
    assert back.to_pylist() == rows


def test_inference_refuses_a_feature_of_two_kinds(tmp_path: Path) -> None:
    for name, kind, value in (("1", Int(64), 1), ("2", Bytes(), b"x")):
        plan = make_plan(Schema((Field("f", kind),)))
        rows = pa.RecordBatch.from_pylist([{"f": value}], plan.schema.to_arrow())
        write_shard(str(tmp_path / name), [rows], plan)
    with pytest.raises(DataError, match="'f' is bytes here and int64 in other records"):
        infer_schema([str(tmp_path / "1"), str(tmp_path / "2")])
