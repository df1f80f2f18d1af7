"""Looks into the differences of one shard: distances, changes, causes, examples."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from migrate.parity import join, sql
from migrate.parity.explain import Trial, trials_of
from migrate.parity.model import RowClass
from migrate.parity.partial import (
    EXAMPLES,
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
from migrate.parity.stats import Tally, values
from migrate.parity.types import Family

#: Value changes of a field that a result lists.
CHANGES: Final = 20
#: More differences of a field than this, and the likely causes are tried first.
_MANY: Final = 20_000
#: So many differences of a field, and each change so often: then changes are tried, not rows.
_SEVERAL: Final = 1000
_OFTEN: Final = 4
_PLAIN: Final = frozenset(
    {Family.BOOL, Family.INT, Family.STRING, Family.BYTES, Family.DATE, Family.TIMESTAMP}
)
#: A change is listed if it is one of 2**14 differences or more often; and so many buckets of pairs.
_SHARE: Final = 14
_PAIR_BITS: Final = 18
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
    evidence: dict[int, list[tuple[Any, Any]]] = field(default_factory=dict)
    different: dict[int, int] = field(default_factory=dict)
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
    evidence = {i: [(a, b) for _, a, b in survey.fields[i].evidence] for i in found}
    return Hints(
        found, labelled, evidence, {i: survey.fields[i].different for i in found}, complete
    )


def detail(connection: Any, plan: Plan, hints: Hints) -> Detail:
    """What the tables d0 … of a surveyed shard hold."""
    found = Detail()
    for number, group in enumerate(join.groups(plan)):
        for index in group:
            if index in hints.trials:
                _explain(connection, plan, (number, index), hints)
                found.fields[index] = _field(connection, plan, (number, index), hints)
    found.agreed = _agreed(connection, plan, hints)
    found.samples = {
        row_class: sample
        for row_class, where in _SAMPLED.items()
        if (sample := _samples(connection, plan, where, hints))
    }
    return found


def _explain(connection: Any, plan: Plan, place: tuple[int, int], hints: Hints) -> None:
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
    connection.execute(
        f"CREATE OR REPLACE TABLE q{index} AS SELECT id, CAST(q AS SMALLINT) AS q FROM ({query})"
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
    changes = connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT l{index}, r{index} FROM d{number} "
        f"WHERE c{index} = 2 LIMIT {many // _OFTEN + 1})"
    ).fetchone()
    return bool(changes[0] <= many // _OFTEN)


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
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE evidence AS SELECT unnest(CAST(? AS {kind}[])) AS l{index}, "
        f"unnest(CAST(? AS {kind}[])) AS r{index}",
        values,
    )
    asked = [i for i, trial in enumerate(trials) if not trial.whole_row]
    tests = sql.columns(f"bool_or({trials[i].confirms})" for i in asked) or "true"
    found = connection.execute(f"SELECT {tests} FROM evidence").fetchone()
    useful = {i for i, ok in zip(asked, found, strict=False) if ok}
    return [i for i, trial in enumerate(trials) if trial.whole_row or i in useful]


def _field(connection: Any, plan: Plan, place: tuple[int, int], hints: Hints) -> FieldDetail:
    number, index = place
    described = plan.fields[index]
    found = FieldDetail()
    found.tallies = _tallies(connection, described, number, index)
    found.attempts = Counter(
        dict(connection.execute(f"SELECT q, count(*) FROM q{index} GROUP BY q").fetchall())
    )
    if described.mask is None or described.mask.value == "hash":
        found.changes = _changes(connection, plan, place, hints)
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
            tally.add(values(column))
    return tallies


def _changes(
    connection: Any, plan: Plan, place: tuple[int, int], hints: Hints
) -> Counter[tuple[str | None, str | None]]:
    """How often which value became which; here only what the result will list."""
    number, index = place
    mask, salt = plan.fields[index].mask, plan.policy.salt
    left, right = show(f"l{index}", mask, salt), show(f"r{index}", mask, salt)
    where = f"c{index} = 2"
    limit = ""
    if not hints.complete and index not in hints.labels:
        limit = f"LIMIT {CHANGES}"
        least = fewest(hints.different.get(index, 0))
        where += _frequent(connection, (number, index), least) if least > 1 else ""
    rows = connection.execute(
        f"SELECT {left} AS a, {right} AS b, count(*) AS n FROM d{number} WHERE {where} "
        f"GROUP BY a, b ORDER BY n DESC, a NULLS LAST, b NULLS LAST {limit}"
    ).fetchall()
    return Counter({(a, b): n for a, b, n in rows})


def fewest(different: int) -> int:
    """How often a change must be seen to be listed: of many differences, not just by chance."""
    return max(1, different >> _SHARE)


def _frequent(connection: Any, place: tuple[int, int], least: int) -> str:
    """SQL: the pair is in a bucket of pairs that is large enough for it to be frequent."""
    number, index = place
    bucket = f"hash(l{index}, r{index}) >> {64 - _PAIR_BITS}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE frequent AS SELECT {bucket} AS b FROM d{number} "
        f"WHERE c{index} = 2 GROUP BY 1 HAVING count(*) >= {least}"
    )
    return f" AND {bucket} IN (SELECT b FROM frequent)"


def _sightings(connection: Any, plan: Plan, place: tuple[int, int]) -> list[Sighting]:
    """The pairs that are furthest apart, by key where they are equally far."""
    number, index = place
    described = plan.fields[index]
    deltas = described.deltas(f"l{index}", f"r{index}")
    delta = deltas[0][1] if deltas else "CAST(NULL AS DOUBLE)"
    weight = "CASE WHEN v IS NULL THEN -1 WHEN isfinite(v) THEN abs(v) ELSE 'inf'::DOUBLE END"
    mask, salt = described.mask, plan.policy.salt
    left, right = show(f"l{index}", mask, salt), show(f"r{index}", mask, salt)
    keys = key_columns(plan)
    rows = connection.execute(
        f"WITH far AS (SELECT {sql.columns(keys)}, z, l{index}, r{index}, rowid AS id, "
        f"{delta} AS v FROM d{number} WHERE c{index} = 2), "
        f"worst AS (SELECT *, {weight} AS w FROM far ORDER BY w DESC, {by_key(plan)}, z "
        f"LIMIT {EXAMPLES}) "
        f"SELECT w, [{key_text(plan)}], {left}, {right}, v, q, {sql.columns(keys)}, z "
        f"FROM worst JOIN q{index} USING (id)"
    ).fetchall()
    found = [
        Sighting(w, tuple(key), tuple(k[0]), a, b, _finite(v), q) for w, k, a, b, v, q, *key in rows
    ]
    return sorted(found, key=lambda s: s.order)


def by_key(plan: Plan, prefix: str = "") -> str:
    """SQL: an order by key, nulls last."""
    return ", ".join(f"{prefix}{k} NULLS LAST" for k in key_columns(plan))


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
        f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT row_number() OVER () AS n, * "
        f"FROM (SELECT {head} FROM rows WHERE {where} ORDER BY {by_key(plan)}, z LIMIT {SAMPLES})"
    )
    keys = sql.columns(key_columns(plan))
    rows = connection.execute(f"SELECT n, {key_text(plan)}, {keys}, z FROM chosen").fetchall()
    cells: dict[int, list[tuple[int, int, str | None, str | None, int]]] = {r[0]: [] for r in rows}
    for number, group in enumerate(join.groups(plan)):
        for index, (n, *cell) in _cells(connection, plan, number, group, hints):
            if len(cells[n]) < _CELLS:
                cells[n].append((index, *cell))
    found = [Cells(tuple(key), tuple(texts), tuple(sorted(cells[n]))) for n, texts, *key in rows]
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
            f"SELECT c.n, d.c{index}, {left}, {right}, {attempt} FROM d{number} d "
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
