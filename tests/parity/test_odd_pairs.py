"""Values that look alike and are not, and values that look different and are the same: what a
sceptic plants between formats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.errors import BadInput
from migrate.parity.model import Compatibility
from migrate.parity.policy import FieldRule, Normalise, Policy, Rule, Side, Step
from migrate.parity.request import Request
from migrate.parity.run import compared
from tests.parity.comparing import causes, differing
from tests.parity.test_model import assert_laws

BY_ID = Policy(key=("id",))
MAP = pa.map_(pa.string(), pa.int64())
INTS = pa.list_(pa.int64())
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lines:
    """Values of column ``v`` as JSON lines, each as it is written."""

    texts: tuple[str, ...]

    def write(self, path: Path) -> str:
        rows = (f'{{"id": {i}, "v": {text}}}\n' for i, text in enumerate(self.texts))
        path.write_text("".join(rows))
        return str(path)


@dataclass(frozen=True, slots=True)
class Comma:
    """The same as CSV."""

    texts: tuple[str, ...]

    def write(self, path: Path) -> str:
        path.write_text("id,v\n" + "".join(f"{i},{text}\n" for i, text in enumerate(self.texts)))
        return str(path)


@dataclass(frozen=True, slots=True)
class Typed:
    """The same as Parquet."""

    values: tuple[Any, ...]
    type: pa.DataType

    def write(self, path: Path) -> str:
        values = pa.array(self.values, self.type)
        pq.write_table(pa.table({"id": range(len(values)), "v": values}), path)
        return str(path)


def typed(kind: pa.DataType, *values: Any) -> Typed:
    return Typed(values, kind)


def lines(*texts: str) -> Lines:
    return Lines(texts)


def comma(*texts: str) -> Comma:
    return Comma(texts)


SAME: dict[str, tuple[Any, Any]] = {
    "text of an instant": (
        lines('"2026-01-02T13:00:00+01:00"'),
        typed(pa.timestamp("us", "UTC"), NOON),
    ),
    "text of a truth value": (lines('"True"', '"x"'), lines('"True"', '"x"')),
    "truth value as a feature": (typed(pa.bool_(), True, False), typed(pa.float32(), 1.0, 0.0)),
    "object beside a map": (
        lines('{"a": 1}', '{"b": 2, "c": 3}', "null"),
        typed(MAP, [("a", 1)], [("c", 3), ("b", 2)], None),
    ),
    "object of mixed numbers beside a map": (
        lines('{"a": 1, "b": 0.5}'),
        typed(pa.map_(pa.string(), pa.float64()), [("b", 0.5), ("a", 1.0)]),
    ),
    "objects in a list beside maps": (
        lines('[{"a": 1}, {"b": 2}]'),
        typed(pa.list_(MAP), [[("a", 1)], [("b", 2)]]),
    ),
    "maps in a list": (
        typed(pa.list_(MAP), [[("a", 1), ("b", 2)]]),
        typed(pa.list_(MAP), [[("b", 2), ("a", 1)]]),
    ),
    "maps in maps": (
        typed(pa.map_(pa.string(), MAP), [("x", [("a", 1), ("b", 2)])]),
        typed(pa.map_(pa.string(), MAP), [("x", [("b", 2), ("a", 1)])]),
    ),
    "record of a day in a list beside one of its number": (
        typed(pa.list_(pa.struct([("x", pa.date32())])), [{"x": date(1970, 1, 3)}, None]),
        typed(pa.list_(pa.struct([("x", pa.int64())])), [{"x": 2}, None]),
    ),
    "map of texts beside a map of bytes": (
        typed(pa.map_(pa.string(), pa.string()), [("Å", "\\x41Å")], []),
        typed(pa.map_(pa.string(), pa.binary()), [("Å", "\\x41Å".encode())], []),
    ),
    "fields of records in another order": (
        typed(pa.list_(pa.struct([("x", pa.int64()), ("y", pa.int64())])), [{"x": 1, "y": 2}]),
        typed(pa.list_(pa.struct([("y", pa.int64()), ("x", pa.int64())])), [{"x": 1, "y": 2}]),
    ),
    "durations of two units": (
        typed(pa.duration("s"), timedelta(seconds=2), None),
        typed(pa.duration("ns"), timedelta(seconds=2), None),
    ),
    "durations in records of lists": (
        typed(pa.list_(pa.struct([("x", pa.duration("ms"))])), [{"x": timedelta(seconds=2)}]),
        typed(pa.list_(pa.struct([("x", pa.duration("us"))])), [{"x": timedelta(seconds=2)}]),
    ),
    "time of day beside microseconds": (
        typed(pa.time64("us"), time(1, 0, 0, 5)),
        typed(pa.int64(), 3_600_000_005),
    ),
    "digits of a double and the shortest ones": (
        comma("0.10000000000000001", "0.5"),
        comma("0.1", "0.5"),
    ),
    "truth value beside a number without a sign": (
        typed(pa.bool_(), True, False),
        typed(pa.uint64(), 1, 0),
    ),
    "microseconds beside floats": (
        lines("1767323045678000", "0.5"),
        typed(pa.float64(), 1767323045678000.0, 0.5),
    ),
}
#: Where a side has no value of a field at all.
NO_VALUES: dict[str, tuple[Any, Any, dict[str, int]]] = {
    "nulls beside records": (lines("null", "null"), lines('{"a": [1]}', "null"), {"v": 1}),
    "nulls beside records in records": (
        lines('{"a": null}', '{"a": null}'),
        lines('{"a": {"b": {"c": 1}}}', '{"a": null}'),
        {"v.a": 1},
    ),
    "records beside nulls": (
        typed(pa.struct([("a", pa.struct([("b", pa.int64())]))]), {"a": {"b": 1}}, None),
        typed(pa.null(), None, None),
        {"v": 1},
    ),
    "empty objects beside records": (
        lines("{}", "null"),
        lines('{"a": [1], "b": {"c": 1}}', "null"),
        {"v.a": 1, "v.b": 1},
    ),
    "empty objects beside records without a value": (
        lines("{}", "null"),
        typed(pa.struct([("a", INTS)]), {"a": None}, None),
        {},
    ),
    "empty lists beside lists of records": (lines("[]", "[]"), lines('[{"a": 1}]', "[]"), {"v": 1}),
    "lists of nulls beside lists of lists": (
        typed(pa.list_(pa.null()), [None], [], [None]),
        typed(pa.list_(INTS), [None], [], [[1]]),
        {"v": 1},
    ),
    "empty objects in lists beside records": (
        lines("[{}]", "[{}]"),
        lines('[{"a": [1], "b": 1}]', '[{"a": null, "b": null}]'),
        {"v": 1},
    ),
    "nulls in maps beside lists": (
        typed(pa.map_(pa.string(), pa.null()), [("a", None)], [("a", None)]),
        typed(pa.map_(pa.string(), INTS), [("a", None)], [("a", [1])]),
        {"v": 1},
    ),
    "empty fields of CSV beside lists": (comma("", ""), lines("[1, 2]", "null"), {"v": 1}),
    "empty fields of CSV beside numbers": (comma("", ""), typed(pa.int8(), None, 7), {"v": 1}),
    "empty fields of CSV beside nulls": (comma("", ""), lines("null", "null"), {}),
}
#: Both sides, how many rows differ, and the cause if it is told.
DIFFERENT: dict[str, tuple[Any, Any, dict[str, int] | None]] = {
    "leading zeros": (comma("007", "012"), comma("7", "12"), {"notation": 2}),
    "fraction beside an integer": (typed(pa.string(), "1.4"), typed(pa.int64(), 1), None),
    "time beside its day": (
        typed(pa.string(), "2026-01-02 23:00:00"),
        typed(pa.date32(), date(2026, 1, 2)),
        None,
    ),
    "digits that a decimal has not": (
        typed(pa.string(), "1.234567"),
        typed(pa.decimal128(9, 2), Decimal("1.23")),
        None,
    ),
    "digits that a float has not": (
        typed(pa.string(), "0.10000000000003"),
        typed(pa.float32(), 0.1),
        None,
    ),
    "integers beside floats in lines": (
        lines(str(2**53 + 1), "0.5"),
        lines(str(2**53), "0.5"),
        None,
    ),
    "integers of more than 64 bits": (lines(str(2**64 + 1)), lines(str(2**64 + 3)), None),
    "nested integers beside floats": (
        lines(f'{{"a": [0.5, {2**60 + 1}]}}'),
        lines(f'{{"a": [0.5, {2**60}]}}'),
        None,
    ),
    "text of bytes in a record in a list": (
        typed(pa.list_(pa.struct([("x", pa.string())])), [{"x": "\\x41"}]),
        typed(pa.list_(pa.struct([("x", pa.binary())])), [{"x": b"A"}]),
        None,
    ),
    "text of bytes in a map": (
        typed(pa.map_(pa.string(), pa.string()), [("k", "\\x41")]),
        typed(pa.map_(pa.string(), pa.binary()), [("k", b"A")]),
        None,
    ),
    "truth value beside 64 bits": (typed(pa.bool_(), True), typed(pa.uint64(), 2**64 - 1), None),
    "durations of one number": (
        typed(pa.duration("s"), timedelta(seconds=1)),
        typed(pa.duration("ms"), timedelta(milliseconds=1)),
        {"unit": 1},
    ),
    "durations of one number in a list": (
        typed(pa.list_(pa.duration("s")), [timedelta(seconds=1)]),
        typed(pa.list_(pa.duration("ms")), [timedelta(milliseconds=1)]),
        {"unit": 1},
    ),
    "time of day beside seconds": (
        typed(pa.time64("us"), time(1)),
        typed(pa.int64(), 3600),
        {"unit": 1},
    ),
    "numbers too large for a double": (comma("1e400"), comma("1e401"), {"unexplained": 1}),
    "numbers too small for a double": (comma("1e-400"), comma("0"), {"unexplained": 1}),
    "17 digits that no double has": (
        comma("9007199254740993.0"),
        comma("9007199254740992.0"),
        {"unexplained": 1},
    ),
    "9 digits that no float has": (
        typed(pa.string(), "16777217.0"),
        typed(pa.float32(), 16777216.0),
        {"unexplained": 1},
    ),
    "19 digits through a double": (comma(str(2**60 + 1)), comma(str(2**60)), {"float32": 1}),
    "value in a map": (
        lines('{"a": 1}', '{"b": 2}'),
        typed(MAP, [("a", 1)], [("b", 3)]),
        {"unexplained": 1},
    ),
}


def run(folder: Path, old: Any, new: Any, policy: Policy = BY_ID) -> Any:
    result = compared(Request(old.write(folder / "old"), new.write(folder / "new"), policy))
    assert_laws(result)
    return result


@pytest.mark.parametrize("name", SAME)
def test_the_same(name: str, tmp_path: Path) -> None:
    result = run(tmp_path, *SAME[name])
    assert (differing(result), result.verdict.passed) == ({}, True)


@pytest.mark.parametrize("name", DIFFERENT)
def test_not_the_same(name: str, tmp_path: Path) -> None:
    old, new, cause = DIFFERENT[name]
    result = run(tmp_path, old, new)
    ((field, count),) = differing(result).items()
    assert not result.verdict.passed
    assert cause is None or causes(result, field) == cause
    assert count == (sum(cause.values()) if cause else 1)


@pytest.mark.parametrize("name", NO_VALUES)
def test_no_value_on_a_side(name: str, tmp_path: Path) -> None:
    old, new, expected = NO_VALUES[name]
    for sides in ((old, new), (new, old)):
        result = run(tmp_path, *sides)
        assert differing(result) == expected
        assert {each.compatibility for each in result.schema} <= {
            Compatibility.IDENTICAL,
            Compatibility.CONVERTIBLE,
        }


@pytest.mark.parametrize(
    "side", [lines("null", "null"), comma("", ""), typed(pa.null(), None, None)]
)
def test_no_value_in_a_part_of_the_key(side: Any, tmp_path: Path) -> None:
    policy = Policy(key=("id", "v"))
    for kind, value in ((pa.int64(), 1), (pa.date32(), date(2026, 1, 2)), (pa.string(), "x")):
        rows = run(tmp_path, side, typed(kind, None, value), policy).rows
        assert (rows.same, rows.missing_left, rows.missing_right) == (1, 1, 1)


#: A step, what it makes of a number, and how often that differs from nulls that go through it.
STEPS_OF_NULLS = [("fill", 3, 1), ("scale", 2.0, 2), ("trim", True, 2), ("cast", "string", 2)]


@pytest.mark.parametrize(("step", "argument", "count"), STEPS_OF_NULLS)
def test_steps_of_the_policy_do_not_mind_a_side_without_values(
    step: str, argument: Any, count: int, tmp_path: Path
) -> None:
    values = ("3", "4") if step == "trim" else (3, 4)
    new = Typed(values, pa.string() if step == "trim" else pa.int64())
    steps = (Normalise("v", tuple(Side), (Step(step, argument),)),)
    result = run(tmp_path, lines("null", "null"), new, Policy(key=("id",), normalise=steps))
    assert differing(result) == {"v": count}


NESTS = {
    "records": (lambda t: pa.list_(pa.struct([("x", t)])), lambda v: [{"x": v}]),
    "map": (lambda t: pa.map_(pa.string(), t), lambda v: [("x", v)]),
}


@pytest.mark.parametrize("name", NESTS)
def test_large_integers_within_others_beside_floats_are_refused(name: str, tmp_path: Path) -> None:
    kind, value = NESTS[name]
    sides = typed(kind(pa.int64()), value(2**53 + 1)), typed(kind(pa.float64()), value(2.0**53))
    with pytest.raises(BadInput, match=r"beyond 2\^53"):
        run(tmp_path, *sides)


FLOATS = pa.list_(pa.float64())
NAN = float("nan")
#: A type, an old and a new value that are equal without the rule, and how often it objects.
STRICT_RULES = {
    "NaN in a list": (FLOATS, [NAN], [NAN], Rule(nan_equal=False), "unexplained"),
    "-0.0 in a list": (FLOATS, [1.0, 0.0], [1.0, -0.0], Rule(signed_zero=True), "signed-zero"),
    "-0.0 in a map": (
        pa.map_(pa.string(), pa.float32()),
        [("a", 0.0)],
        [("a", -0.0)],
        Rule(signed_zero=True),
        "unexplained",
    ),
    "NaN in a record": (
        pa.list_(pa.struct([("x", FLOATS)])),
        [{"x": [NAN]}],
        [{"x": [NAN]}],
        Rule(nan_equal=False),
        "unexplained",
    ),
}


@pytest.mark.parametrize("name", STRICT_RULES)
def test_strict_rules_look_into_values(name: str, tmp_path: Path) -> None:
    kind, old, new, rule, cause = STRICT_RULES[name]
    sides = typed(kind, old, None, []), typed(kind, new, None, [])
    assert run(tmp_path, *sides).rows.same == 3
    policy = Policy(key=("id",), rules=(FieldRule("v", rule),))
    assert causes(run(tmp_path, *sides, policy), "v") == {cause: 1}
    with pytest.raises(BadInput, match="equal rows cancel out"):
        run(tmp_path, *sides, Policy(rules=policy.rules))


LARGE = {
    "integers": typed(pa.int64(), 2**53),
    "decimals": typed(pa.decimal128(38, 2), Decimal(2**55)),
    "short decimals": typed(pa.decimal128(20, 2), Decimal(2**55)),
}


@pytest.mark.parametrize("absolute", [0.5, 2.0])
@pytest.mark.parametrize("name", LARGE)
def test_tolerances_count_every_digit(name: str, absolute: float, tmp_path: Path) -> None:
    old = LARGE[name]
    new = Typed((old.values[0] + 1,), old.type)
    policy = Policy(key=("id",), rules=(FieldRule("v", Rule(absolute=absolute)),))
    result = run(tmp_path, old, new, policy)
    rows = result.rows
    assert (rows.within_tolerance, rows.different) == (absolute > 1, absolute < 1)

    if rows.different:  # no cause is close enough either, where the doubles are equal
        assert causes(result, "v") == {"unexplained": 1}


LARGEST = float(np.finfo(np.float64).max)
INT_MAP = pa.map_(pa.int64(), pa.float64())
#: A rule that must not let these pass.
APART = {
    "the largest double": (pa.float64(), LARGEST, 1.0, Rule(ulp=5), "unexplained"),
    "the largest float": (pa.float32(), float(np.finfo(np.float32).max), 1.0, Rule(ulp=5), None),
    "the largest double, exactly": (pa.float64(), LARGEST, 1.0, Rule(), "unexplained"),
    "vectors that are one of doubles": (INTS, [2**53], [2**53 + 1], Rule(l2=0.5), "unexplained"),
    "keys of maps": (INT_MAP, [(1, 0.5)], [(2, 0.5)], Rule(absolute=1), "unexplained"),
}
CLOSE = {
    "beside the largest double": (pa.float64(), LARGEST, LARGEST * (1 - 2**-53), Rule(ulp=1)),
    "integers in a vector": (INTS, [1, 2], [1, 3], Rule(l2=1.0)),
    "values of maps": (INT_MAP, [(1, 0.5)], [(1, 1.0)], Rule(absolute=1)),
}


@pytest.mark.parametrize("name", APART)
def test_tolerances_do_not_reach_what_is_far(name: str, tmp_path: Path) -> None:
    kind, old, new, rule, cause = APART[name]
    policy = Policy(key=("id",), rules=(FieldRule("v", rule),))
    result = run(tmp_path, typed(kind, old), typed(kind, new), policy)
    assert result.rows.different == 1
    assert cause is None or causes(result, "v") == {cause: 1}


@pytest.mark.parametrize("name", CLOSE)
def test_tolerances_reach_what_is_near(name: str, tmp_path: Path) -> None:
    kind, old, new, rule = CLOSE[name]
    policy = Policy(key=("id",), rules=(FieldRule("v", rule),))
    assert run(tmp_path, typed(kind, old), typed(kind, new), policy).rows.within_tolerance == 1


def test_a_cent_is_within_a_cent(tmp_path: Path) -> None:
    kind = pa.decimal128(9, 2)
    policy = Policy(key=("id",), rules=(FieldRule("v", Rule(absolute=0.01)),))
    sides = typed(kind, Decimal("0.30")), typed(kind, Decimal("0.31"))
    assert run(tmp_path, *sides, policy).rows.within_tolerance == 1


def test_arrays_of_another_machine(tmp_path: Path) -> None:
    """Big-endian numbers and texts, vectors in a field."""
    kinds = [("id", ">i4"), ("s", ">U3"), ("v", ">f8", (2,))]
    rows = np.array([(1, "é", (1, 2)), (2, "", (3, 4))], dtype=kinds)
    np.save(tmp_path / "old.npy", rows)
    new = pa.table({"id": [1, 2], "s": ["é", ""], "v": [[1.0, 2.0], [3.0, 4.0]]})
    pq.write_table(new, tmp_path / "new.parquet")
    sides = str(tmp_path / "old.npy"), str(tmp_path / "new.parquet")
    assert compared(Request(*sides, BY_ID)).rows.same == 2


def test_halves_and_durations_in_fields_of_arrays(tmp_path: Path) -> None:
    for side, unit in (("old", "s"), ("new", "ms")):
        kinds = [("id", "i8"), ("h", "f2"), ("d", f"m8[{unit}]")]
        np.save(tmp_path / f"{side}.npy", np.array([(1, 0.1, np.timedelta64(1, unit))], kinds))
    sides = str(tmp_path / "old.npy"), str(tmp_path / "new.npy")
    assert differing(compared(Request(*sides, BY_ID))) == {"d": 1}


def test_arrays_in_fields_of_arrays_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.zeros(2, dtype=[("id", "i8"), ("v", "f8", (2, 2))]))
    path = str(tmp_path / "x.npy")
    with pytest.raises(BadInput, match="the field 'v'"):
        compared(Request(path, path, BY_ID))


def test_times_do_not_depend_on_the_machines_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour apart, and the same time on a clock of Berlin when summer time ends."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    kind = pa.timestamp("us", "UTC")
    times = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    old, new = (typed(kind, at) for at in times)
    policy = Policy(key=("id",), rules=(FieldRule("v", Rule(temporal=300)),))
    result = run(tmp_path, old, new, policy)
    assert result.rows.different == 1
    assert "00:30:00+00" in (result.fields[0].examples[0].left or "")


def texts(*values: str | None) -> Typed:
    return typed(pa.string(), *values)


def blobs(*values: bytes) -> Typed:
    return typed(pa.binary(), *values)


def floats(*values: float) -> Typed:
    return typed(pa.float32(), *values)


THIRDS = [i + 1 / 3 for i in range(8)]
#: Both sides, and the cause of all differences; "" where none is known.
EXPLAINED = {
    "decimal comma": (
        texts("1,5", "-2.000,25", "1 234,5"),
        texts("1.5", "-2000.25", "1234.5"),
        "notation",
    ),
    "digits in groups": (texts("1234.5", "-1000000"), texts("1,234.5", "-1,000,000"), "notation"),
    "infinity": (texts("inf"), texts("Infinity"), "notation"),
    "texts that are one double": (texts(str(2**60)), texts(str(2**60 + 1)), ""),
    "texts of 16 digits that are one double": (texts(str(2**53)), texts(str(2**53 + 1)), ""),
    "digits of a double": (
        texts("0.30000000000000004"),
        texts("3.0000000000000004e-1"),
        "notation",
    ),
    "texts that are too large": (texts("1e400", "1e-400"), texts("1e401", "1e-401"), ""),
    "nanoseconds": (
        texts("2026-01-02 03:04:05.000000001"),
        texts("2026-01-02 03:04:05.000000002"),
        "",
    ),
    "texts of another zone": (
        texts("2026-01-02T03:04:05Z", "1960-01-02T03:04:05"),
        texts("2026-01-02T05:04:05Z", "1960-01-02T05:04:05"),
        "time-zone",
    ),
    "texts of the next day": (
        texts("2026-01-31", "2026-02-01"),
        texts("2026-02-01", "2026-02-02"),
        "date-shift",
    ),
    "texts that are no times": (
        texts("2026-01-31", "soon"),
        texts("2026-02-01", "later"),
        "date-shift 1",
    ),
    "texts without milliseconds": (
        texts("1960-01-02T03:04:05.250"),
        texts("1960-01-02T03:04:05"),
        "unit",
    ),
    "times before 1970": (
        typed(pa.timestamp("us"), datetime(1960, 1, 2, 3, 4, 5, 250)),
        typed(pa.timestamp("us"), datetime(1960, 1, 2, 3, 4, 5)),
        "unit",
    ),
    "two letters for one": (texts("straße"), texts("STRASSE"), "case"),
    "white space of other scripts": (
        texts("\u3000a", "b\u2003", "\ufeffc\u200b", "\vd\u0085"),
        texts("a", "b", "c", "d"),
        "whitespace",
    ),
    "letters that look like space": (texts("a\u3164"), texts("a"), "text-cut"),
    "HTML": (texts("a&amp;b", "&lt;c&gt;"), texts("a&b", "<c>"), "encoding"),
    "URLs": (texts("a b"), texts("a%20b"), "encoding"),
    "cut at bytes": (texts("ééééé", "aéééé"), texts("éé", "aéé"), "text-cut"),
    "base64 became bytes": (texts("AAEC/w=="), blobs(b"\0\1\2\xff"), "bytes-form"),
    "bytes became base64": (blobs(b"\0\1\2\xff"), texts("AAEC/w=="), "bytes-form"),
    "hex became bytes": (texts("0001FF"), blobs(b"\0\1\xff"), "bytes-form"),
    "base64 for URLs": (texts("AAEC/+8="), texts("AAEC_-8"), "bytes-form"),
    "other signs": (texts("+49"), texts("-49"), ""),
    "no text": (blobs(b"\xff"), blobs(b"\xfe"), ""),
    "float16": (floats(*THIRDS), floats(*(float(np.float16(v)) for v in THIRDS)), "float32"),
    "bfloat16": (floats(1.0 + 2**-9, 3.0 + 3 * 2**-8), floats(1.0, 3.015625), "float32"),
    "neither": (floats(1.0 + 2**-9, 3.0), floats(1.25, 3.5), ""),
    "nulls left out": (typed(INTS, [1, None, 2]), typed(INTS, [1, 2]), "list-length"),
    "padded": (typed(INTS, [1], [2, 3]), typed(INTS, [1, 0, 0], [2, 3, 0]), "list-length"),
    "no longer padded": (
        typed(INTS, [1, -1, -1], [2, 3, -1]),
        typed(INTS, [1], [2, 3]),
        "list-length",
    ),
    "longer by anything": (typed(INTS, [1], [2, 3]), typed(INTS, [1, 4, 4], [2, 3, 5]), ""),
}


@pytest.mark.parametrize("name", EXPLAINED)
def test_causes(name: str, tmp_path: Path) -> None:
    old, new, said = EXPLAINED[name]
    cause, _, some = said.partition(" ")
    result = run(tmp_path, old, new)
    count = len(old.values)
    found = {cause or "unexplained": int(some or count)}
    if some:
        found["unexplained"] = count - int(some)
    assert differing(result) == {"v": count}
    assert causes(result, "v") == found


def test_maps_are_shown_as_maps(tmp_path: Path) -> None:
    sides = typed(MAP, [("b", 2), ("a", 1)]), typed(MAP, [("a", None)])
    (example,) = run(tmp_path, *sides).fields[0].examples
    assert (example.left, example.right) == ("{a=1, b=2}", "{a=NULL}")
    (empty,) = run(tmp_path, typed(MAP, []), typed(MAP, None)).fields[0].examples
    assert (empty.left, empty.right) == ("{}", None)
