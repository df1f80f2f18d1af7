"""What each rule claims: where stock code is equal by argument, and where it is not."""

from __future__ import annotations

import math
from typing import Any

import pytest

from bridges.featran.flavour import DEFAULT
from migrate.featran.idiomatic.candidate import Candidate, NoCandidate, Subject
from migrate.featran.idiomatic.table import NONE, REFIT, RULES
from migrate.featran.idiomatic.trial import attempt
from tests.featran_idiomatic.subjects import subject

INF = math.inf
POWER = "dividing by a power of two"
COUNTED = "values that clipping leaves were computed"
COMPARED = "nothing is rounded"
COPIED = "rounded to float32 once"
CONSTANTS = "labels are constants"

#: field, transformer, arguments, what was learnt, the argument.
EQUAL: list[tuple[str, str, tuple[Any, ...], str, str]] = [
    ("flag", "Identity", (), "", COPIED),
    ("long", "Identity", (), "", COPIED),
    ("float", "Identity", (), "", COPIED),
    ("double?", "Identity", (), "", COPIED),
    ("int?", "Identity", (), "", COPIED),
    ("double", "Indicator", (), "", "always is a value"),
    ("double?", "Indicator", (), "", "an entry for each value"),
    ("int", "Binarizer", (0.0,), "", COMPARED),
    ("double", "Binarizer", (0.5,), "", COMPARED),
    ("float?", "Binarizer", (-1.0,), "", COMPARED),
    ("int", "Bucketizer", ((-1.0, 0.0, 10.0),), "", COMPARED),
    ("long", "Bucketizer", ((-1.0, 2.0**53, 2.0**60),), "", COMPARED),
    ("double", "Bucketizer", ((1.0, 3.5, 10.0),), "", COMPARED),
    ("double", "Bucketizer", ((-INF, 1.0, INF),), "", COMPARED),
    ("double?", "Bucketizer", ((1.0, 3.5, INF),), "", COMPARED),
    ("double", "QuantileDiscretizer", (3,), "0.0,100.0,12.5:0,40.25:1,100.0:2", COMPARED),
    ("double", "StandardScaler", (False, False), "3.3,2.0", COPIED),
    ("int?", "StandardScaler", (False, True), "3.3,2.0", "one subtraction"),
    ("double", "StandardScaler", (True, True), "3.3,2.0", POWER),
    ("int", "MinMaxScaler", (), "14.0,89.0,1.0", COUNTED),
    ("byte", "MinMaxScaler", (-1.0, 1.0), "-900.0,901.5,1.0", COUNTED),
    ("int", "MinMaxScaler", (), "0.0,2.147483648E9,1.0", POWER),
    ("double", "MinMaxScaler", (0.0, 4.0), "16.0,80.0,1.0", POWER),
    ("long", "MaxAbsScaler", (), "77.0", COUNTED),
    ("double?", "MaxAbsScaler", (), "8.0", POWER),
    ("text", "OneHotEncoder", (), "label:a,label:%C3%84,label:", CONSTANTS),
    ("text?", "OneHotEncoder", (True,), "label:a,label:b", CONSTANTS),
    ("text", "TopNOneHotEncoder", (2,), "label:a,label:b", CONSTANTS),
    ("text?", "PositionEncoder", (), "label:a,label:b", CONSTANTS),
    ("text?", "HeavyHitters", (3,), "a:1:16777217,b:2:7", CONSTANTS),
    ("texts", "NHotEncoder", (), "label:a,label:b", CONSTANTS),
]

#: The same, and a part of what is said of the inputs that differ.
DIFFERENT: list[tuple[str, str, tuple[Any, ...], str, str]] = [
    ("double", "Binarizer", (0.0,), "", "subnormal"),
    ("float?", "Binarizer", (1e-40,), "", "subnormal"),
    ("double", "Bucketizer", ((-1.0, 0.0, 1.0),), "", "-0.0"),
    ("double", "Bucketizer", ((0.0, 1.0, 2.0),), "", "subnormal"),
    ("double", "QuantileDiscretizer", (2,), "0.0,9.0,0.0:0,9.0:1", "-0.0"),
    ("double", "MinMaxScaler", (), "14.0,89.0,1.0", "reciprocal"),
    ("double", "MaxAbsScaler", (), "77.0", "reciprocal"),
    ("text", "HashOneHotEncoder", (8,), "8", "another hash"),
    ("texts", "NHotEncoder", (True,), "label:a,label:b", "no labels"),
    ("vector", "VectorIdentity", (), "3", "another length"),
    ("vector", "Normalizer", (), "3", "zeros"),
]

#: The same, where a trial need not meet an input that differs.
UNPROVED: list[tuple[str, str, tuple[Any, ...], str, str]] = [
    ("int", "StandardScaler", (), "3.5,2.0", "reciprocal"),
    ("double", "StandardScaler", (True, True), "3.5,1.7", "reciprocal"),
    ("int", "MinMaxScaler", (), "0.0,2.0E9,1.0", "reciprocal"),
    ("float", "MinMaxScaler", (), "0.0,64.0,1.0", "-0.0"),
]

#: field, transformer, arguments, what was learnt, why there is no stock code.
NOTHING: list[tuple[str, str, tuple[Any, ...], str, str]] = [
    ("double?", "Bucketizer", ((-INF, 1.0, INF),), "", "a missing value has no interval"),
    ("double?", "QuantileDiscretizer", (2,), "0.0,9.0,1.0:0,9.0:1", "missing value"),
    ("double", "QuantileDiscretizer", (3,), "0.0,9.0,1.0:0,9.0:2", "gaps"),
    ("double", "MinMaxScaler", (), "5.0,5.0,1.0", "constant"),
    ("double", "MinMaxScaler", (), "-8.0E307,8.0E307,2.0", "overflows"),
    ("text", "OneHotEncoder", (), "", "at least one"),
    ("text", "OneHotEncoder", (), "label:a,label:a", "distinct"),
    ("text", "OneHotEncoder", (), ",".join(f"label:{i}" for i in range(501)), "at most 500"),
    ("vector", "Normalizer", (1.0,), "3", "p = 2"),
]


def made(row: tuple[str, str, tuple[Any, ...], str, str]) -> tuple[Subject, Any]:
    field, kind, args, learnt, _ = row
    one = subject(field, kind, *args, learnt=learnt)
    return one, RULES[kind](one)


@pytest.mark.parametrize("row", EQUAL, ids=str)
def test_what_is_argued_to_be_equal(row: Any) -> None:
    _, candidate = made(row)
    assert isinstance(candidate, Candidate)
    assert row[4] in candidate.equal and not candidate.differs


@pytest.mark.parametrize("row", [*DIFFERENT, *UNPROVED], ids=str)
def test_what_is_not(row: Any) -> None:
    _, candidate = made(row)
    assert isinstance(candidate, Candidate)
    assert row[4] in candidate.differs and not candidate.equal


@pytest.mark.parametrize("row", NOTHING)
def test_what_has_no_stock_code(row: Any) -> None:
    _, candidate = made(row)
    assert isinstance(candidate, NoCandidate) and row[4] in candidate.reason


def test_every_transformer_is_accounted_for() -> None:
    from bridges.featran.transformers.registry import TRANSFORMERS
    from bridges.featran.transformers.unit import Learnless

    assert RULES.keys().isdisjoint(NONE)
    assert {*RULES, *NONE} == set(TRANSFORMERS)
    learning = {n for n, cls in TRANSFORMERS.items() if not issubclass(cls, Learnless)}
    assert REFIT.keys() == learning - NONE.keys()


@pytest.mark.slow
@pytest.mark.parametrize("row", EQUAL, ids=str)
def test_no_edge_value_tells_what_is_equal_apart(row: Any) -> None:
    one, candidate = made(row)
    trial = attempt(one, candidate, DEFAULT)
    assert trial.tried > 1
    assert trial.example is None, str(trial.example)


@pytest.mark.slow
@pytest.mark.parametrize("row", DIFFERENT, ids=str)
def test_an_edge_value_tells_the_others_apart(row: Any) -> None:
    one, candidate = made(row)
    assert attempt(one, candidate, DEFAULT).example is not None


@pytest.mark.slow
def test_a_false_claim_is_seen() -> None:
    one = subject("double", "Binarizer", 0.5)
    wrong = Candidate("tf.cast(x >= 0.5, tf.float32)[:, tf.newaxis]", x='doubles(inputs, "double")')
    example = attempt(one, wrong, DEFAULT).example
    assert example is not None
    assert (example.value, example.want, example.got) == (0.5, (0.0,), (1.0,))


@pytest.mark.slow
def test_a_double_must_not_be_read_as_a_float() -> None:
    one = subject("double", "Binarizer", 0.5)
    wrong = Candidate('tf.cast(inputs["double"] > 0.5, tf.float32)[:, tf.newaxis]')
    example = attempt(one, wrong, DEFAULT).example
    assert example is not None and example.value == math.nextafter(0.5, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "said"),
    [('inputs["nothing"]', "it fails"), ("tf.zeros([3, 1])", "its shape is (3, 1)")],
)
def test_code_that_does_not_run_is_no_match(code: str, said: str) -> None:
    one = subject("flag", "Identity")
    assert said in str(attempt(one, Candidate(code), DEFAULT).example)
