"""Both sides hash a column of the row, by other functions: exactly that is found, and no less."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mmh3
import pyarrow as pa
import pytest

from migrate.parity.hashes import Form, View
from migrate.parity.policy import Mask, Policy, Sensitive
from tests.parity.comparing import causes, compare_tables, differing, field, table

ROWS = 120
USERS = [f"user-{i}" for i in range(ROWS)]
CITIES = [f"city-{i % 30}" for i in range(ROWS)]
NUMBERS = [i * 7919 for i in range(ROWS)]

Hash = Callable[[Any], Any]


def number(form: Form) -> Hash:
    return lambda value: int(str(form.apply(str(value))))


def one_hot(form: Form) -> Hash:
    return lambda value: [float(i == number(form)(value)) for i in range(form.buckets)]


FARM_100 = Form("farmhash", View.UNSIGNED, 100)
SCALA_100 = Form("murmur3-scala", buckets=100)
#: Source column, old and new hash, what is said.
PLANTED: dict[str, tuple[str, Hash, Hash, str]] = {
    "Featran's buckets to TensorFlow's": (
        "city",
        number(SCALA_100),
        number(FARM_100),
        "murmur3-scala mod 100 of city became farmhash unsigned mod 100",
    ),
    "the same as one-hot vectors": (
        "city",
        one_hot(Form("murmur3-scala", buckets=8)),
        one_hot(Form("farmhash", View.UNSIGNED, 8)),
        "murmur3-scala mod 8 of city became farmhash mod 8",
    ),
    "scikit-learn's to BigQuery's": (
        "city",
        lambda v: abs(mmh3.hash(v)) % 64,
        number(Form("farmhash", View.ABSOLUTE, 10)),
        "murmur3 abs mod 64 of city became farmhash abs mod 10",
    ),
    "another number of buckets": (
        "id",
        number(Form("farmhash", View.UNSIGNED, 50)),
        number(FARM_100),
        "farmhash unsigned mod 50 of id became farmhash unsigned mod 100",
    ),
    "of a number": (
        "n",
        lambda v: v % 97,
        number(Form("farmhash", View.UNSIGNED, 97)),
        "number mod 97 of n became farmhash unsigned mod 97",
    ),
    "whole hashes": (
        "id",
        mmh3.hash,
        lambda v: mmh3.hash64(v)[0],
        "murmur3 of id became murmur3-x64",
    ),
    "prefixes of digests": (
        "id",
        lambda v: hashlib.sha1(v.encode()).hexdigest()[:12],
        lambda v: hashlib.sha256(v.encode()).hexdigest()[:16],
        "sha1[:12] of id became sha256[:16]",
    ),
    "buckets in floats": (
        "city",
        lambda v: float(number(SCALA_100)(v)),
        lambda v: float(number(FARM_100)(v)),
        "murmur3-scala mod 100 of city became farmhash unsigned mod 100",
    ),
}


def sides(source: str, old: Hash, new: Hash) -> tuple[pa.Table, pa.Table]:
    columns: dict[str, list[Any]] = {"id": USERS, "city": CITIES, "n": NUMBERS}
    before, after = (table(**columns, h=[each(v) for v in columns[source]]) for each in (old, new))
    return before, after


@pytest.mark.parametrize("title", PLANTED)
def test_another_function_is_named(title: str, tmp_path: Path) -> None:
    source, before, after, said = PLANTED[title]
    old, new = sides(source, before, after)
    count = sum(a != b for a, b in zip(*(t["h"].to_pylist() for t in (old, new)), strict=True))
    result = compare_tables(tmp_path, old, new)
    assert differing(result) == {"h": count}
    assert causes(result, "h") == {"hash-function": count}
    assert [c.detail for c in field(result, "h").causes] == [said]


def test_a_row_with_another_value_is_not_explained(tmp_path: Path) -> None:
    old, new = sides("city", number(SCALA_100), number(FARM_100))
    values = new["h"].to_pylist()
    for i in range(20):
        values[i * 5] = (values[i * 5] + 1) % 100
    new = new.set_column(3, "h", pa.array(values))
    found = causes(compare_tables(tmp_path, old, new), "h")
    same = sum(a == b for a, b in zip(old["h"].to_pylist(), values, strict=True))
    assert found["hash-function"] >= ROWS - 20 - same
    assert sum(found.values()) == ROWS - same
    assert found["hash-function"] < ROWS - same


RNG = random.Random(2)
NOT_NAMED: dict[str, tuple[Hash, Hash]] = {
    "only OLD is a hash": (number(FARM_100), lambda _: RNG.randrange(100)),
    "only NEW is a hash": (lambda _: RNG.randrange(100), number(FARM_100)),
    "numbers by chance": (lambda _: RNG.randrange(100), lambda _: RNG.randrange(100)),
    "a hash of another text": (
        lambda v: mmh3.hash(v + "x"),
        lambda v: mmh3.hash64(v + "x")[0],
    ),
    "a salted hash": (
        lambda v: hashlib.md5(f"salt{v}".encode()).hexdigest(),
        lambda v: hashlib.sha256(f"salt{v}".encode()).hexdigest(),
    ),
}


@pytest.mark.parametrize("title", NOT_NAMED)
def test_what_is_no_hash_on_both_sides_is_not_named(title: str, tmp_path: Path) -> None:
    old, new = sides("id", *NOT_NAMED[title])
    assert "hash-function" not in causes(compare_tables(tmp_path, old, new), "h")


def test_a_masked_column_is_not_tried(tmp_path: Path) -> None:
    old, new = sides("city", number(SCALA_100), number(FARM_100))
    policy = Policy(key=("n",), sensitive=(Sensitive("city", Mask.HASH),))
    assert "hash-function" not in causes(compare_tables(tmp_path, old, new, policy), "h")


@pytest.mark.slow
def test_beam_names_it_too(tmp_path: Path) -> None:
    pytest.importorskip("apache_beam", reason="not run: apache-beam is not installed")
    from migrate.parity.beam import compared_on
    from migrate.parity.request import Request

    here = compare_tables(tmp_path, *sides("city", number(SCALA_100), number(FARM_100)))
    old, new = (str(tmp_path / f"{side}.parquet") for side in ("old", "new"))
    request = Request(old, new, Policy(key=("id",)), shards=4)
    there, _ = compared_on("DirectRunner", request, [], str(tmp_path / "result.json"))
    assert there.fields == here.fields
    assert set(causes(there, "h")) == {"hash-function"}
