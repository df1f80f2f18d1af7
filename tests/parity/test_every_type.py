"""Every attempt of every cause runs on every type, extreme values included: nothing is refused by
the engine, and the counts add up."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from migrate.parity.model import Compatibility
from migrate.parity.policy import FieldRule, Policy, Rule
from tests.parity.comparing import compare_tables, differing, field

VALUES = {
    "bool": (pa.bool_(), [True, False]),
    "int8": (pa.int8(), [-128, 127, 0, 1]),
    "int32": (pa.int32(), [-(2**31), 2**31 - 1, 0, 5]),
    "int64": (pa.int64(), [-(2**63), 2**63 - 1, 0, 5]),
    "uint64": (pa.uint64(), [0, 2**64 - 1, 2**63, 7]),
    "float": (pa.float32(), [0.0, -0.0, 3.4e38, 1e-45, float("inf"), float("nan"), 1.5]),
    "double": (pa.float64(), [0.0, 1.8e308, 5e-324, -float("inf"), float("nan"), 1e39, 0.1]),
    "decimal": (pa.decimal128(38, 6), [Decimal("1.5"), Decimal("-99999999999999999999.000001")]),
    "small decimal": (pa.decimal128(9, 2), [Decimal("1.55"), Decimal("-9999999.99"), Decimal(0)]),
    "string": (pa.string(), ["", "a", "Å", "e\u0301", "\U0001f600", "\x00", "1e5", "x" * 2000]),
    "binary": (pa.binary(), [b"", b"\x00", b"\xff\xfe", b"abc"]),
    "fixed": (pa.binary(3), [b"abc", b"\x00\x00\x00"]),
    "date": (pa.date32(), [date(1970, 1, 1), date(1, 1, 1), date(9999, 12, 31)]),
    "time": (pa.time64("us"), [time(0, 0), time(23, 59, 59, 999999)]),
    "timestamp s": (pa.timestamp("s"), [datetime(1970, 1, 1), datetime(9999, 12, 31)]),
    "timestamp us": (pa.timestamp("us"), [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)]),
    "timestamp ns": (pa.timestamp("ns"), [datetime(1970, 1, 1), datetime(2261, 1, 1)]),
    "instant": (pa.timestamp("us", "UTC"), [datetime(1970, 1, 1), datetime(2026, 7, 1, 12)]),
}
RECORD = pa.struct([("k", pa.string()), ("v", pa.float64())])
NESTED = {
    "record list": (pa.list_(RECORD), [[], [{"k": "a", "v": 1.0}], [{"k": None, "v": None}]]),
    "list of lists": (pa.list_(pa.list_(pa.int64())), [[], [[]], [[1], [2, 3]], [None]]),
    "map": (pa.map_(pa.string(), pa.float64()), [[], [("a", 1.0)], [("a", None), ("b", 2.0)]]),
    "map of lists": (pa.map_(pa.int64(), pa.list_(pa.string())), [[(1, ["a"])], [(1, [])]]),
    "struct": (RECORD, [{"k": "a", "v": 0.0}, {"k": None, "v": float("nan")}]),
}
LISTS = {
    f"list of {name}": (pa.list_(kind), [[], [v[0]], v, v[::-1], [None, v[0]]])
    for name, (kind, v) in VALUES.items()
}
CASES = {**VALUES, **LISTS, **NESTED}
RULES = {
    "exact": Rule(),
    "all": Rule(1e-9, 1e-9, 2, 1, 1, 0.01, 0.01, nan_equal=False, signed_zero=True, buckets=True),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", CASES)
def test_every_pair_of_values(name: str, rule: str, tmp_path: Path) -> None:
    kind, values = CASES[name]
    choices = [None, *values]
    pairs = [(a, b) for a in choices for b in choices]
    ids = pa.array(range(len(pairs)))
    old = pa.table({"id": ids, "v": pa.array([a for a, _ in pairs], kind)})
    new = pa.table({"id": ids, "v": pa.array([b for _, b in pairs], kind)})
    policy = Policy(key=("id",), rules=(FieldRule("v*", RULES[rule]),))
    result = compare_tables(tmp_path, old, new, policy, distributions=True)
    assert result.rows.joined == len(pairs)
    if rule == "exact":
        same = sum(_same(a, b) for a, b in pairs)
        assert result.rows.same == same
        assert differing(result)


@pytest.mark.parametrize("name", CASES)
def test_every_type_beside_nulls_without_a_type(name: str, tmp_path: Path) -> None:
    kind, values = CASES[name]
    ids = pa.array(range(len(values) + 1))
    old = pa.table({"id": ids, "v": pa.nulls(len(ids))})
    new = pa.table({"id": ids, "v": pa.array([None, *values], kind)})
    for sides in ((old, new), (new, old)):
        result = compare_tables(tmp_path, *sides, distributions=True)
        assert Compatibility.INCOMPATIBLE not in {each.compatibility for each in result.schema}
        assert (result.rows.same, differing(result)) == (1, {"v": len(values)})
        stats = field(result, "v")
        assert stats.null_to_value + stats.value_to_null == len(values)
    assert not differing(compare_tables(tmp_path, old, old, distributions=True))


def _same(a: object, b: object) -> bool:
    return repr(a) == repr(b) or a == b


def test_decimals_stay_exact(tmp_path: Path) -> None:
    big = Decimal("12345678901234567890123456789012.000001")
    old = pa.table({"id": [1], "v": pa.array([big], pa.decimal128(38, 6))})
    new = pa.table({"id": [1], "v": pa.array([big + Decimal("0.000001")], pa.decimal128(38, 6))})
    assert differing(compare_tables(tmp_path, old, new)) == {"v": 1}
