"""What merging parts of the data promises: the same bits, or the sketch's own guarantee."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridges.featran.aggregators.base import Aggregator
from bridges.featran.aggregators.hyper_log_log import HyperLogLog
from bridges.featran.aggregators.labels import LabelSet
from bridges.featran.aggregators.min_max import MinMax
from bridges.featran.aggregators.moments import MomentsAggregator
from bridges.featran.aggregators.qtree import QTree
from bridges.featran.aggregators.sketch_map import SketchMap
from bridges.featran.columns import Doubles, Kind, Strings, column_of
from bridges.featran.texts import Texts

ROWS = 1_000_000
PARTS = (1, 7, 100)
K = 9


def state(aggregator: Aggregator[Any, Any], column: Any) -> Any:
    """Return the state of one column."""
    return aggregator.add(aggregator.zero(), column)


def merged(aggregator: Aggregator[Any, Any], columns: list[Any]) -> Any:
    """Return what columns say that were aggregated apart and merged from left to right."""
    left = aggregator.zero()
    for column in columns:
        left = aggregator.merge(left, state(aggregator, column))
    return aggregator.present(left)


LISTS = st.lists(st.lists(st.one_of(st.none(), st.text(max_size=3)), max_size=5), max_size=4)
NUMBERS = st.lists(st.lists(st.one_of(st.none(), st.floats()), max_size=5), max_size=4)


@given(LISTS)
@settings(deadline=None, max_examples=60)
def test_labels_and_distinct_counts_do_not_depend_on_parts(parts: list[list[str | None]]) -> None:
    whole = column_of(Kind.STRING, [label for part in parts for label in part])
    columns = [column_of(Kind.STRING, part) for part in parts]
    for aggregator in (LabelSet(), HyperLogLog()):
        one: Any = aggregator
        assert merged(one, columns) == one.present(state(one, whole))


@given(NUMBERS, st.booleans())
@settings(deadline=None, max_examples=60)
def test_extremes_do_not_depend_on_parts(parts: list[list[float | None]], total: bool) -> None:
    aggregator = MinMax(total)
    whole = column_of(Kind.DOUBLE, [x for part in parts for x in part])
    columns = [column_of(Kind.DOUBLE, part) for part in parts]
    if not total and any(x != x for part in parts for x in part if x is not None):
        return  # Scala 2.12 forgets what came before a NaN: no law holds
    assert repr(merged(aggregator, columns)) == repr(aggregator.present(state(aggregator, whole)))


def doubles(values: np.ndarray) -> Doubles:
    return Doubles(values, np.ones(len(values), dtype=np.bool_))


@pytest.mark.slow
@pytest.mark.parametrize("parts", PARTS)
def test_moments_agree_within_1e_12(parts: int) -> None:
    values = np.random.default_rng(1).normal(3.0, 2.0, ROWS)
    aggregator = MomentsAggregator()
    one = aggregator.present(state(aggregator, doubles(values)))
    many = merged(aggregator, [doubles(part) for part in np.array_split(values, parts)])
    assert one is not None
    np.testing.assert_allclose(many, one, rtol=1e-12)
    np.testing.assert_allclose(one, (values.mean(), values.std()), rtol=1e-10)


@pytest.mark.slow
@pytest.mark.parametrize("parts", PARTS)
def test_quantiles_are_off_by_a_share_of_the_ranks(parts: int) -> None:
    values = np.random.default_rng(2).gamma(2.0, 100.0, ROWS)
    tree = merged(QTree(K), [doubles(part) for part in np.array_split(values, parts)])
    ordered = np.sort(values)
    for p in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99):
        lower, upper = tree.bounds(p)
        rank = p * ROWS
        first, last = np.searchsorted(ordered, [lower, upper])
        assert first - ROWS / 2**K <= rank <= last + ROWS / 2**K
        assert last - first <= 2 * ROWS / 2**K or upper - lower <= 2**-16


@pytest.mark.slow
@pytest.mark.parametrize("parts", PARTS)
def test_sketch_counts_are_within_eps(parts: int) -> None:
    codes = np.minimum(np.random.default_rng(3).zipf(1.3, ROWS), 5000).astype(np.int32) - 1
    labels = [f"key{i}" for i in range(5000)]
    columns = [
        Strings(Texts.of_codes(part, labels), np.ones(len(part), dtype=np.bool_))
        for part in np.array_split(codes, parts)
    ]
    hitters = merged(SketchMap(10, 0.001, 0.001, 1, "2.13"), columns)
    exact = Counter(codes.tolist())
    assert len(hitters) == 10
    for label, frequency in hitters:
        true = exact[int(label.removeprefix("key"))]
        assert true <= frequency <= true + 0.001 * ROWS
    assert {h.label for h in hitters[:5]} == {f"key{k}" for k, _ in exact.most_common(5)}
