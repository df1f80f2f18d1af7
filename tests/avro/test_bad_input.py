"""Damaged files end in one error that names the file and the place; never in a crash."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
from pathlib import Path

import fastavro
import pyarrow as pa
import pytest

from bridges.avro import CorruptAvro, read_batches, schema_of, write_file
from bridges.errors import BridgeError, OutputExists
from tests.avro.plain import rows
from tests.avro.test_features import array, logical, record, write

SYNC = b"0123456789abcdef"


def encoded(path: Path, schema: object, body: bytes, count: int = 1) -> str:
    """A file with one block of ``count`` rows whose bytes are ``body``."""
    uri = write(path, schema, [], sync_marker=SYNC)
    prefix = bytes([2 * count]) + _long(len(body))
    path.write_bytes(path.read_bytes() + prefix + body + SYNC)
    return uri


def _long(value: int) -> bytes:
    out, rest = bytearray(), value << 1 if value >= 0 else (~value << 1) | 1
    while rest > 127:
        out.append(rest & 127 | 128)
        rest >>= 7
    return bytes([*out, rest])


#: name: a field's type, the bytes of one row, what the message says.
MALFORMED = {
    "long that never ends": ("long", b"\xff" * 11, "more than 64 bits"),
    "long cut off": ("long", b"\xff", "runs past the end"),
    "int too large": ("int", _long(2**31), "more than 32 bits"),
    "double cut off": ("double", b"\x00" * 7, "runs past the end"),
    "boolean": ("boolean", b"\x02", "neither 0 nor 1"),
    "string too long": ("string", _long(5) + b"abcd", "length"),
    "string of negative length": ("string", _long(-1), "length"),
    "string of huge length": ("string", _long(2**62), "length"),
    "text": ("string", _long(2) + b"\xc3\x28", "not UTF-8"),
    "branch": (["null", "int"], _long(2), "branch"),
    "negative branch": (["int", "string", "null"], _long(-1), "branch"),
    "symbol": ({"type": "enum", "name": "E", "symbols": ["A"]}, _long(1), "symbol"),
    "items": (array("int"), _long(2**60), "number of items"),
    "items that take no bytes": (array("null"), _long(2**60), "number of items"),
    "count of minus 2**63": (array("null"), _long(-(2**63)) + b"\x00", "number of items"),
    "items cut off": (array("int"), _long(2) + _long(1) + b"\xff", "runs past the end"),
    "array without end": (array("int"), _long(1) + _long(1), "runs past the end"),
    "bytes left over": ("int", b"\x00\x00", "1 bytes are left"),
    "decimal": (
        logical("bytes", "decimal", precision=3, scale=0),
        _long(2) + b"\x7f\xff",
        "digits",
    ),
    "huge decimal": (
        logical("bytes", "decimal", precision=3, scale=0),
        _long(40) + b"\x7f" * 40,
        "digits",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_values_are_located(name: str, tmp_path: Path) -> None:
    kind, body, message = MALFORMED[name]
    uri = encoded(tmp_path / "a.avro", record("T", v=kind), body)
    with pytest.raises(BridgeError, match=message) as caught:
        list(read_batches(uri))
    assert uri in str(caught.value)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    values = [{"v": i, "s": "text" * (i % 9)} for i in range(2000)]
    path = tmp_path / "good.avro"
    write(path, record("T", v="long", s="string"), values, sync_interval=2000, sync_marker=SYNC)
    return path


@pytest.mark.parametrize("cut", [1, 2, 5, 17, 40, 1000])
def test_truncated_files_say_where(good: Path, cut: int) -> None:
    good.write_bytes(good.read_bytes()[:-cut])
    with pytest.raises(CorruptAvro, match=r"good\.avro at byte \d+: the file ends inside a block"):
        list(read_batches(str(good)))


def test_a_truncated_header(good: Path) -> None:
    good.write_bytes(good.read_bytes()[:40])
    with pytest.raises(CorruptAvro, match="the header is cut off"):
        list(read_batches(str(good)))


@pytest.mark.parametrize(("data", "message"), [(b"", "is empty"), (b"PAR1....", "no Avro")])
def test_other_files_are_named(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(BridgeError, match=message):
        list(read_batches(str(tmp_path / "x")))


def test_a_lost_sync_marker(good: Path) -> None:
    data = good.read_bytes()
    middle = data.index(SYNC, len(data) // 2)
    good.write_bytes(data[:middle] + b"X" + data[middle + 1 :])
    with pytest.raises(CorruptAvro, match="sync marker"):
        list(read_batches(str(good)))


def test_snappy_checksums_are_checked(tmp_path: Path) -> None:
    uri = write(tmp_path / "a.avro", record("T", v="int"), [{"v": 1}], codec="snappy")
    data = bytearray(Path(uri).read_bytes())
    data[-17] ^= 1
    Path(uri).write_bytes(data)
    with pytest.raises(CorruptAvro, match="checksum"):
        list(read_batches(uri))


def test_a_block_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bridges.avro import blocks, header

    uri = write(tmp_path / "a.avro", record("T", v="bytes"), [{"v": bytes(10**6)}], codec="xz")
    with open(uri, "rb") as file, pytest.raises(CorruptAvro, match="the limit is 1000"):
        list(blocks.read_blocks(file, header.read_header(file, uri), limit=1000))


def test_an_existing_destination_is_kept(good: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.avro"
    target.write_bytes(b"mine")
    with pytest.raises(OutputExists):
        write_file(str(target), [], schema_of(str(good)))
    assert target.read_bytes() == b"mine"


def test_an_interrupted_write_leaves_nothing(good: Path, tmp_path: Path) -> None:
    def interrupted():  # type: ignore[no-untyped-def]
        yield from read_batches(str(good))
        raise KeyboardInterrupt

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        write_file(str(out / "b.avro"), interrupted(), schema_of(str(good)))
    assert list(out.iterdir()) == []


def test_a_null_where_the_schema_has_none(tmp_path: Path) -> None:
    schema = schema_of(write(tmp_path / "a.avro", record("T", v="int"), []))
    batch = pa.RecordBatch.from_arrays([pa.array([1, None], pa.int32())], names=["v"])
    with pytest.raises(BridgeError, match=r"row 1.*v: a null where"):
        write_file(str(tmp_path / "b.avro"), [batch], schema)


def test_a_text_that_is_no_symbol(tmp_path: Path) -> None:
    kind = {"type": "enum", "name": "E", "symbols": ["A"]}
    schema = schema_of(write(tmp_path / "a.avro", record("T", v=["null", kind]), []))
    batch = pa.RecordBatch.from_arrays([pa.array(["A", None, "Z"])], names=["v"])
    with pytest.raises(BridgeError, match=r"row 2.*v: an enum's symbol"):
        write_file(str(tmp_path / "b.avro"), [batch], schema)
    batch = batch.slice(0, 2)
    write_file(str(tmp_path / "b.avro"), [batch], schema)
    assert rows(list(read_batches(str(tmp_path / "b.avro")))) == [{"v": "A"}, {"v": None}]


FUZZ = """
import random, sys
from pathlib import Path
from bridges.avro import read_batches
from bridges.errors import BridgeError
path, seed, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
good, chance, outcomes = path.read_bytes(), random.Random(seed), {"read": 0, "refused": 0}
for _ in range(rounds):
    bad = bytearray(good)
    for _ in range(chance.choice([1, 1, 1, 3, 20])):
        place = chance.randrange(len(bad))
        if chance.random() < 0.8:
            bad[place] ^= 1 << chance.randrange(8)
        elif chance.random() < 0.5:
            bad[place] = 255
        else:
            del bad[place : place + chance.randrange(9)]
    path.write_bytes(bad)
    try:
        for batch in read_batches(str(path)):
            batch.validate(full=True)
        outcomes["read"] += 1
    except BridgeError:
        outcomes["refused"] += 1
print(outcomes["read"] + outcomes["refused"], outcomes["refused"])
"""


@pytest.mark.parametrize("codec", ["null", "deflate", "snappy"])
def test_flipped_bits_never_crash(codec: str, tmp_path: Path) -> None:
    """In a process of its own: a wild read would end it by a signal."""
    kind = array(["null", record("R", a=["null", "int", "string"], b=array("double"))])
    schema = record("T", v=kind, m={"type": "map", "values": "bytes"}, s="string")
    chance = random.Random(3)
    values = [
        {
            "v": [
                None if chance.random() < 0.3 else {"a": i, "b": [0.5] * chance.randrange(4)}
                for _ in range(chance.randrange(5))
            ],
            "m": {str(k): struct.pack("q", k) for k in range(chance.randrange(3))},
            "s": "x" * chance.randrange(70),
        }
        for i in range(60)
    ]
    path = tmp_path / "fuzz.avro"
    write(path, schema, values, codec=codec, sync_interval=800)
    done = subprocess.run(
        [sys.executable, "-c", FUZZ, str(path), "7", "600"],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    total, refused = map(int, done.stdout.split())
    assert total == 600
    assert refused > 100


def test_fastavro_agrees_on_the_undamaged_file(good: Path) -> None:
    with good.open("rb") as file:
        assert rows(list(read_batches(str(good)))) == list(fastavro.reader(file))
