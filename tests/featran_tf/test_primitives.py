"""The building blocks of graphs against plain Python, where the optimiser would like to help."""

from __future__ import annotations

import itertools
import math
import random
import struct
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from bridges.featran.getters.types import DOUBLE, LONG, STRING, MapOf, RecordOf, SeqOf, Type
from bridges.featran.tf import exact, labels, raw, sequences, text, utf16, vectors
from bridges.featran.tf.inputs import _read

NUMBERS = (0.0, -0.0, math.nan, math.inf, -math.inf, 5e-324, -5e-324, 1.0, -1.0, 1e308, 2.2e-308)
PAIRS = np.array(list(itertools.product(NUMBERS, NUMBERS)))
#: Scala's MurmurHash3.stringHash, as the JVM gives it.
HASHES = {
    "": 377927480,
    "a": -1454233464,
    "b": 643363174,
    "ab": -1952917201,
    "abc": -112296174,
    "hello world": 1577475425,
    "é": -479416003,
    "😀": 505616009,
    "The quick brown fox": -1124017966,
}


def graph(function: Any, *arguments: Any) -> Any:
    """Return what a graph of a function gives; the arguments are fed."""
    return tf.function(function, autograph=False)(*map(tf.constant, arguments)).numpy()


def words(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    ranges = ((1, 128), (0x80, 0xD800), (0xE000, 0x10000), (0x10000, 0x110000))
    return [
        "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randrange(9)))
        for _ in range(count)
    ]


@pytest.mark.parametrize("name", ["less", "less_equal", "greater", "equal"])
def test_comparisons_know_subnormals_zeros_and_nan(name: str) -> None:
    left, right = PAIRS.T
    got = graph(getattr(exact, name), left, right)
    np.testing.assert_array_equal(got, getattr(np, name)(left, right))
    with_constants = [graph(lambda x, c=c: getattr(exact, name)(x, c), left) for c in NUMBERS]
    for c, found in zip(NUMBERS, with_constants, strict=True):
        np.testing.assert_array_equal(found, getattr(np, name)(left, c))


def test_the_optimiser_moves_no_bit() -> None:
    x = np.random.default_rng(0).normal(size=50_000) * 1e3

    def scaled(t: Any) -> Any:
        c = exact.constant
        return exact.add(exact.div(exact.sub(t, c(3.7)), c(7.3)), c(3.7))

    def root(t: Any) -> Any:
        return exact.div(t, exact.barrier(tf.sqrt(exact.add(exact.mul(t, t), exact.constant(1.0)))))

    np.testing.assert_array_equal(graph(scaled, x), (x - 3.7) / 7.3 + 3.7)
    np.testing.assert_array_equal(graph(root, x), x / np.sqrt(x * x + 1.0))


def test_sums_go_from_left_to_right() -> None:
    values = np.random.default_rng(1).normal(size=(500, 37))
    np.testing.assert_array_equal(graph(exact.sequential_sum, values), values.cumsum(axis=1)[:, -1])
    groups = np.random.default_rng(2).integers(0, 3, size=(200, 12))
    weights = np.random.default_rng(3).normal(size=(200, 12))
    got = graph(labels.exact_group_sums, groups, weights)
    for row in range(200):
        for i in range(12):
            total = 0.0
            for j in range(12):
                if groups[row, j] == groups[row, i]:
                    total += weights[row, j]
            assert got[row, i] == total


def test_hashes_are_scalas() -> None:
    assert graph(text.string_hash, list(HASHES)).tolist() == list(HASHES.values())
    assert graph(text.string_hash, ["", ""]).tolist() == [HASHES[""]] * 2


def test_strings_sort_by_utf16_units() -> None:
    distinct = sorted(set(words(2000, 4)))
    random.Random(5).shuffle(distinct)
    ranks = graph(text.utf16_rank, distinct)
    ordered = sorted(distinct, key=lambda s: s.encode("utf-16-be"))
    assert [ordered[rank] for rank in ranks] == distinct


MALFORMED = {
    "ASCII alone": ([b"", b"a\0b", b"~\x7f"], ["", "a\0b", "~\x7f"]),
    "none at all": ([], []),
    "beyond ASCII": (["é😀".encode(), b"a"], ["é😀", "a"]),
    "no UTF-8": ([b"a", b"\xff", b"\xc3", b"x\x80"], ["a", "\ufffd", "\ufffd", "x\ufffd"]),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_bytes_are_read_as_java_reads_them(name: str) -> None:
    given, want = MALFORMED[name]
    found = tf.function(utf16.well_formed, autograph=False)(tf.constant(given, tf.string))
    assert [text.decode() for text in found.numpy()] == want


def test_the_last_value_of_a_row_counts_in_every_form() -> None:
    rows: list[list[Any]] = [[1.5], [], [2.5, 3.5], []]
    exactly: list[list[Any]] = [[], [], [struct.pack("<d", 0.1)], [struct.pack("<d", -0.0)]]
    ragged = {"x": tf.ragged.constant(rows), "x@f64": tf.ragged.constant(exactly, tf.string)}
    forms = [ragged, {name: value.to_sparse() for name, value in ragged.items()}]
    for inputs in forms:
        found = raw.single(inputs, "x", DOUBLE)
        assert found.defined.numpy().tolist() == [True, False, True, True]
        assert repr(found.value.numpy()[[0, 2, 3]].tolist()) == "[1.5, 0.1, -0.0]"
        without = raw.single({"x": inputs["x"]}, "x", DOUBLE)
        assert without.value.numpy()[[0, 2]].tolist() == [1.5, 3.5]
        nothing = {"x": inputs["x"], "x@f64": tf.sparse.from_dense(tf.fill([4, 1], ""))}
        assert raw.single(nothing, "x", DOUBLE).value.numpy()[[0, 2]].tolist() == [1.5, 3.5]


def test_lookups_find_labels_and_nothing_else() -> None:
    known = [*dict.fromkeys(words(3000, 6)), "plain"]
    lookup = labels.lookup_of(known)
    unknown = [w + "?" for w in known[:50] if w + "?" not in known]
    assert graph(lookup, [*known, *unknown]).tolist() == [*range(len(known)), *[-1] * len(unknown)]
    assert graph(labels.lookup_of([]), ["a"]).tolist() == [-1]


@pytest.mark.parametrize(
    ("low", "high", "separator"),
    [(1, -1, " "), (2, -1, "_"), (1, 2, "-"), (3, -1, ""), (6, -1, "")],
)
def test_ngrams(low: int, high: int, separator: str) -> None:
    rows = [["a", "b", "c"], ["a"], [], ["x", "", "y", "z"]]
    ragged = tf.ragged.constant(rows)
    made = tf.function(lambda t: sequences.ngrams(t, low, high, separator), autograph=False)(ragged)
    for row, got in zip(rows, made.to_list(), strict=True):
        widths = range(low, (len(row) if high == -1 else high) + 1)
        want = [separator.join(row[i : i + n]) for n in widths for i in range(len(row) - n + 1)]
        assert [g.decode() for g in got] == want


def test_terms_have_featrans_order() -> None:
    x = np.array([[2.0, 3.0, 5.0]])
    assert graph(lambda t: vectors.expand(t, 2), x).tolist() == [[2, 4, 3, 6, 9, 5, 10, 15, 25]]


@pytest.mark.parametrize(
    ("path", "kind", "there"),
    [
        ("p", SeqOf(RecordOf("P", (("a", LONG), ("b", STRING)))), {"p.a": [7], "p.b": ["x"]}),
        ("m", MapOf(STRING, LONG), {"m.key": ["k"], "m.value": [3]}),
    ],
)
def test_lists_of_one_record_that_lack_an_item_fail_the_batch(
    path: str, kind: Type, there: dict[str, list[Any]]
) -> None:
    def size(more: list[Any]) -> int:
        name = next(iter(there))
        lists = {**there, name: [*there[name], *more]}
        inputs = {n: tf.ragged.constant([values]) for n, values in lists.items()}
        read = tf.function(lambda given: _read(given, path, kind, None).splits[-1])
        return int(read(inputs))

    assert size([]) == 1
    with pytest.raises(tf.errors.InvalidArgumentError, match="an item lacks a value"):
        size(there[next(iter(there))])
