"""Every hash is that of the library or engine it is named after, and its forms are told apart."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from typing import Any

import mmh3
import pytest

from migrate.parity.farmhash import fingerprint64
from migrate.parity.hash_functions import FUNCTIONS
from migrate.parity.hashes import Form, View, form_of
from migrate.parity.learn_hash import forms_of

LETTERS = "abcXYZ 019_-éÅß你😀"


def texts(count: int, longest: int, seed: int = 5) -> list[str]:
    rng = random.Random(seed)
    return [
        "".join(rng.choice(LETTERS) for _ in range(rng.randint(0, longest))) for _ in range(count)
    ]


@pytest.mark.slow
def test_farmhash_is_tensorflows() -> None:
    tf = pytest.importorskip("tensorflow", reason="not run: tensorflow is not installed")
    values = ["", *("é" * n + "x" for n in range(80)), *texts(500, 200)]
    for buckets in (7, 1000, 2**62):
        theirs = tf.strings.to_hash_bucket_fast(values, buckets).numpy().tolist()
        form = Form("farmhash", View.UNSIGNED, buckets)
        assert [form.apply(v) for v in values] == [str(n) for n in theirs]


def test_farmhash_of_every_length_is_that_of_its_library() -> None:
    farmhash = pytest.importorskip("farmhash", reason="not run: pyfarmhash is not installed")
    for size in range(260):
        value = "".join(random.Random(size).choices("abcdef0123", k=size))
        assert fingerprint64(value.encode()) == farmhash.fingerprint64(value)


#: Function, text, number with its sign; where the library itself is not here: its documentation,
#: or what a run of it gave.
KNOWN = [
    ("farmhash", "", -7286425919675154353),  # BigQuery's FARM_FINGERPRINT('')
    ("murmur3-scala", "", 377927480),
    ("murmur3-scala", "a", -1454233464),
    ("murmur3-scala", "hello world", 1577475425),
    ("murmur3-scala", "😀", 505616009),
    ("murmur3-spark", "Spark", 228093765),
    ("murmur3-spark", "ABC", -757602832),
    ("murmur3-spark-int", "1", -559580957),
    ("murmur3-spark-long", "1", -1712319331),
    ("java", "hello", 99162322),
    ("java", "😀", 1772899),
    ("java-long", "-2", 1),
    ("crc32", "123456789", 0xCBF43926 - 2**32),
    ("md5-32", "", 0xD41D8CD9 - 2**32),
    ("murmur3", "abc", mmh3.hash("abc")),
    ("murmur3-x64", "abc", mmh3.hash64("abc")[0]),
    ("murmur3-long", "7", mmh3.hash((7).to_bytes(8, "little"))),
]


@pytest.mark.parametrize(("function", "text", "number"), KNOWN)
def test_numbers_are_those_of_the_originals(function: str, text: str, number: int) -> None:
    assert Form(function).apply(text) == str(number)


@pytest.mark.parametrize("text", ["x", "1.0", "007", "", str(2**63)])
def test_hashes_of_numbers_are_not_of_other_texts(text: str) -> None:
    assert Form("java-long").apply(text) is None


def test_the_sign_of_a_remainder_is_that_of_the_hash() -> None:
    negative = next(t for t in texts(50, 9) if mmh3.hash(t) < 0)
    whole = mmh3.hash(negative)
    assert Form("murmur3", buckets=10).apply(negative) == str(whole % 10)
    assert Form("murmur3", buckets=10, remainder=True).apply(negative) == str(-(-whole % 10))


USERS = [f"user-{i}" for i in range(100)]
NUMBERS = [str(i * i - 50) for i in range(100)]


def forms(name: str) -> list[Form]:
    """All that are told apart: views of one function are one where buckets divide 2^bits."""
    found = [Form(name), Form(name, View.UNSIGNED), Form(name, buckets=97)]
    found += [Form(name, View.UNSIGNED, 1000), Form(name, View.ABSOLUTE, 12)]
    found += [Form(name, View.POSITIVE, 10), Form(name, buckets=10, remainder=True)]
    return found if name != "number" else found[2:3]


@pytest.mark.parametrize("name", [n for n, f in FUNCTIONS.items() if f.bits <= 64])
def test_a_form_is_told_from_its_values(name: str) -> None:
    numbers = name in ("number", "java-long") or name.endswith(("-long", "-int"))
    sources = NUMBERS if numbers else USERS
    for form in forms(name):
        pairs = [(s, str(form.apply(s))) for s in sources]
        found = forms_of(pairs, numbers=numbers)
        assert any(all(f.apply(s) == v for s, v in pairs) for f in found), form
        assert form_of(form.spec) == form


def test_a_form_is_told_although_some_rows_have_other_values() -> None:
    form = Form("farmhash", View.UNSIGNED, 1000)
    pairs = [(u, "-1" if i % 5 == 0 else str(form.apply(u))) for i, u in enumerate(USERS)]
    assert form in forms_of(pairs, numbers=False)


NO_HASH: dict[str, Callable[[int, str], Any]] = {
    "by chance": lambda i, _: random.Random(i).randrange(10),
    "one value": lambda _i, _t: 3,
    "a counter": lambda i, _: i,
    "large numbers": lambda i, _: random.Random(i).getrandbits(62),
    "hex of something else": lambda i, _: hashlib.md5(str(i).encode()).hexdigest(),
    "half of them": lambda i, t: mmh3.hash(t) if i % 2 else i,
}


@pytest.mark.parametrize("name", NO_HASH)
def test_what_is_no_hash_is_not_taken_for_one(name: str) -> None:
    pairs = [(u, str(NO_HASH[name](i, u))) for i, u in enumerate(USERS)]
    assert forms_of(pairs, numbers=False) == ()


def test_a_few_values_in_few_buckets_prove_nothing() -> None:
    form = Form("farmhash", View.UNSIGNED, 10)
    pairs = [(u, str(form.apply(u))) for u in USERS[:10]] * 10
    assert forms_of(pairs, numbers=False) == ()
    assert form in forms_of([(u, str(form.apply(u))) for u in USERS[:20]], numbers=False)


DIGEST = hashlib.md5(b"user-1").hexdigest()
SHOWN = [
    ("md5", Form("md5", digits=32), DIGEST),
    ("md5[:8]", Form("md5", digits=8), DIGEST[:8]),
    ("md5[:8] in capitals", Form("md5", digits=8, upper=True), DIGEST[:8].upper()),
    ("md5 unsigned mod 10", Form("md5", View.UNSIGNED, 10), str(int(DIGEST, 16) % 10)),
    ("murmur3", Form("murmur3"), str(mmh3.hash("user-1"))),
    (
        "murmur3 abs mod 10",
        Form("murmur3", View.ABSOLUTE, 10),
        str(abs(mmh3.hash("user-1")) % 10),
    ),
]


@pytest.mark.parametrize(("shown", "form", "value"), SHOWN)
def test_forms_say_what_they_are(shown: str, form: Form, value: str) -> None:
    assert (str(form), form.apply("user-1")) == (shown, value)
