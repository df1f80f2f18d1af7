"""Plant one kind of difference: exactly that class, count, field and cause is found; plant none
and none is."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from migrate.parity.model import RowClass
from migrate.parity.policy import FieldRule, Policy, Rule
from tests.parity.comparing import causes, compare_tables, differing, table

ROWS = 200
WORDS = ["alpha", "Beta", "gamma ray", "delta", "ÅÄÖ", "été", "", "1.5"]


def original(seed: int = 7) -> pa.Table:
    """All kinds of columns, with nulls, zeros, NaN and empty values in them."""
    rng = random.Random(seed)

    def some(make: Callable[[], Any]) -> list[Any]:
        return [None if rng.random() < 0.05 else make() for _ in range(ROWS)]

    start = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    return pa.table(
        {
            "id": pa.array(range(ROWS), pa.int64()),
            "count": pa.array(some(lambda: rng.randint(0, 10**6)), pa.int64()),
            "small": pa.array(some(lambda: rng.randint(0, 100)), pa.int32()),
            "score": pa.array(some(lambda: rng.choice([0.0, rng.gauss(0, 10)])), pa.float64()),
            "ratio": pa.array(some(lambda: rng.random()), pa.float32()),
            "flag": pa.array(some(lambda: rng.random() < 0.5), pa.bool_()),
            "name": pa.array(some(lambda: rng.choice(WORDS) + str(rng.randint(0, 9))), pa.string()),
            "blob": pa.array(some(lambda: rng.randbytes(5)), pa.binary()),
            "day": pa.array(some(lambda: date(2026, 1, 1) + timedelta(rng.randint(0, 99)))),
            "at": pa.array(
                some(lambda: start + timedelta(seconds=rng.randint(0, 10**7))), pa.timestamp("us")
            ),
            "price": pa.array(
                some(lambda: Decimal(rng.randint(0, 10**5)) / 100), pa.decimal128(10, 2)
            ),
            "vector": pa.array(
                some(lambda: [rng.gauss(0, 1) for _ in range(4)]), pa.list_(pa.float64())
            ),
            "tags": pa.array(
                some(lambda: rng.sample(WORDS, rng.randint(0, 4))), pa.list_(pa.string())
            ),
            "owner": pa.array(
                some(lambda: {"name": rng.choice(WORDS), "age": rng.randint(0, 99)}),
                pa.struct([("name", pa.string()), ("age", pa.int32())]),
            ),
            "counts": pa.array(
                some(lambda: [(w, rng.randint(0, 9)) for w in rng.sample(WORDS, 3)]),
                pa.map_(pa.string(), pa.int64()),
            ),
        }
    )


def changed(
    source: pa.Table, column: str, change: Callable[[Any], Any], most: int
) -> tuple[pa.Table, int]:
    """The table with up to ``most`` values of a column changed, and how many really are."""
    values = source[column].to_pylist()
    count = 0
    for i, value in enumerate(values):
        if count == most:
            break
        try:
            after = change(value)
        except (TypeError, AttributeError):
            continue
        if after != value and after is not value:
            values[i], count = after, count + 1
    array = pa.array(values, source.schema.field(column).type)
    return source.set_column(source.schema.get_field_index(column), column, array), count


def same_sorted(value: Any) -> Any:
    return list(reversed(value)) if value != sorted(value) else value


def single(value: float) -> float:
    return float(np.float32(value))


#: Column, change, cause.
PLANTED: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "float32": ("score", lambda v: single(v + 0), "float32"),
    "float zero became null": ("score", lambda v: None if v == 0 else v, "zero-as-missing"),
    "int zero became null": ("small", lambda v: None if v == 0 else v, "zero-as-missing"),
    "null became zero": ("count", lambda v: 0 if v is None else v, "zero-as-missing"),
    "false became null": ("flag", lambda v: None if v is False else v, "zero-as-missing"),
    "empty list became null": ("tags", lambda v: None if v == [] else v, "zero-as-missing"),
    "null became NaN": ("score", lambda v: math.nan if v is None else v, "nan-policy"),
    "null became -1": ("count", lambda v: -1 if v is None else v, "null-default"),
    "null became text": ("name", lambda v: "null" if v is None else v, "null-default"),
    "rounded": ("score", lambda v: round(v, 2), "rounding"),
    "trimmed": ("name", lambda v: v + " ", "whitespace"),
    "lower": ("name", lambda v: v.lower(), "case"),
    "upper": ("name", lambda v: v.upper(), "case"),
    "mojibake": ("name", lambda v: v.encode().decode("latin-1"), "encoding"),
    "ascii": ("name", lambda v: v.encode("ascii", "replace").decode(), "encoding"),
    "reversed list": ("tags", same_sorted, "list-order"),
    "shuffled vector": ("vector", lambda v: v[2:] + v[:2], "list-order"),
    "vector through float32": (
        "vector",
        lambda v: [single(x) for x in v],
        "float32",
    ),
    "time zone": ("at", lambda v: v + timedelta(hours=2), "time-zone"),
    "half-hour zone": ("at", lambda v: v - timedelta(hours=5, minutes=30), "time-zone"),
    "next day": ("day", lambda v: v + timedelta(days=1), "date-shift"),
    "spreadsheet epoch": ("day", lambda v: v - timedelta(days=25_569), "date-shift"),
    "milliseconds": ("count", lambda v: v * 1000, "unit"),
    "thousandths": ("score", lambda v: v / 1000, "unit"),
    "percent": ("ratio", lambda v: single(v * 100), "unit"),
    "wrapped": ("count", lambda v: (v + 2**15) % 2**16 - 2**15, "overflow"),
    "capped": ("count", lambda v: min(v, 2**15 - 1), "overflow"),
    "ddof": ("score", lambda v: v * math.sqrt(10 / 9), "ddof"),
    "offset": ("score", lambda v: v + 0.125, "constant-factor"),
    "factor": ("score", lambda v: v * 1.7, "constant-factor"),
    "cut text": ("name", lambda v: v[:3], "text-cut"),
    "nothing known": ("name", lambda v: v + str(hash(v) % 7) + "x", "unexplained"),
    "struct child": (
        "owner",
        lambda v: {**v, "age": None} if v["age"] is not None else v,
        "unexplained",
    ),
    "bytes reversed": ("blob", lambda v: v[::-1], "bytes-form"),
    "boolean": ("flag", lambda v: not v if v is not None else v, "unexplained"),
    "map value": ("counts", lambda v: [(k, n + 7) for k, n in v], "unexplained"),
    "decimal": ("price", lambda v: v + Decimal("0.37"), "constant-factor"),
}


@pytest.mark.parametrize("title", PLANTED)
def test_exactly_the_planted_difference_is_found(title: str, tmp_path: Path) -> None:
    column, change, cause = PLANTED[title]
    old = original()
    new, count = changed(old, column, change, 17)
    assert count
    name = "owner.age" if column == "owner" else column
    result = compare_tables(tmp_path, old, new)
    assert differing(result) == {name: count}
    assert causes(result, name) == {cause: count}
    rows = result.rows
    assert (rows.same, rows.different, rows.within_tolerance) == (ROWS - count, count, 0)
    assert not result.verdict.passed
    assert sum(sample.row_class is RowClass.DIFFERENT for sample in result.samples) == min(
        count, 10
    )


@pytest.mark.parametrize("bisect", [True, False])
def test_nothing_planted_nothing_found(tmp_path: Path, bisect: bool) -> None:
    old = original()
    shuffled = old.take(pa.array(random.Random(3).sample(range(ROWS), ROWS)))
    result = compare_tables(tmp_path, old, shuffled, bisect=bisect)
    assert differing(result) == {}
    assert result.rows.same == ROWS
    assert result.verdict.passed
    assert result.samples == ()


def test_missing_rows(tmp_path: Path) -> None:
    old = original()
    result = compare_tables(tmp_path, old.slice(3), old.slice(0, ROWS - 5))
    assert (result.rows.missing_left, result.rows.missing_right) == (3, 5)
    assert result.rows.same == ROWS - 8
    assert differing(result) == {}


def test_duplicates_on_one_side_only(tmp_path: Path) -> None:
    old = original()
    twice = pa.concat_tables([old, old.slice(10, 2)])
    result = compare_tables(tmp_path, twice, old)
    assert (result.rows.duplicate_left, result.rows.duplicate_right) == (2, 0)
    assert (result.rows.missing_left, result.rows.missing_right) == (0, 0)
    assert result.alignment.duplicate_keys_left == 2
    assert result.rows.same == ROWS
    assert not result.verdict.passed
    other = compare_tables(tmp_path, old, twice)
    assert (other.rows.duplicate_left, other.rows.duplicate_right) == (0, 2)


def test_two_rows_of_a_key_that_the_other_side_lacks(tmp_path: Path) -> None:
    """BigDiffy calls these missing without a word."""
    old = pa.concat_tables([original(), original().slice(4, 1)])
    new = pa.concat_tables([original().slice(0, 4), original().slice(5)])
    result = compare_tables(tmp_path, old, new)
    assert (result.rows.duplicate_left, result.rows.missing_right) == (2, 0)


def test_swapped_columns(tmp_path: Path) -> None:
    old = table(id=list(range(50)), a=[i * 3 for i in range(50)], b=[i * 5 + 1 for i in range(50)])
    new = table(id=list(range(50)), a=old["b"].combine_chunks(), b=old["a"].combine_chunks())
    result = compare_tables(tmp_path, old, new)
    assert causes(result, "a") == {"swapped-columns": 50}
    assert causes(result, "b") == {"swapped-columns": 50}


def test_label_order_of_one_hot_vectors(tmp_path: Path) -> None:
    hot = [[float(i % 4 == j) for j in range(4)] for i in range(40)]
    moved = [[v[2], v[0], v[1], v[3]] for v in hot]
    old, new = table(id=list(range(40)), v=hot), table(id=list(range(40)), v=moved)
    assert causes(compare_tables(tmp_path, old, new), "v") == {"label-order": 30}


def test_label_order_of_codes(tmp_path: Path) -> None:
    old = table(id=list(range(60)), c=[i % 3 for i in range(60)])
    new = table(id=list(range(60)), c=[(i + 1) % 3 for i in range(60)])
    assert causes(compare_tables(tmp_path, old, new), "c") == {"label-order": 60}


def one_hot(labels: list[int], columns: list[str], one: Any = 1) -> pa.Table:
    """A column for each label; the n-th is one where the row has label n."""
    zero = type(one)(0)
    named = {c: [one if label == n else zero for label in labels] for n, c in enumerate(columns)}
    return table(id=list(range(len(labels))), **named)


@pytest.mark.parametrize("one", [1, 2.5, True])
def test_one_hot_columns_of_labels_in_another_order(one: Any, tmp_path: Path) -> None:
    labels = [i * 7 % 5 for i in range(100)]
    place = [2, 0, 3, 1, 4]  # the last label stays where it was
    columns = [f"is_{n}" for n in range(5)]
    old, new = (one_hot(side, columns, one) for side in (labels, [place[n] for n in labels]))
    result = compare_tables(tmp_path, old, new)
    assert differing(result) == {f"is_{n}": 40 for n in range(4)}
    for n in range(4):
        assert causes(result, f"is_{n}") == {"label-order": 40}
    assert field_detail(result) == "4 columns permuted"


@pytest.mark.slow
def test_one_hot_columns_of_two_features_in_more_than_one_table(tmp_path: Path) -> None:
    """More columns than are joined at a time; the last row's label went astray."""
    labels = [i * 7 % 33 for i in range(132)]
    moved = [(n + 1) % 33 for n in labels]
    moved[-1] = (labels[-1] + 2) % 33
    sides = []
    for a, b in ((labels, labels), (moved, [(n + 5) % 33 for n in labels])):
        both = one_hot(a, [f"a_{n}" for n in range(33)]).to_pydict()
        both |= one_hot(b, [f"b_{n}" for n in range(33)]).to_pydict()
        sides.append(table(**both))
    found = compare_tables(tmp_path, *sides)
    by_cause = Counter({(f.name[0], c.cause): 0 for f in found.fields for c in f.causes})
    for field in found.fields:
        for cause in field.causes:
            by_cause[field.name[0], cause.cause] += cause.count
    assert by_cause == {
        ("a", "label-order"): 262,
        ("a", "unexplained"): 2,
        ("b", "label-order"): 264,
    }


NO_PERMUTATION = {
    "each label goes anywhere": lambda i, n: (n + 1 + i // 4 % 2) % 4,
    "two labels exchanged": lambda _, n: {0: 1, 1: 0}.get(n, n),
    "two labels became one": lambda _, n: {0: 1, 2: 1, 3: 0}.get(n, n),
    "seen once": lambda i, n: (n + 1) % 4 if i < 4 else n,
}


@pytest.mark.parametrize("name", NO_PERMUTATION)
def test_other_changes_of_one_hot_columns_are_no_permutation(name: str, tmp_path: Path) -> None:
    labels = [i % 4 for i in range(80)]
    moved = [NO_PERMUTATION[name](i, n) for i, n in enumerate(labels)]
    columns = [f"is_{n}" for n in range(4)]
    result = compare_tables(tmp_path, one_hot(labels, columns), one_hot(moved, columns))
    assert sum(differing(result).values()) > 0
    assert "label-order" not in {c.cause for f in result.fields for c in f.causes}


def test_a_row_that_breaks_the_permutation_is_not_explained_by_it(tmp_path: Path) -> None:
    """Every row is tried by itself, also those that causes did not learn from."""
    rows = 9000
    labels = [i % 3 for i in range(rows)]
    old = one_hot(labels, ["x", "y", "z"], 2.5).to_pydict()
    new = one_hot([(n + 1) % 3 for n in labels], ["x", "y", "z"], 2.5).to_pydict()
    import duckdb

    ((last,),) = duckdb.sql(
        f"SELECT i FROM range({rows}) t(i) ORDER BY hash(i) DESC LIMIT 1"
    ).fetchall()
    for name in "xyz":
        old[name][last], new[name][last] = 0.0, 2.5
    result = compare_tables(tmp_path, table(**old), table(**new))
    for name, count in differing(result).items():
        assert causes(result, name)["label-order"] == count - 1


def test_hash_function(tmp_path: Path) -> None:
    import hashlib

    users = [f"user-{i}" for i in range(30)]
    old = table(id=users, h=[hashlib.md5(u.encode()).hexdigest() for u in users])
    new = table(id=users, h=[hashlib.sha256(u.encode()).hexdigest() for u in users])
    result = compare_tables(tmp_path, old, new)
    assert causes(result, "h") == {"hash-function": 30}
    assert field_detail(result) == "md5 of id became sha256"


def field_detail(result: Any) -> str:
    return result.fields[0].causes[0].detail


def test_signed_zero_counts_only_where_asked(tmp_path: Path) -> None:
    old, new = table(id=[1, 2], v=[0.0, 1.0]), table(id=[1, 2], v=[-0.0, 1.0])
    assert differing(compare_tables(tmp_path, old, new)) == {}
    policy = Policy(key=("id",), rules=(FieldRule("v", Rule(signed_zero=True)),))
    result = compare_tables(tmp_path, old, new, policy)
    assert causes(result, "v") == {"signed-zero": 1}


def test_number_notation(tmp_path: Path) -> None:
    old = table(id=[1, 2, 3], v=["1.0E10", "1.0E-5", "x"])
    new = table(id=[1, 2, 3], v=["10000000000.0", "1e-05", "y"])
    assert causes(compare_tables(tmp_path, old, new), "v") == {"notation": 2, "unexplained": 1}


def test_quantile_edges_where_the_policy_says_buckets(tmp_path: Path) -> None:
    old = table(id=[1, 2, 3, 4], b=[1, 2, 3, 9])
    new = table(id=[1, 2, 3, 4], b=[2, 1, 3, 5])
    policy = Policy(key=("id",), rules=(FieldRule("b", Rule(buckets=True)),))
    result = compare_tables(tmp_path, old, new, policy)
    assert causes(result, "b") == {"quantile-edge": 2, "unexplained": 1}
