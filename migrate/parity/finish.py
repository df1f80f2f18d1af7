"""From the merged counts of all shards to the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from migrate.parity.distribution import distribution
from migrate.parity.explain import Trial
from migrate.parity.frequent import CHANGES, fewest
from migrate.parity.hints import Hints
from migrate.parity.model import (
    UNEXPLAINED,
    Alignment,
    CauseCount,
    Cell,
    Confusion,
    Example,
    FieldResult,
    Input,
    KeyPart,
    Kind,
    Note,
    ParityResult,
    Provenance,
    RowClass,
    RowCounts,
    SampleRow,
    Sidedness,
    ValueChange,
)
from migrate.parity.partial import Cells, Detail, FieldDetail, Sighting, Survey
from migrate.parity.plan import Plan
from migrate.parity.profile import Profile
from migrate.parity.stats import delta_stats, sign_test
from migrate.parity.verdict import judge

#: Longer texts of examples are cut.
_TEXT = 400
_CODES = (RowClass.SAME, RowClass.WITHIN_TOLERANCE, RowClass.DIFFERENT)


def finish(
    plan: Plan,
    inputs: tuple[Input, Input],
    provenance: Provenance,
    found: tuple[Survey, Hints, Detail],
    distributions: dict[int, tuple[Profile, Profile]],
) -> ParityResult:
    """The result with its verdict."""
    survey, hints, details = found
    rows = _rows(survey)
    fields = tuple(_field(plan, i, found) for i in range(len(plan.fields)))
    spread = tuple(
        distribution(plan.fields[i], *sides) for i, sides in sorted(distributions.items())
    )
    alignment = _alignment(plan, survey)
    verdict = judge(plan.policy, (rows, alignment), fields, plan.schema, spread, details.agreed)
    return ParityResult(
        inputs[0],
        inputs[1],
        provenance,
        plan.schema,
        alignment,
        rows,
        fields,
        verdict,
        spread,
        _samples(plan, details, hints),
        (*plan.notes, *_notes(survey), *_unexplained(fields)),
    )


def _rows(survey: Survey) -> RowCounts:
    of = survey.rows
    return RowCounts(
        survey.left,
        survey.right,
        survey.joined,
        of[RowClass.SAME],
        of[RowClass.WITHIN_TOLERANCE],
        of[RowClass.DIFFERENT],
        of[RowClass.MISSING_LEFT],
        of[RowClass.MISSING_RIGHT],
        of[RowClass.DUPLICATE_LEFT],
        of[RowClass.DUPLICATE_RIGHT],
    )


def _alignment(plan: Plan, survey: Survey) -> Alignment:
    return Alignment(
        plan.mode,
        tuple(key.name for key in plan.keys),
        plan.policy.duplicates.value,
        plan.policy.null_keys.value,
        survey.null_keys_left,
        survey.null_keys_right,
        survey.doubled_left,
        survey.doubled_right,
    )


def _notes(survey: Survey) -> list[Note]:
    notes = []
    for side, count in (("OLD", survey.doubled_left), ("NEW", survey.doubled_right)):
        if count:
            notes.append(Note("PA006", f"{count} key(s) of {side} are not unique", side))
    for side, count in (("OLD", survey.null_keys_left), ("NEW", survey.null_keys_right)):
        if count:
            notes.append(Note("PA007", f"the key of {count} row(s) of {side} has a null", side))
    return notes


def _unexplained(fields: tuple[FieldResult, ...]) -> list[Note]:
    notes = []
    for each in fields:
        count = sum(c.count for c in each.causes if c.cause == UNEXPLAINED)
        if count:
            what = f"{count} difference(s) of {each.name} have no known cause"
            notes.append(Note("PA001", what, each.name))
    return notes


def _field(plan: Plan, index: int, found: tuple[Survey, Hints, Detail]) -> FieldResult:
    survey, hints, details = found
    described, counted = plan.fields[index], survey.fields[index]
    detail = details.fields.get(index, FieldDetail())
    trials = hints.trials.get(index, [])
    names = [name for name, _ in described.deltas("", "")]
    causes = _causes(detail, trials)
    deltas = tuple(
        delta_stats(name, tally)
        for name, tally in zip(names, detail.tallies, strict=bool(detail.tallies))
    )
    return FieldResult(
        described.name,
        described.kind,
        survey.joined,
        survey.joined - counted.within - counted.different,
        counted.within,
        counted.different,
        counted.null_left,
        counted.null_right,
        counted.null_to_value,
        counted.value_to_null,
        str(described.rule),
        deltas,
        _sidedness(described.kind, detail),
        _changes(detail, counted.different),
        _confusion(detail),
        tuple(_example(plan, s, [t.cause.id for t in trials]) for s in detail.sightings),
        causes,
        sum(cause.count for cause in causes if cause.cause in described.allowed),
    )


def _sidedness(kind: Kind, detail: FieldDetail) -> Sidedness | None:
    if kind not in (Kind.NUMERIC, Kind.TEMPORAL) or not detail.tallies:
        return None
    signed = detail.tallies[0]
    return Sidedness(signed.positive, signed.negative, sign_test(signed.positive, signed.negative))


def _changes(detail: FieldDetail, different: int) -> tuple[ValueChange, ...]:
    least = fewest(different)
    ordered = sorted(
        (item for item in detail.changes.items() if item[1] >= least),
        key=lambda item: (-item[1], *((t is None, t or "") for t in item[0])),
    )
    return tuple(ValueChange(_cut(a), _cut(b), n) for (a, b), n in ordered[:CHANGES])


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= _TEXT else text[:_TEXT] + "…"


def _confusion(detail: FieldDetail) -> Confusion | None:
    if not detail.same_labels:
        return None
    seen = {text for pair in detail.changes for text in pair} | set(detail.same_labels)
    labels = sorted(seen, key=lambda t: (t is None, t or ""))
    counts = Counter(detail.changes)
    counts.update({(label, label): n for label, n in detail.same_labels.items()})
    return Confusion(tuple(labels), tuple(tuple(counts[a, b] for b in labels) for a in labels))


def _key(plan: Plan, texts: Sequence[str | None]) -> tuple[KeyPart, ...]:
    names = [k.name for k in plan.keys] or [f.name for f in plan.fields]
    return tuple(KeyPart(n, _cut(t)) for n, t in zip(names, texts, strict=False))


def _example(plan: Plan, seen: Sighting, causes: Sequence[str]) -> Example:
    cause = UNEXPLAINED if seen.attempt < 0 else causes[seen.attempt]
    return Example(_key(plan, seen.key), _cut(seen.left), _cut(seen.right), seen.delta, cause)


def _causes(detail: FieldDetail, trials: Sequence[Trial]) -> tuple[CauseCount, ...]:
    found: list[CauseCount] = []
    for attempt, count in detail.attempts.items():
        if attempt < 0:
            found.append(CauseCount(UNEXPLAINED, count, "no known cause"))
            continue
        trial = trials[attempt]
        found.append(CauseCount(trial.cause.id, count, trial.cause.title, trial.detail))
    return tuple(sorted(found, key=lambda c: (c.cause == UNEXPLAINED, -c.count, c.cause, c.detail)))


def _samples(plan: Plan, details: Detail, hints: Hints) -> tuple[SampleRow, ...]:
    return tuple(
        _sample(plan, row_class, cells, hints)
        for row_class in RowClass
        for cells in details.samples.get(row_class, [])
    )


def _sample(plan: Plan, row_class: RowClass, found: Cells, hints: Hints) -> SampleRow:
    cells = []
    for index, code, left, right, attempt in found.cells:
        trials = hints.trials.get(index, [])
        cause = trials[attempt].cause.id if attempt >= 0 else UNEXPLAINED
        shown = cause if code == 2 else ""
        cells.append(Cell(plan.fields[index].name, _cut(left), _cut(right), _CODES[code], shown))
    return SampleRow(_key(plan, found.key), row_class, tuple(cells))
