"""Distributions of two sides whose rows are not paired: what is measured, and what is allowed."""

from __future__ import annotations

import itertools
import math
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from migrate.errors import BadInput
from migrate.parity.model import AlignmentMode, Distribution, ParityResult
from migrate.parity.policy import DISTRIBUTED, STRICT, Limit, Mask, Policy, Sensitive
from migrate.parity.spread import MOST, Spread, of_doubles, to_doubles, together
from tests.parity.comparing import compare_tables, table

APART = AlignmentMode.DISTRIBUTION
NOON = datetime(2026, 3, 1, 12)


def compared(folder: Path, old: Any, new: Any, **policy: Any) -> ParityResult:
    """Two sides of one column ``v``."""
    return compare_tables(folder, table(v=old), table(v=new), Policy(mode=APART, **policy))


def only(result: ParityResult) -> Distribution:
    (found,) = result.distributions
    return found


def failed(result: ParityResult) -> list[tuple[str, str]]:
    return [(c.name, c.field) for c in result.verdict.checks if not c.passed]


def test_distances_and_limits(tmp_path: Path) -> None:
    old = table(v=[float(i % 10) for i in range(1000)], t=["a", "b"] * 500)
    new = table(v=[float(i % 10) + 5 for i in range(1000)], t=["a"] * 1000)
    limits = (
        Limit("ks", 0.1, "v"),
        Limit("psi", 10, "*"),
        Limit("linf", 0.6, "*"),
        Limit("js", 1, "*"),
    )
    result = compare_tables(tmp_path, old, new, Policy(mode=APART, limits=limits))
    v, t = result.distributions
    assert v.ks == pytest.approx(0.5)
    assert (t.ks, t.linf) == (None, 0.5)
    assert t.js == pytest.approx(0.311278, abs=1e-6)
    assert failed(result) == [("fields.ks", "v")]


def test_nan_and_both_infinities_are_told_apart(tmp_path: Path) -> None:
    values = [math.nan, math.inf, -math.inf]
    for old, new in itertools.permutations(values, 2):
        found = only(compared(tmp_path, [1.0, old], [1.0, new]))
        assert found.linf == 0.5
        assert {b.label for b in found.bins if b.label.startswith("not finite")} == {
            f"not finite: {old}",
            f"not finite: {new}",
        }


TIMES = {
    "timestamps": (pa.timestamp("us"), [NOON + timedelta(seconds=37 * i) for i in range(2000)], 60),
    "nanoseconds": (pa.timestamp("ns"), [NOON + timedelta(seconds=i) for i in range(2000)], 1),
    "instants": (pa.timestamp("us", "UTC"), [NOON + timedelta(hours=i) for i in range(500)], 3600),
    "dates": (pa.date32(), [date(2026, 1, 1) + timedelta(i % 300) for i in range(900)], 86_400),
    "times with an outlier": (
        pa.timestamp("us"),
        [datetime(1970, 1, 1), *(NOON + timedelta(minutes=i) for i in range(3000))],
        60,
    ),
}


@pytest.mark.parametrize("kind", TIMES)
def test_times_are_told_apart_from_times_a_little_later(kind: str, tmp_path: Path) -> None:
    """Half of the times of NEW are later by a tenth of the span: a distance of 1/20."""
    type_, values, step = TIMES[kind]
    later = timedelta(seconds=step) * (len(values) // 10)
    moved = [v + later if i % 2 else v for i, v in enumerate(values)]
    old, new = pa.array(values, type_), pa.array(moved, type_)
    ks = only(compared(tmp_path, old, new)).ks
    exact = _exact_ks(values, moved)
    assert ks == pytest.approx(exact, abs=2e-3)
    assert exact > 0.03
    assert only(compared(tmp_path, old, old)).ks == 0


def _exact_ks(old: list[Any], new: list[Any]) -> float:
    at = sorted({*old, *new})
    below = [np.searchsorted(np.array(sorted(side)), at, side="right") for side in (old, new)]
    return float(np.abs(below[0] / len(old) - below[1] / len(new)).max())


def test_bins_of_times_are_days_and_times(tmp_path: Path) -> None:
    days = [date(2026, 1, 1) + timedelta(i % 4) for i in range(40)]
    labels = [b.label for b in only(compared(tmp_path, days, days)).bins]
    assert labels == ["null", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]
    times = [NOON + timedelta(seconds=i % 2) for i in range(40)]
    labels = [b.label for b in only(compared(tmp_path, times, times)).bins]
    assert labels == ["null", "2026-03-01 12:00:00", "2026-03-01 12:00:01"]


def test_without_limits_distributions_have_default_ones(tmp_path: Path) -> None:
    old = [i % 100 for i in range(1000)]
    assert compared(tmp_path, old, old).verdict.passed
    assert failed(compared(tmp_path, old, [v + 7 for v in old])) == [
        ("fields.ks", "v"),
        ("fields.psi", "v"),
        ("fields.linf", "v"),
    ]
    assert failed(compared(tmp_path, old, old * 2)) == [("rows.row_count", "")]


def test_a_value_of_many_that_became_another_is_seen(tmp_path: Path) -> None:
    """The values without a bin of their own in the report count all the same."""
    old = [f"t{i % 500:03d}" for i in range(5000)]
    new = [v.upper() if int(v[1:]) >= 250 else v for v in old]
    found = only(compared(tmp_path, old, new))
    assert found.js == pytest.approx(0.5)
    assert len(found.bins) == 32
    assert found.bins[-1].label == "720 others"


def test_a_limit_of_the_policy_replaces_the_default_of_its_measure_and_fields(
    tmp_path: Path,
) -> None:
    old = table(a=list(range(1000)), b=list(range(1000)))
    new = table(a=list(range(200, 1200)), b=list(range(200, 1200)))
    limits = (*STRICT, *(Limit(m, 9, "a") for m in ("ks", "psi", "js")))
    found = failed(compare_tables(tmp_path, old, new, Policy(mode=APART, limits=limits)))
    assert found == [
        ("fields.ks", "b"),
        ("fields.psi", "b"),
        ("fields.js", "b"),
        ("fields.linf", "a"),
        ("fields.linf", "b"),
    ]


def test_checks_of_pairs_are_not_claimed_where_there_are_none(tmp_path: Path) -> None:
    names = {c.name for c in compared(tmp_path, [1, 2], [1, 2]).verdict.checks}
    assert names == {
        "rows.incompatible_columns",
        "rows.left_only_columns",
        "rows.row_count",
        *(f"fields.{limit.measure}" for limit in DISTRIBUTED[1:]),
    }


def test_a_baseline_of_pairs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="distributions have none"):
        compared(tmp_path, [1, 2], [1, 2], baseline="former.json")


def test_masked_columns_are_compared_and_not_shown(tmp_path: Path) -> None:
    hidden = (Sensitive("v", Mask.HIDE),)
    result = compared(tmp_path, [1, 2] * 50, [3, 4] * 50, sensitive=hidden)
    found = only(result)
    assert (found.bins, found.left, found.right) == ((), None, None)
    assert (found.ks, found.linf) == (1.0, 0.5)
    assert not result.verdict.passed


SAMPLES = {
    "few values": lambda rng: rng.integers(-5, 5, 50_000),
    "many values": lambda rng: rng.integers(-(2**40), 2**40, 60_000),
    "extremes": lambda rng: rng.integers(-(2**63), 2**63 - 1, 40_000, endpoint=True),
    "outliers": lambda rng: np.concatenate(
        [rng.integers(0, 10**6, 40_000), [-(2**63), 2**63 - 1, 0]]
    ),
    "doubles": lambda rng: of_doubles(rng.lognormal(0, 20, 40_000) * rng.choice([-1, 1], 40_000)),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_buckets_do_not_depend_on_parts_and_order(kind: str) -> None:
    values = SAMPLES[kind](np.random.default_rng(5)).astype(np.int64)
    whole = Spread()
    whole.add(values)
    rng = random.Random(3)
    parts = [Spread() for _ in range(7)]
    for start in range(0, len(values), 5000):
        rng.choice(parts).add(values[start : start + 5000])
    rng.shuffle(parts)
    added = Spread()
    for part in parts:
        added.merge(part)
    assert added.shift == whole.shift
    assert added.keys.tolist() == whole.keys.tolist()
    assert added.counts.tolist() == whole.counts.tolist()
    assert whole.counts.sum() == len(values)
    distinct = len(np.unique(values))
    assert len(whole.keys) <= MOST
    assert whole.shift == 0 or len(np.unique(values >> (whole.shift - 1))) > MOST
    assert (whole.shift == 0) == (distinct <= MOST)


def test_sides_with_other_buckets_meet_in_the_coarser_ones() -> None:
    fine, coarse = Spread(), Spread()
    fine.add(np.array([1, 2, 3], np.int64))
    coarse.add(np.arange(1 << 20, dtype=np.int64))
    both, left, right = together(fine, coarse)
    assert both.shift == coarse.shift
    assert (left.sum(), right.sum()) == (3, 1 << 20)
    assert left[0] == 3


def test_doubles_keep_their_order_and_come_back() -> None:
    values = np.array([-np.inf, -1.5, -5e-324, 0.0, 5e-324, 1.0, 1.5, np.inf])
    keys = of_doubles(values)
    assert (np.diff(keys) > 0).all()
    assert to_doubles(keys).tolist() == values.tolist()
    assert of_doubles(np.array([-0.0]))[0] == of_doubles(np.array([0.0]))[0]
