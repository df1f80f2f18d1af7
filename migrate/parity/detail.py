"""Looks into the differences of one shard: distances, changes, causes, examples."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow.compute as pc

from migrate.parity import join, sql
from migrate.parity.explain import Trial, trials_of
from migrate.parity.model import RowClass
from migrate.parity.partial import (
    EXAMPLES,
    LABELS,
    SAMPLES,
    Cells,
    Detail,
    FieldDetail,
    Sighting,
    Survey,
)
from migrate.parity.plan import Field, Plan
from migrate.parity.policy import Duplicates
from migrate.parity.relations import key_columns, key_text, match, show
from migrate.parity.stats import Tally

#: Value changes of a field that a result lists.
CHANGES: Final = 20
_BATCH: Final = 1 << 18
#: Fields that a sample row shows.
_CELLS: Final = 40
_SAMPLED = {
    RowClass.DIFFERENT: "s = 0 AND c = 2",
    RowClass.WITHIN_TOLERANCE: "s = 0 AND c = 1",
    RowClass.MISSING_LEFT: f"s = {join.RIGHT_ONLY}",
    RowClass.MISSING_RIGHT: f"s = {join.LEFT_ONLY}",
    RowClass.DUPLICATE_LEFT: f"s = {join.LEFT_SURPLUS}",
    RowClass.DUPLICATE_RIGHT: f"s = {join.RIGHT_SURPLUS}",
}


@dataclass(frozen=True, slots=True)
class Hints:
    """What all shards have to know alike before they look into differences."""

    trials: dict[int, list[Trial]] = field(default_factory=dict)
    labels: dict[int, frozenset[str | None]] = field(default_factory=dict)
    complete: bool = False
    """Whether every change of a value is wanted, as for merging, or the most frequent only."""


def hints_of(plan: Plan, survey: Survey, *, complete: bool = False) -> Hints:
    """The trials of all fields that differ, from the survey of all shards."""
    found = {}
    for group in join.groups(plan):
        for index in group:
            if survey.fields[index].different:
                found[index] = trials_of(plan, index, survey, group)
    labels = {
        i: texts
        for i, counted in enumerate(survey.fields)
        if counted.different and (texts := counted.labels) is not None
    }
    labelled = {} if plan.policy.duplicates is Duplicates.PAIRWISE else labels
    return Hints(found, labelled, complete)


def detail(connection: Any, plan: Plan, hints: Hints) -> Detail:
    """What the tables d0 … of a surveyed shard hold."""
    found = Detail()
    for number, group in enumerate(join.groups(plan)):
        for index in group:
            if index in hints.trials:
                _explain(connection, number, index, hints.trials[index])
                found.fields[index] = _field(connection, plan, (number, index), hints)
    found.agreed = _agreed(connection, plan, hints)
    found.samples = {
        row_class: sample
        for row_class, where in _SAMPLED.items()
        if (sample := _samples(connection, plan, where, hints))
    }
    return found


def _explain(connection: Any, number: int, index: int, trials: Sequence[Trial]) -> None:
    """Make table ``q<index>`` (id, q): the attempt that explains each difference, or -1."""
    cases = " ".join(f"WHEN {trial.confirms} THEN {i}" for i, trial in enumerate(trials))
    which = f"CASE {cases} ELSE -1 END" if cases else "-1"
    connection.execute(
        f"CREATE OR REPLACE TABLE q{index} AS SELECT rowid AS id, CAST({which} AS SMALLINT) AS q "
        f"FROM d{number} WHERE c{index} = 2"
    )


def _field(connection: Any, plan: Plan, place: tuple[int, int], hints: Hints) -> FieldDetail:
    number, index = place
    described = plan.fields[index]
    found = FieldDetail()
    found.tallies = _tallies(connection, described, number, index)
    found.attempts = Counter(
        dict(connection.execute(f"SELECT q, count(*) FROM q{index} GROUP BY q").fetchall())
    )
    if described.mask is None or described.mask.value == "hash":
        few = index in hints.labels
        limit = None if hints.complete else LABELS * LABELS if few else CHANGES
        found.changes = _changes(connection, plan, place, limit)
    if index in hints.labels:
        found.same_labels = _same_labels(connection, place, hints.labels[index])
    found.sightings = _sightings(connection, plan, place)
    return found


def _tallies(connection: Any, described: Field, number: int, index: int) -> list[Tally]:
    deltas = described.deltas(f"l{index}", f"r{index}")
    tallies = [Tally() for _ in deltas]
    if not deltas:
        return tallies
    chosen = sql.columns(f"{value} AS v{i}" for i, (_, value) in enumerate(deltas))
    connection.execute(
        f"SELECT {chosen} FROM d{number} "
        f"WHERE c{index} = 2 AND l{index} IS NOT NULL AND r{index} IS NOT NULL"
    )
    for batch in connection.fetch_record_batch(_BATCH):
        for tally, column in zip(tallies, batch.columns, strict=True):
            tally.add(np.asarray(pc.drop_null(column).to_numpy(zero_copy_only=False), np.float64))
    return tallies


def _changes(
    connection: Any, plan: Plan, place: tuple[int, int], limit: int | None
) -> Counter[tuple[str | None, str | None]]:
    number, index = place
    mask, salt = plan.fields[index].mask, plan.policy.salt
    left, right = show(f"l{index}", mask, salt), show(f"r{index}", mask, salt)
    most = "" if limit is None else f"LIMIT {limit}"
    rows = connection.execute(
        f"SELECT {left} AS a, {right} AS b, count(*) AS n FROM d{number} WHERE c{index} = 2 "
        f"GROUP BY a, b ORDER BY n DESC, a NULLS LAST, b NULLS LAST {most}"
    ).fetchall()
    return Counter({(a, b): n for a, b, n in rows})


def _sightings(connection: Any, plan: Plan, place: tuple[int, int]) -> list[Sighting]:
    """The pairs that are furthest apart, by key where they are equally far."""
    number, index = place
    described = plan.fields[index]
    deltas = described.deltas(f"d.l{index}", f"d.r{index}")
    delta = deltas[0][1] if deltas else "CAST(NULL AS DOUBLE)"
    weight = (
        f"CASE WHEN {delta} IS NULL THEN -1 WHEN isfinite({delta}) THEN abs({delta}) "
        "ELSE 'inf'::DOUBLE END"
    )
    mask, salt = described.mask, plan.policy.salt
    left, right = show(f"d.l{index}", mask, salt), show(f"d.r{index}", mask, salt)
    rows = connection.execute(
        f"SELECT {weight} AS w, {key_text(plan, 'd.')} AS k, {left} AS a, {right} AS b, "
        f"{delta} AS v, q.q FROM d{number} d JOIN q{index} q ON d.rowid = q.id "
        f"ORDER BY w DESC, {_by_text('k', plan)}a NULLS LAST, b NULLS LAST LIMIT {EXAMPLES}"
    ).fetchall()
    return [Sighting(w, tuple(k), a, b, _finite(v), q) for w, k, a, b, v, q in rows]


def _by_text(value: str, plan: Plan) -> str:
    """The parts of a key's texts, each with its nulls last."""
    return "".join(f"{value}[{i + 1}] NULLS LAST, " for i in range(len(plan.keys)))


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _agreed(connection: Any, plan: Plan, hints: Hints) -> int:
    """Rows that differ only by causes that the policy allows for the field."""
    if not plan.policy.allow or not hints.trials:
        return 0
    disputed = []
    head = sql.columns([*key_columns(plan), "z"])
    for number, group in enumerate(join.groups(plan)):
        for index in group:
            if index not in hints.trials:
                continue
            allowed = _allowed(plan.fields[index], hints.trials[index])
            disputed.append(
                f"SELECT {head} FROM d{number} d JOIN q{index} q ON d.rowid = q.id "
                f"WHERE q.q NOT IN ({', '.join(map(str, allowed)) or '-2'})"
            )
    rows, not_agreed = connection.execute(
        f"SELECT (SELECT count(*) FROM rows WHERE s = 0 AND c = 2), "
        f"(SELECT count(*) FROM (SELECT DISTINCT {head} FROM ({' UNION ALL '.join(disputed)})))"
    ).fetchone()
    return int(rows - not_agreed)


def _allowed(described: Field, trials: Sequence[Trial]) -> list[int]:
    return [i for i, trial in enumerate(trials) if trial.cause.id in described.allowed]


def _samples(connection: Any, plan: Plan, where: str, hints: Hints) -> list[Cells]:
    """The first rows of a class by key, with the fields that are not the same."""
    head = sql.columns([*key_columns(plan), "z", "s"])
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT {head}, {key_text(plan)} AS texts "
        f"FROM rows WHERE {where} ORDER BY {_by_text('texts', plan)}z LIMIT {SAMPLES}"
    )
    rows = connection.execute("SELECT texts, z FROM chosen").fetchall()
    cells: dict[tuple[Any, ...], list[tuple[int, int, str | None, str | None, int]]] = {
        (*map(str, texts), z): [] for texts, z in rows
    }
    keys = {(*map(str, texts), z): tuple(texts) for texts, z in rows}
    for number, group in enumerate(join.groups(plan)):
        for index, row in _cells(connection, plan, number, group, hints):
            texts, z, code, left, right, attempt = row
            if len(cells[(*map(str, texts), z)]) < _CELLS:
                cells[(*map(str, texts), z)].append((index, code, left, right, attempt))
    found = [
        Cells(keys[key], tuple(sorted(values, key=lambda c: c[0]))) for key, values in cells.items()
    ]
    return sorted(found, key=lambda c: c.order)


def _cells(
    connection: Any, plan: Plan, number: int, group: Sequence[int], hints: Hints
) -> Iterator[tuple[int, Any]]:
    for index in group:
        if not _is_shown(connection, number, index):
            continue
        mask, salt = plan.fields[index].mask, plan.policy.salt
        left, right = show(f"d.l{index}", mask, salt), show(f"d.r{index}", mask, salt)
        explained = f"LEFT JOIN q{index} q ON q.id = d.rowid" if index in hints.trials else ""
        attempt = "COALESCE(q.q, -1)" if explained else "-1"
        rows = connection.execute(
            f"SELECT c.texts, c.z, d.c{index}, {left}, {right}, {attempt} FROM d{number} d "
            f"JOIN chosen c ON c.z = d.z AND c.s = d.s AND {match(plan, 'c', 'd')} {explained} "
            f"WHERE d.c{index} > 0"
        ).fetchall()
        for row in rows:
            yield index, row


def _is_shown(connection: Any, number: int, index: int) -> bool:
    found = connection.execute(f"SELECT 1 FROM d{number} WHERE c{index} > 0 LIMIT 1").fetchone()
    return found is not None


def _same_labels(
    connection: Any, place: tuple[int, int], labels: frozenset[str | None]
) -> Counter[str | None]:
    """How many pairs have the same one of the labels on both sides.

    All old rows with a label, without those that have no pair, that differ or that changed within
    the tolerance.
    """
    number, index = place
    totals = _labels(connection, f"f{index}", "old_rows", labels)
    where = f"s IN ({join.LEFT_ONLY}, {join.LEFT_SURPLUS}) OR c{index} > 0"
    totals.subtract(_labels(connection, f"l{index}", f"d{number} WHERE {where}", labels))
    return totals


def _labels(
    connection: Any, column: str, source: str, labels: frozenset[str | None]
) -> Counter[str | None]:
    texts = ", ".join(sorted(sql.text(v) for v in labels if v is not None)) or "NULL"
    text = f"CAST({column} AS VARCHAR)"
    rows = connection.execute(
        f"SELECT v, count(*) FROM (SELECT {text} AS v FROM {source}) "
        f"WHERE v IN ({texts}) OR v IS NULL GROUP BY v"
    ).fetchall()
    return Counter({v: n for v, n in rows if v in labels})
