"""Replacements against the numpy engine on values that no rule and no trial has seen."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from bridges.featran.extract import Extractor
from bridges.featran.getters.types import BOOLEAN, BYTE, FLOAT, INT, LONG, STRING
from bridges.featran.model import FeatureSpec
from migrate.featran.idiomatic.candidate import Candidate, Subject
from migrate.featran.idiomatic.examples import batch_of, features_of
from migrate.featran.idiomatic.source import Source
from migrate.featran.idiomatic.table import RULES
from migrate.featran.idiomatic.trial import differing, run
from tests.featran_idiomatic.subjects import subject

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_BITS = {BYTE: 8, INT: 32, LONG: 64}
ROWS = 200
#: One of each rule, by the type that makes it hardest.
CASES: list[tuple[str, str, tuple[Any, ...], str]] = [
    ("double?", "Identity", (), ""),
    ("long", "Identity", (), ""),
    ("double", "Binarizer", (0.1,), ""),
    ("double?", "Bucketizer", ((-7.25, 0.1, 3.0, 1e9),), ""),
    ("double", "QuantileDiscretizer", (3,), "0.0,9.0,1.0:0,2.5:1,9.0:2"),
    ("double?", "StandardScaler", (False, True), "0.1,2.0"),
    ("float", "StandardScaler", (True, True), "0.1,0.25"),
    ("int?", "MinMaxScaler", (-1.0, 1.0), "-3.5,1000.0,1.0"),
    ("double", "MinMaxScaler", (), "-1.0,7.0,1.0"),
    ("long", "MaxAbsScaler", (), "97.0"),
    ("text?", "OneHotEncoder", (True,), "label:,label:a,label:%C3%A9"),
    ("text?", "PositionEncoder", (), "label:a,label:b"),
    ("text", "HeavyHitters", (2,), "a:1:16777217,b:2:3"),
    ("texts", "NHotEncoder", (), "label:,label:a,label:b"),
]


def values(source: Source) -> st.SearchStrategy[Any]:
    if source.type == STRING:
        text = st.text("abé\0 ", max_size=2) | st.text(
            st.characters(blacklist_categories=["Cs"]), max_size=4
        )
        one = st.lists(text, max_size=4) if source.many else text
    elif source.type == BOOLEAN:
        one = st.booleans()
    elif source.type in _BITS:
        half = 2 ** (_BITS[source.type] - 1)
        one = st.integers(-half, half - 1) | st.integers(-120, 1200).filter(
            lambda x: -half <= x < half
        )
    else:
        width = 32 if source.type == FLOAT else 64
        one = st.floats(width=width) | st.floats(-10, 10, width=width)
    return st.none() | one if source.optional else one


@pytest.mark.parametrize("case", CASES, ids=str)
def test_replacements_are_the_numpy_engines_features(case: Any) -> None:
    field, kind, args, learnt = case
    one = subject(field, kind, *args, learnt=learnt)
    candidate = RULES[kind](one)
    assert isinstance(candidate, Candidate) and candidate.equal

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(values(one.source), min_size=ROWS, max_size=ROWS))
    def check(rows: list[Any]) -> None:
        want = expected(one, rows)
        got = run(candidate, features_of(one.source, rows))
        assert got.shape == want.shape
        wrong = differing(want, got)
        assert not len(wrong), (rows[wrong[0]], want[wrong[0]], got[wrong[0]])

    check()


def expected(one: Subject, rows: list[Any]) -> np.ndarray:
    extractor = Extractor(FeatureSpec((one.feature,)), (one.summary,))
    with np.errstate(over="ignore"):
        return extractor.extract(batch_of(one.source, rows)).values.astype(np.float32)
