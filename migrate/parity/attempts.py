"""Finds the attempt that explains each difference of a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from migrate.parity import sql
from migrate.parity.explain import Trial
from migrate.parity.hints import Hints
from migrate.parity.plan import Plan
from migrate.parity.queries import count_rows, fetch_one, run
from migrate.parity.types import Family

#: More differences of a field than this, and the likely causes are tried first.
_MANY: Final = 20_000
#: So many differences of a field, and each change so often: then changes are tried, not rows.
_SEVERAL: Final = 1000
_OFTEN: Final = 4
_PLAIN: Final = frozenset(
    {Family.BOOL, Family.INT, Family.STRING, Family.BYTES, Family.DATE, Family.TIMESTAMP}
)


def explain(connection: Any, plan: Plan, place: tuple[int, int], hints: Hints) -> None:
    """Make table ``q<index>`` (id, q): the attempt that explains each difference, or -1.

    Of many differences, attempts that explain some of the evidence are tried before the others.
    """
    index = place[1]
    trials = hints.trials[index]
    order = list(range(len(trials)))
    if hints.different.get(index, 0) > _MANY:
        promising = set(_promising(connection, plan, index, hints))
        order.sort(key=lambda i: i not in promising)
    if _repeats(connection, plan, place, hints):
        query = _by_change(place, trials, order)
    else:
        query = (
            f"SELECT rowid AS id, {_first(trials, order)} AS q FROM d{place[0]} WHERE c{index} = 2"
        )
    run(
        connection,
        f"CREATE OR REPLACE TABLE q{index} AS SELECT id, CAST(q AS SMALLINT) AS q FROM ({query})",
    )


def _first(trials: Sequence[Trial], order: Sequence[int], otherwise: str = "-1") -> str:
    """SQL: the number of the first trial that explains a row."""
    cases = " ".join(f"WHEN {trials[i].confirms} THEN {i}" for i in order)
    return f"CASE {cases} ELSE {otherwise} END" if cases else otherwise


def _repeats(connection: Any, plan: Plan, place: tuple[int, int], hints: Hints) -> bool:
    """Whether the same changes are there over and over, so that each is tried but once.

    Equal floats are not always the same value, and what lists hold may be floats.
    """
    number, index = place
    many = hints.different.get(index, 0)
    if many < _SEVERAL or plan.fields[index].type.family not in _PLAIN:
        return False
    changes = (
        f"(SELECT DISTINCT l{index}, r{index} FROM d{number} "
        f"WHERE c{index} = 2 LIMIT {many // _OFTEN + 1})"
    )
    return count_rows(connection, changes) <= many // _OFTEN


def _by_change(place: tuple[int, int], trials: Sequence[Trial], order: Sequence[int]) -> str:
    """Each change is tried once; then trials that need the whole row and come before its first."""
    number, index = place
    apart = [i for i in order if not trials[i].whole_row]
    ranks = " ".join(f"WHEN {i} THEN {rank}" for rank, i in enumerate(order))
    rank = f"CASE t.q {ranks} ELSE {len(order)} END" if order else "0"
    whole = " ".join(
        f"WHEN {order.index(i)} < {rank} AND {trials[i].confirms} THEN {i}"
        for i in order
        if trials[i].whole_row
    )
    chosen = f"CASE {whole} ELSE t.q END" if whole else "t.q"
    left, right = f"l{index}", f"r{index}"
    return (
        f"WITH changes AS (SELECT DISTINCT {left}, {right} FROM d{number} WHERE c{index} = 2), "
        f"tried AS (SELECT {left} AS a, {right} AS b, {_first(trials, apart)} AS q FROM changes) "
        f"SELECT d.rowid AS id, {chosen} AS q FROM d{number} d JOIN tried t "
        f"ON {sql.same(f'd.{left}', 't.a')} AND {sql.same(f'd.{right}', 't.b')} "
        f"WHERE d.c{index} = 2"
    )


def _promising(connection: Any, plan: Plan, index: int, hints: Hints) -> list[int]:
    """The attempts that explain a pair of the evidence, and those that need the whole row."""
    kind = plan.fields[index].type.sql
    trials = hints.trials[index]
    pairs = hints.evidence[index]
    values = [[old for old, _ in pairs], [new for _, new in pairs]]
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE evidence AS SELECT unnest(CAST(? AS {kind}[])) AS l{index}, "
        f"unnest(CAST(? AS {kind}[])) AS r{index}",
        values,
    )
    asked = [i for i, trial in enumerate(trials) if not trial.whole_row]
    tests = sql.columns(f"bool_or({trials[i].confirms})" for i in asked) or "true"
    found = fetch_one(connection, f"SELECT {tests} FROM evidence")
    useful = {i for i, ok in zip(asked, found, strict=False) if ok}
    return [i for i, trial in enumerate(trials) if trial.whole_row or i in useful]
