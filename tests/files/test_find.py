"""Which files count as data, wherever they lie and however they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridges.errors import BridgeError, OutputExists
from bridges.files import DataFile, create, find, open_input, partition_columns

TREE = [
    "part-0.avro",
    "part-1.avro",
    "_SUCCESS",
    "_metadata",
    ".part-0.avro.crc",
    ".hidden/x.avro",
    "_temporary/0/part-9.avro",
    "beam-temp-a/part-9.avro",
    "part-2.avro._COPYING_",
    ".part-3.avro.77.tmp",
    "sub_$folder$",
    "day=1/hour=07/a.parquet",
    "day=2/hour=08/b.parquet",
    "day=2/_SUCCESS",
    "_year=9/c.parquet",
    "odd[1].avro",
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in TREE:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"data")
    return tmp_path


DATA = [
    "_year=9/c.parquet",
    "day=1/hour=07/a.parquet",
    "day=2/hour=08/b.parquet",
    "odd[1].avro",
    "part-0.avro",
    "part-1.avro",
]
#: what is asked for: what is found
FOUND = {
    "": DATA,
    "/": DATA,
    "part-0.avro": ["part-0.avro"],
    "_SUCCESS": ["_SUCCESS"],
    "part-*": ["part-0.avro", "part-1.avro"],
    "part-?.avro": ["part-0.avro", "part-1.avro"],
    "part-[0-9].avro": ["part-0.avro", "part-1.avro"],
    "part-[!0].avro": ["part-1.avro"],
    "{part-1,odd*}.avro": ["odd[1].avro", "part-1.avro"],
    "odd[1].avro": ["odd[1].avro"],
    "*.avro": ["odd[1].avro", "part-0.avro", "part-1.avro"],
    "**/*.parquet": DATA[:3],
    "day=*": DATA[1:3],
    "day=*/": DATA[1:3],
    "day=*/hour=07/*": DATA[1:2],
    "day={1,2}/*/?.parquet": DATA[1:3],
}


@pytest.mark.parametrize("asked", FOUND)
def test_finds(asked: str, tree: Path) -> None:
    found = [Path(file.uri).relative_to(tree).as_posix() for file in find(f"{tree}/{asked}")]
    assert found == FOUND[asked]
    assert [file.size for file in find(f"{tree}/{asked}")] == [4] * len(found)


def test_partitions_come_from_the_path(tree: Path) -> None:
    by_name = {Path(file.uri).name: file for file in find(str(tree))}
    assert by_name["a.parquet"].partitions == (("day", "1"), ("hour", "07"))
    assert by_name["c.parquet"].partitions == (("_year", "9"),)
    assert by_name["part-0.avro"].partitions == ()


@pytest.mark.parametrize("asked", ["none", "*.orc", "_temporary"])
def test_nothing_found_is_an_error(asked: str, tree: Path) -> None:
    (tree / "_temporary" / "0" / "part-9.avro").unlink()
    with pytest.raises(BridgeError, match=r"does not exist|holds no data file"):
        find(f"{tree}/{asked}")


def files(*values: str | None) -> list[DataFile]:
    return [DataFile(f"{value}", 1, (("k", value),)) for value in values]


#: values of a key: (is_integer, nullable, what they become)
TYPED = {
    ("1", "-20"): (True, False, [1, -20]),
    ("1", None): (True, True, [1, None]),
    ("01", "2"): (False, False, ["01", "2"]),
    ("2020-01-01",): (False, False, ["2020-01-01"]),
    ("9223372036854775808",): (False, False, ["9223372036854775808"]),
    ("-0",): (False, False, ["-0"]),
    ("",): (False, False, [""]),
    (None,): (False, True, [None]),
}


@pytest.mark.parametrize("values", TYPED)
def test_a_key_has_one_type(values: tuple[str | None, ...]) -> None:
    (column,) = partition_columns(files(*values))
    got = [column.value(file) for file in files(*values)]
    assert (column.is_integer, column.nullable, got) == TYPED[values]


def test_mixed_layouts_are_refused(tree: Path) -> None:
    with pytest.raises(BridgeError, match="partition keys differ"):
        partition_columns(find(str(tree)))


def test_memory_is_a_file_system_too() -> None:
    """Through fsspec, as any scheme that pyarrow does not know."""
    with create("memory://bucket/d/part-0.avro") as stream:
        stream.write(b"12345")
    (file,) = find("memory://bucket/d")
    with open_input(file.uri) as source:
        assert source.read() == b"12345"
    assert file.size == 5
    assert [f.size for f in find("memory://bucket/*/part-*")] == [5]


def test_readers_of_one_file_in_memory_do_not_move_each_other() -> None:
    with create("memory://bucket/e/part-0.avro") as stream:
        stream.write(b"12345")
    with open_input("memory://bucket/e/part-0.avro") as one:
        assert one.read(2) == b"12"
        with open_input("memory://bucket/e/part-0.avro") as other:
            assert other.read() == b"12345"
        assert one.read() == b"345"
    with pytest.raises(BridgeError, match="cannot be opened"):
        open_input("memory://bucket/e/gone.avro")


def test_an_unknown_scheme_is_named() -> None:
    with pytest.raises(BridgeError, match="nosuch://x"):
        find("nosuch://x/y")


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), create(str(tmp_path / "d" / "a")) as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert list((tmp_path / "d").iterdir()) == []


def test_a_written_file_appears_at_the_end(tmp_path: Path) -> None:
    with create(str(tmp_path / "a")) as stream:
        stream.write(b"all")
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a").read_bytes() == b"all"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_existing_file_is_kept_unless_told(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(OutputExists), create(str(target)):
        pass
    with create(str(target), overwrite=True) as stream:
        stream.write(b"new")
    assert target.read_bytes() == b"new"
