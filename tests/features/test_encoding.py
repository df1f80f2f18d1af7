"""What records say to protobuf's own parser, and what is read of records by other writers."""

from __future__ import annotations

import struct
from decimal import Decimal as Number
from typing import Any

import google_crc32c
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridges.errors import CorruptData, DataError, LossRefused
from bridges.features import Float64, make_plan, unflatten
from bridges.features.decoder import Decoder
from bridges.features.encoder import Encoder, varint
from bridges.features.flatten import flatten
from bridges.features.plan import Kind
from bridges.kernels.memory import SLACK
from bridges.schema import (
    Bool,
    Bytes,
    Decimal,
    Enum,
    Field,
    Float,
    Int,
    List,
    Map,
    Record,
    Schema,
    String,
    Type,
    Union,
)
from tests.features.codec import decode, encode, payloads, refuse
from tests.features.proto import Example, parsed
from tests.features.rows import tables

LISTS = {Kind.INT64: "int64_list", Kind.FLOAT: "float_list", Kind.BYTES: "bytes_list"}


def rows(schema: Schema, *values: Any) -> pa.RecordBatch:
    names = [f.name for f in schema.fields]
    whole = [dict(zip(names, v, strict=True)) for v in values]
    return pa.RecordBatch.from_pylist(whole, schema=schema.to_arrow())


def features(schema: Schema, *values: Any, mode: Float64 = Float64.EXACT) -> list[dict[str, Any]]:
    data = encode(rows(schema, *values), make_plan(schema, mode))
    return [parsed(p) for p in payloads(data)]


def ints(*values: int) -> tuple[str, list[int]]:
    return "int64_list", list(values)


def texts(*values: bytes) -> tuple[str, list[bytes]]:
    return "bytes_list", list(values)


def f64(*values: float) -> tuple[str, list[bytes]]:
    return texts(struct.pack(f"<{len(values)}d", *values))


def of(kind: Type, nullable: bool = False) -> Field:
    return Field("item", kind, nullable)


GEO = Record((Field("city", String(), True), Field("pop", Int(64))), "Geo")
OPEN = Record((Field("x", Int(32), True),), "Open")
U = Union((Field("int", Int(32)), Field("string", String())))

MAPPING: dict[str, tuple[Type, bool, Any, dict[str, Any]]] = {
    "null": (Int(64), True, None, {}),
    "zero": (Int(64), True, 0, {"f": ints(0)}),
    "false": (Bool(), False, False, {"f": ints(0)}),
    "no text": (String(), True, "", {"f": texts(b"")}),
    "no list": (List(of(Int(32))), True, None, {}),
    "empty list": (List(of(Int(32))), True, [], {"f": ints()}),
    "empty list of floats": (List(of(Float(32))), False, [], {"f": ("float_list", [])}),
    "empty list of texts": (List(of(String())), False, [], {"f": texts()}),
    "uint64": (Int(64, signed=False), False, 2**64 - 1, {"f": ints(-1)}),
    "exact double": (Float(64), False, 0.5, {"f": ("float_list", [0.5])}),
    "inexact": (
        List(of(Float(64))),
        False,
        [16777217.0, 0.5],
        {"f": ("float_list", [16777216.0, 0.5]), "f@f64": f64(16777217.0, 0.5)},
    ),
    "enum": (Enum(("A", "B")), False, "B", {"f": texts(b"B")}),
    "small decimal": (Decimal(5, 2), False, Number("-1.25"), {"f": ints(-125)}),
    "large decimal": (Decimal(20, 0), False, Number(-129), {"f": texts(b"\xff\x7f")}),
    "fixed decimal": (Decimal(20, 0, 9), False, Number(-2), {"f": texts(b"\xff" * 8 + b"\xfe")}),
    "null in a list": (
        List(of(Int(32), True)),
        False,
        [1, None, 3],
        {"f": ints(1, 3), "f@valid": ints(1, 0, 1)},
    ),
    "no null in a list": (List(of(Int(32), True)), False, [1], {"f": ints(1)}),
    "record": (GEO, True, {"city": None, "pop": 7}, {"f.pop": ints(7)}),
    "no record": (GEO, True, None, {}),
    "open record": (OPEN, True, {"x": None}, {"f@present": ints(1)}),
    "records": (
        List(of(GEO)),
        False,
        [{"city": "a", "pop": 1}, {"city": None, "pop": 2}],
        {"f.city": texts(b"a"), "f.city@valid": ints(1, 0), "f.pop": ints(1, 2)},
    ),
    "lists of lists": (
        List(of(List(of(Int(32))))),
        False,
        [[1], [], [2, 3]],
        {"f@len": ints(1, 0, 2), "f": ints(1, 2, 3)},
    ),
    "map": (
        Map(of(Float(32), True)),
        False,
        [("z", 1.0), ("a", None)],
        {"f.key": texts(b"z", b"a"), "f.value": ("float_list", [1.0]), "f.value@valid": ints(1, 0)},
    ),
    "union": (
        U,
        True,
        {"@branch": 1, "int": None, "string": "x"},
        {"f@branch": ints(1), "f.string": texts(b"x")},
    ),
}


@pytest.mark.parametrize("case", MAPPING)
def test_a_value_becomes_these_features(case: str) -> None:
    kind, nullable, value, expected = MAPPING[case]
    assert features(Schema((Field("f", kind, nullable),)), (value,)) == [expected]


def test_names_are_escaped() -> None:
    schema = Schema((Field("a.b", Record((Field("c@d", Int(8)),))), Field("100%", Int(8))))
    assert features(schema, ({"c@d": 1}, 2)) == [{"a%2Eb.c%40d": ints(1), "100%25": ints(2)}]


@settings(max_examples=60, deadline=None)
@given(tables(depth=2))
def test_every_record_is_an_example_with_features_of_the_plan(table: Any) -> None:
    schema, batch = table
    plan = make_plan(schema)
    kinds = {f.name: LISTS[f.kind] for f in plan.features}
    data = encode(batch, plan)
    assert len(payloads(data)) == batch.num_rows
    for payload in payloads(data):
        found = parsed(payload)
        assert list(found) or not payload[2:]
        assert all(kinds[name] == kind for name, (kind, _) in found.items())


def test_frames_bear_masked_sums() -> None:
    schema = Schema((Field("s", Bytes()),))
    data = encode(rows(schema, (b"x" * 700,)), make_plan(schema))
    (payload,) = payloads(data)
    for part, at in ((data[:8], 8), (payload, 12 + len(payload))):
        crc = google_crc32c.value(part)
        masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
        assert data[at : at + 4] == masked.to_bytes(4, "little")


@pytest.mark.parametrize(
    "size", [0, 1, 90, 100, 110, 120, 127, 128, 200, 16_370, 16_400, 2_100_000]
)
def test_sizes_at_the_edges_of_varints(size: int) -> None:
    schema = Schema((Field("s", Bytes()), Field("l", List(of(Float(32))))))
    value = (b"y" * size, [1.0] * (size // 4))
    plan = make_plan(schema)
    data = encode(rows(schema, value), plan)
    assert parsed(payloads(data)[0]) == {"s": texts(value[0]), "l": ("float_list", value[1])}
    assert decode(data, plan)[0].to_pylist() == [{"s": value[0], "l": value[1]}]


INEXACT = Schema((Field("d", List(of(Float(64)))),))


def test_float32_counts_what_it_loses() -> None:
    plan = make_plan(INEXACT, Float64.FLOAT32)
    encoder = Encoder(plan)
    batch = rows(INEXACT, ([0.1, 0.5, 1e300],), ([float("nan"), -0.0],))
    assert b"".join(bytes(p) for p in encoder.encode(flatten(batch, plan)))
    assert encoder.inexact == {"d": 2}


def test_strict_refuses_and_names_the_value() -> None:
    plan = make_plan(INEXACT, Float64.STRICT)
    assert encode(rows(INEXACT, ([0.5, float("inf")],)), plan)
    with pytest.raises(LossRefused, match=r"1 double.*16777217\.0") as e:
        encode(rows(INEXACT, ([0.5],), ([16777217.0],)), plan)
    assert e.value.where == "d"


# What other writers do.

READ = make_plan(
    Schema(
        (
            Field("i", List(of(Int(64))), True),
            Field("f", List(of(Float(32))), True),
            Field("b", List(of(Bytes())), True),
        )
    )
)


def read(*records: bytes) -> list[dict[str, Any]]:
    data = b"".join(records)
    buffer = np.frombuffer(data + bytes(SLACK), np.uint8)
    sizes = np.array([len(r) for r in records], np.int64)
    starts = buffer.ctypes.data + np.cumsum(sizes) - sizes
    decoder = Decoder(READ, refuse)
    columns = [*decoder.feed(starts, sizes), decoder.finish()]
    return [row for c in columns if c for row in unflatten(c, READ).to_pylist()]


def field(tag: int, content: bytes) -> bytes:
    return bytes([tag]) + varint(len(content)) + content


def entry(name: bytes, value: bytes) -> bytes:
    return field(0x0A, field(0x0A, name) + field(0x12, value))


def example(*entries: bytes) -> bytes:
    return field(0x0A, b"".join(entries))


ONE, TWO = field(0x1A, field(0x0A, b"\x01")), field(0x1A, field(0x0A, b"\x02"))
UNPACKED = field(0x1A, b"\x08\x05\x08" + b"\xff" * 9 + b"\x01" + field(0x0A, b"\x07"))

FOREIGN = {
    "any order": (
        example(entry(b"b", field(0x0A, field(0x0A, b"x"))), entry(b"i", ONE)),
        [1],
        [b"x"],
    ),
    "unpacked": (example(entry(b"i", UNPACKED)), [5, -1, 7], None),
    "last of one name": (example(entry(b"i", ONE), entry(b"i", TWO)), [2], None),
    "last is another kind's empty list": (
        example(entry(b"i", ONE), entry(b"i", b"\x0a\x00")),
        [],
        None,
    ),
    "last has no kind": (example(entry(b"i", ONE), entry(b"i", b"")), None, None),
    "two lists of one feature": (example(entry(b"i", ONE + TWO)), [1, 2], None),
    "value before name": (example(field(0x0A, field(0x12, ONE) + field(0x0A, b"i"))), [1], None),
    "two maps": (example(entry(b"i", ONE)) + example(entry(b"b", b"\x0a\x00")), [1], []),
    "unknown names": (example(entry(b"zz", ONE), entry(b"", TWO)), None, None),
    "unknown fields": (
        b"\x10\x05" + example(b"\x15abcd", entry(b"i", b"\x21" + b"8" * 8 + ONE)),
        [1],
        None,
    ),
    "nothing": (b"", None, None),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_records_of_others_are_read_as_protobuf_reads_them(case: str) -> None:
    record, numbers, strings = FOREIGN[case]
    assert read(record) == [{"i": numbers, "f": None, "b": strings}]
    oracle = parsed(record)
    assert oracle.get("i", ("", []))[1] == (numbers or [])
    assert oracle.get("b", ("", []))[1] == (strings or [])


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "i": st.lists(st.integers(-(2**63), 2**63 - 1), max_size=4),
                "f": st.lists(st.floats(width=32, allow_nan=False), max_size=4),
                "b": st.lists(st.binary(max_size=9), max_size=4),
                "other": st.just([]),
            },
        ),
        max_size=5,
    )
)
def test_what_protobuf_writes_is_read(values: list[dict[str, list[Any]]]) -> None:
    lists = {"i": "int64_list", "f": "float_list", "b": "bytes_list", "other": "int64_list"}
    records = []
    for row in values:
        message = Example()
        for name, items in row.items():
            target = getattr(message.features.feature[name], lists[name])
            target.SetInParent()
            target.value.extend(items)
        records.append(message.SerializeToString())
    assert read(*records) == [{n: row.get(n) for n in "ifb"} for row in values]


def test_another_kind_of_list_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="says int64, a record has bytes") as e:
        read(example(entry(b"i", field(0x0A, field(0x0A, b"x")))))
    assert e.value.where == "i"


WRONG = {
    "two values": (Int(64), {"f": [1, 2]}, "2 values where the schema has one"),
    "missing": (Int(64), {}, "the feature is missing"),
    "too large": (Int(8), {"f": [128]}, "128 does not fit"),
    "no bool": (Bool(), {"f": [2]}, "2 does not fit"),
    "no text": (String(), {"f": [b"\xff"]}, "not UTF-8"),
    "no lengths": (List(of(List(of(Int(8))))), {"f": [1, 2], "f@len": [1]}, "sister features"),
    "wrong mask": (List(of(Int(8), True)), {"f": [1], "f@valid": [1, 1]}, "the mask tells of 2"),
    "no branch": (U, {"f@branch": [7], "f.int": [1]}, "a branch outside 0 to 1"),
    "short exact": (Float(64), {"f": [0.1], "f@f64": [b"1234"]}, "not 8 bytes per value"),
}


@pytest.mark.parametrize("case", WRONG)
def test_records_that_do_not_fit_are_refused(case: str) -> None:
    kind, given_features, reason = WRONG[case]
    plan = make_plan(Schema((Field("f", kind),)))
    message = Example()
    for name, values in given_features.items():
        feature = message.features.feature[name]
        is_text = isinstance(values[0], bytes)
        kind_name = (
            "bytes_list"
            if is_text
            else "float_list"
            if name == "f" and kind == Float(64)
            else "int64_list"
        )
        getattr(feature, kind_name).value.extend(values)
    payload = message.SerializeToString()
    buffer = np.frombuffer(payload + bytes(SLACK), np.uint8)
    decoder = Decoder(plan, refuse)
    list(decoder.feed(np.array([buffer.ctypes.data]), np.array([len(payload)])))
    columns = decoder.finish()
    assert columns is not None
    with pytest.raises((DataError, CorruptData), match=reason):
        unflatten(columns, plan)


def test_a_null_where_none_may_be_is_refused() -> None:
    schema = Schema((Field("a", Int(8)), Field("b", List(of(Int(8))))))
    for value in ((None, []), (1, None), (1, [None])):
        arrow = pa.schema([(f.name, f.type) for f in schema.to_arrow()])
        loose = pa.RecordBatch.from_pylist([dict(zip("ab", value, strict=True))], arrow)
        batch = pa.RecordBatch.from_arrays(
            [
                c.view(f.type) if c.type != f.type else c
                for c, f in zip(loose.columns, schema.to_arrow(), strict=True)
            ],
            schema=schema.to_arrow(),
        )
        with pytest.raises(DataError, match="null where the schema allows none"):
            encode(batch, make_plan(schema))
