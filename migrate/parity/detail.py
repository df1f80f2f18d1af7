"""Looks into the differences of one shard: distances, changes, causes, examples."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from migrate.parity import join, labels, sql
from migrate.parity.attempts import explain
from migrate.parity.explain import Trial
from migrate.parity.frequent import Changes, every_change, fewest, frequent_changes
from migrate.parity.hints import Hints
from migrate.parity.partial import EXAMPLES, Detail, FieldDetail, Sighting
from migrate.parity.plan import Field, Plan
from migrate.parity.queries import batches, fetch_all, fetch_one
from migrate.parity.relabelled_rows import make_table
from migrate.parity.relations import by_key, key_columns, key_text, show_field
from migrate.parity.samples import samples
from migrate.parity.stats import Tally, values

_BATCH: Final = 1 << 18


def detail(connection: Any, plan: Plan, hints: Hints) -> Detail:
    """What the tables d0 … of a surveyed shard hold; :func:`labels.counted` has the rest."""
    found = Detail()
    make_table(connection, plan, hints.permuted)
    for number, group in enumerate(join.groups(plan)):
        for index in group:
            if index in hints.trials:
                explain(connection, plan, (number, index), hints)
                found.fields[index] = _field(connection, plan, (number, index), hints)
    found.agreed = _agreed(connection, plan, hints)
    found.samples = samples(connection, plan, hints)
    return found


def _field(connection: Any, plan: Plan, place: tuple[int, int], hints: Hints) -> FieldDetail:
    number, index = place
    described = plan.fields[index]
    found = FieldDetail()
    found.tallies = _tallies(connection, described, number, index)
    found.attempts = Counter(
        dict(fetch_all(connection, f"SELECT q, count(*) FROM q{index} GROUP BY q"))
    )
    if described.mask is None or described.mask.value == "hash":
        found.changes = _changes(connection, plan, place, hints)
    if index in hints.labels:
        found.same_labels.subtract(labels.not_same(connection, place, hints.labels[index]))
    found.sightings = _sightings(connection, plan, place)
    return found


def _changes(connection: Any, plan: Plan, place: tuple[int, int], hints: Hints) -> Changes:
    """What the result will list; a table of confusions needs all of its few changes."""
    index = place[1]
    if index in hints.labels:
        return every_change(connection, plan, place)
    least = fewest(hints.different.get(index, 0))
    whole = hints.pairs[index] if hints.pairs is not None else None
    return frequent_changes(connection, plan, place, least, whole)


def _tallies(connection: Any, described: Field, number: int, index: int) -> list[Tally]:
    deltas = described.deltas(f"l{index}", f"r{index}")
    tallies = [Tally() for _ in deltas]
    if not deltas:
        return tallies
    chosen = sql.columns(f"{value} AS v{i}" for i, (_, value) in enumerate(deltas))
    query = (
        f"SELECT {chosen} FROM d{number} "
        f"WHERE c{index} = 2 AND l{index} IS NOT NULL AND r{index} IS NOT NULL"
    )
    for batch in batches(connection, query, _BATCH):
        for tally, column in zip(tallies, batch.columns, strict=True):
            tally.add(values(column))
    return tallies


def _sightings(connection: Any, plan: Plan, place: tuple[int, int]) -> list[Sighting]:
    """The pairs that are furthest apart, by key where they are equally far."""
    number, index = place
    described = plan.fields[index]
    deltas = described.deltas(f"l{index}", f"r{index}")
    delta = deltas[0][1] if deltas else "CAST(NULL AS DOUBLE)"
    weight = "CASE WHEN v IS NULL THEN -1 WHEN isfinite(v) THEN abs(v) ELSE 'inf'::DOUBLE END"
    left, right = (show_field(plan, index, f"{side}{index}") for side in "lr")
    keys = key_columns(plan)
    rows = fetch_all(
        connection,
        f"WITH far AS (SELECT {sql.columns(keys)}, z, l{index}, r{index}, rowid AS id, "
        f"{delta} AS v FROM d{number} WHERE c{index} = 2), "
        f"worst AS (SELECT *, {weight} AS w FROM far ORDER BY w DESC, {by_key(plan)}, z "
        f"LIMIT {EXAMPLES}) "
        f"SELECT w, [{key_text(plan)}], {left}, {right}, v, q, {sql.columns(keys)}, z "
        f"FROM worst JOIN q{index} USING (id)",
    )
    found = [
        Sighting(w, tuple(key), tuple(k[0]), a, b, _finite(v), q) for w, k, a, b, v, q, *key in rows
    ]
    return sorted(found, key=lambda s: s.order)


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
    rows, not_agreed = fetch_one(
        connection,
        f"SELECT (SELECT count(*) FROM rows WHERE s = 0 AND c = 2), "
        f"(SELECT count(*) FROM (SELECT DISTINCT {head} FROM ({' UNION ALL '.join(disputed)})))",
    )
    return int(rows - not_agreed)


def _allowed(described: Field, trials: Sequence[Trial]) -> list[int]:
    return [i for i, trial in enumerate(trials) if trial.cause.id in described.allowed]
