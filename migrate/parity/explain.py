"""Which causes are tried for a field, and the SQL that tells which of them explains a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from migrate.parity import sql
from migrate.parity.beside import sources, with_texts
from migrate.parity.causes import CAUSES, Attempt, Cause, Subject
from migrate.parity.causes.base import Neighbour
from migrate.parity.model import Compatibility, Kind
from migrate.parity.partial import Survey
from migrate.parity.plan import Field, Plan
from migrate.parity.relabelled import Permutation
from migrate.parity.relabelled_rows import holds
from migrate.parity.strict import is_strict, without_objection
from migrate.parity.types import NUMBERS, Family, Type, list_of, scalar

#: Elements of lists that causes are lifted to.
_ELEMENTS = NUMBERS | {Family.STRING, Family.TIMESTAMP, Family.DATE, Family.BYTES}


@dataclass(frozen=True, slots=True)
class Trial:
    """One attempt of one cause for one field; ``confirms`` is SQL over a row of its table."""

    cause: Cause
    detail: str
    confirms: str
    whole_row: bool = False
    """Whether ``confirms`` names other columns of the row than the field's two."""


def trials_of(
    plan: Plan,
    index: int,
    survey: Survey,
    group: Sequence[int],
    permuted: Sequence[Permutation] = (),
) -> list[Trial]:
    """All that is tried for a field, in order; the same in every engine."""
    field = plan.fields[index]
    if field.compatibility is Compatibility.INCOMPATIBLE or field.kind in (Kind.RECORD, Kind.OTHER):
        return []
    evidence = tuple((a, b) for _, a, b in survey.fields[index].evidence)
    near = survey.fields[index].beside
    labels, relabelled = _relabelled(plan, index, permuted)
    subject = Subject(
        field.name,
        field.kind,
        field.type,
        field.rule,
        evidence,
        place=index,
        neighbours=_neighbours(plan, index, survey, group),
        sources=tuple(with_texts(sources(plan, group, index), near)),
        old_texts=tuple(old for _, old, _, _ in near),
        new_texts=tuple(new for _, _, new, _ in near),
        shifts=survey.shifts,
        unchanged=survey.joined - survey.fields[index].different,
        labels=labels,
        relabelled=relabelled,
    )
    return list(_trials(field, index, subject))


def _relabelled(plan: Plan, index: int, permuted: Sequence[Permutation]) -> tuple[int, str]:
    """How many columns were permuted with the field, and the SQL of rows that this explains."""
    for number, each in enumerate(permuted):
        if index in each:
            return len(each.source), holds(plan, number)
    return 0, ""


def _trials(field: Field, index: int, subject: Subject) -> Iterator[Trial]:
    lifted = _lifted(subject)
    for cause in CAUSES:
        for attempt in cause.attempts(subject):
            test = _confirms(field, index, attempt)
            yield Trial(cause, attempt.detail, test, bool(attempt.when))
        if lifted is not None:
            for attempt in cause.attempts(lifted):
                yield Trial(cause, attempt.detail, _confirms(field, index, _on_elements(attempt)))


def _lifted(subject: Subject) -> Subject | None:
    """The elements of a list as a subject of their own."""
    if subject.family is not Family.LIST or subject.kind is Kind.MAP:
        return None
    item = subject.type.item
    if item.family not in _ELEMENTS:
        return None
    pairs = tuple(
        pair
        for old, new in subject.values()
        if len(old) == len(new)
        for pair in zip(old, new, strict=True)
        if pair[0] != pair[1]
    )
    return replace(subject, type=item, evidence=pairs[:1000], lifted=True)


def _on_elements(attempt: Attempt) -> Attempt:
    return replace(
        attempt,
        old=lambda v: f"list_transform({v}, lambda e: {attempt.old('e')})",
        new=lambda v: f"list_transform({v}, lambda e: {attempt.new('e')})",
    )


def _confirms(field: Field, index: int, attempt: Attempt) -> str:
    """The changed values are the same, within the field's tolerance, or close."""
    left, right = attempt.old(f"l{index}"), attempt.new(f"r{index}")
    tests = [sql.same(left, right)]
    if _keeps_type(field):
        close = _inexact(field).within(left, right)
        # Integers that are one double would be close whatever is done to them.
        tests += [f"COALESCE({close}, false) AND {_apart(field.type, index)}"] if close else []
    if attempt.close:  # values that are as close without the change are not explained by it
        near = _close(field, left, right, attempt.close)
        tests.append(f"{near} AND NOT {_close(field, f'l{index}', f'r{index}', attempt.close)}")
    test = sql.any_of(tests)
    if is_strict(field.type, field.rule):
        test = f"({test}) AND {_not_objected(field, index, left, right)}"
    if Family.DECIMAL in (field.type.family, _item(field.type)):
        test = f"({test}) AND {_apart(field.type, index)}"
    return f"({test})" + (f" AND {attempt.when}" if attempt.when else "")


def _item(kind: Type) -> Family | None:
    return kind.item.family if kind.family is Family.LIST else None


def _apart(kind: Type, index: int) -> str:
    """SQL: the decimals are apart even as doubles, which much arithmetic makes of them."""
    double = "DOUBLE[]" if kind.family is Family.LIST else "DOUBLE"
    return sql.differ(f"CAST(l{index} AS {double})", f"CAST(r{index} AS {double})")


def _not_objected(field: Field, index: int, left: str, right: str) -> str:
    """SQL: the rule that tells equal floats apart has nothing against the changed values."""
    if Family.FLOAT in (field.type.family, _item(field.type)):
        return f"({without_objection(field.type, left, right, field.rule)})"
    return sql.differ(f"l{index}", f"r{index}")  # how an attempt changes these is not known here


def _keeps_type(field: Field) -> bool:
    """Whether an attempt's values are of a type that the field's tolerance can compare."""
    return field.type.family in NUMBERS or field.kind is Kind.VECTOR


def _inexact(field: Field) -> Field:
    """The field as one of doubles, which an attempt's arithmetic makes of numbers."""
    kind = _as_doubles(field.type)
    if kind == field.type or field.kind is Kind.TEMPORAL:
        return field
    return replace(field, type=kind, rule=replace(field.rule, ulp=None))


def _as_doubles(kind: Type) -> Type:
    if kind.family is Family.LIST:
        return list_of(_as_doubles(kind.item))
    return scalar("DOUBLE") if kind.family in (Family.INT, Family.DECIMAL) else kind


def _close(field: Field, left: str, right: str, relative: float) -> str:
    near = (
        "(isfinite(CAST({a} AS DOUBLE)) AND isfinite(CAST({b} AS DOUBLE)) AND "
        "abs(CAST({b} AS DOUBLE) - CAST({a} AS DOUBLE)) <= {r} * "
        "greatest(abs(CAST({a} AS DOUBLE)), abs(CAST({b} AS DOUBLE))))"
    )
    if field.type.family is not Family.LIST:
        return "COALESCE(" + near.format(a=left, b=right, r=sql.number(relative)) + ", false)"
    each = near.format(a="p[1]", b="p[2]", r=sql.number(relative))
    pairs = (
        f"list_transform(list_zip({left}, {right}), lambda p: {each} OR {sql.same('p[1]', 'p[2]')})"
    )
    return f"(len({left}) = len({right}) AND COALESCE(list_bool_and({pairs}), false))"


def _neighbours(
    plan: Plan, index: int, survey: Survey, group: Sequence[int]
) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(
            plan.fields[i].name,
            plan.fields[i].type,
            f"l{i}",
            f"r{i}",
            f"c{i}",
        )
        for i in group
        if i != index and survey.fields[i].different and plan.fields[i].mask is None
    )
