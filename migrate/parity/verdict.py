"""The policy's limits against what was measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from migrate.errors import BadInput
from migrate.parity.model import (
    UNEXPLAINED,
    Alignment,
    AlignmentMode,
    Check,
    ColumnPair,
    Compatibility,
    Distribution,
    FieldResult,
    RowCounts,
    Verdict,
)
from migrate.parity.policy import DISTANCES, DISTRIBUTED, Duplicates, Limit, Policy

_COLUMNS: Final = {
    "incompatible_columns": Compatibility.INCOMPATIBLE,
    "left_only_columns": Compatibility.LEFT_ONLY,
    "right_only_columns": Compatibility.RIGHT_ONLY,
}
_WITHOUT_PAIRS: Final = frozenset({"row_count", *_COLUMNS, *DISTANCES})


def judge(
    policy: Policy,
    measured: tuple[RowCounts, Alignment],
    fields: tuple[FieldResult, ...],
    schema: tuple[ColumnPair, ...],
    distributions: tuple[Distribution, ...],
    agreed: int,
) -> Verdict:
    """All checks in the order of the policy. ``agreed``: differing rows that the policy allows."""
    rows, alignment = measured
    checks: list[Check] = []
    for limit in _limits(policy, alignment):
        if limit.match:
            checks += _field_checks(policy, limit, fields, distributions)
        else:
            checks.append(_row_check(limit, rows, fields, schema, agreed))
    checks += _unique_keys(policy, alignment)
    if policy.baseline:
        checks += _baseline(policy.baseline, fields)
    return Verdict(tuple(checks))


def _limits(policy: Policy, alignment: Alignment) -> Iterator[Limit]:
    """The policy's limits. Without pairs, those that count pairs say nothing and are left out;
    distributions then have limits even where the policy sets none."""
    if alignment.mode is not AlignmentMode.DISTRIBUTION:
        yield from policy.limits
        return
    if policy.baseline:
        raise BadInput(
            "counts differing pairs, and distributions have none",
            where=policy.baseline,
            next_step="leave the baseline out, or pair rows by a key",
        )
    yield from (limit for limit in policy.limits if limit.measure in _WITHOUT_PAIRS)
    said = {limit.measure for limit in policy.limits if not limit.match}
    yield from (limit for limit in DISTRIBUTED if limit.measure not in said)


def _row_check(
    limit: Limit,
    rows: RowCounts,
    fields: tuple[FieldResult, ...],
    schema: tuple[ColumnPair, ...],
    agreed: int,
) -> Check:
    different = rows.different - agreed
    measured: float
    match limit.measure:
        case "different":
            measured = different
        case "different_fraction":
            measured = different / rows.joined if rows.joined else 0.0
        case "unexplained":
            measured = sum(_unexplained(field) for field in fields)
        case "row_count":
            most = max(rows.left, rows.right)
            measured = abs(rows.left - rows.right) / most if most else 0.0
        case name if name in _COLUMNS:
            measured = sum(p.compatibility is _COLUMNS[name] and not p.ignored for p in schema)
        case name:
            measured = getattr(rows, name)
    return _check(f"rows.{limit.measure}", limit.most, measured)


def _check(name: str, limit: float, measured: float, field: str = "") -> Check:
    passed = measured <= limit
    of = f" of {field}" if field else ""
    message = "" if passed else f"found {measured:g}{of}, the policy allows {limit:g}"
    return Check(name, passed, limit, measured, field, message)


def _unexplained(field: FieldResult) -> int:
    return sum(cause.count for cause in field.causes if cause.cause == UNEXPLAINED)


def _field_checks(
    policy: Policy,
    limit: Limit,
    fields: tuple[FieldResult, ...],
    distributions: tuple[Distribution, ...],
) -> Iterator[Check]:
    name = f"fields.{limit.measure}"
    if limit.measure in DISTANCES:
        for each in distributions:
            value = getattr(each, limit.measure)
            if value is not None and _is_about(policy, limit, each.name):
                yield _check(name, limit.most, value, each.name)
        return
    for field in fields:
        if fnmatchcase(field.name, limit.match):
            yield _check(name, limit.most, _measure(limit.measure, field), field.name)


def _is_about(policy: Policy, limit: Limit, field: str) -> bool:
    """Whether a limit is asked of a field: a default only where the policy's own are not."""
    if limit not in DISTRIBUTED or limit in policy.limits:
        return fnmatchcase(field, limit.match)
    own = (each for each in policy.limits if each.measure == limit.measure)
    return not any(fnmatchcase(field, each.match) for each in own)


def _measure(measure: str, field: FieldResult) -> float:
    measures: Mapping[str, Callable[[], float]] = {
        "different": lambda: field.disputed,
        "different_fraction": lambda: field.disputed / field.compared if field.compared else 0.0,
        "unexplained": lambda: _unexplained(field),
        "max_absolute": lambda: _largest(field),
    }
    if measure in measures:
        return measures[measure]()
    return float(getattr(field, measure))


def _largest(field: FieldResult) -> float:
    for delta in field.deltas:
        if delta.name == "absolute":
            return float("inf") if delta.not_finite else delta.moments.max or 0.0
    return 0.0


def _unique_keys(policy: Policy, alignment: Alignment) -> Iterator[Check]:
    """Under ``fail`` a key that is not unique fails the verdict, even where all rows are paired."""
    if policy.duplicates is not Duplicates.FAIL or not alignment.key:
        return
    double = alignment.duplicate_keys_left + alignment.duplicate_keys_right
    if double:
        yield _check("rows.duplicate_keys", 0, double)


def _baseline(path: str, fields: tuple[FieldResult, ...]) -> Iterator[Check]:
    """No field may differ more often than in a former result."""
    try:
        former: Any = json.loads(Path(path).read_text(encoding="utf-8"))
        counts = {field["name"]: int(field["different"]) for field in former["fields"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"is no baseline: {error}",
            where=path,
            next_step="write one with: migrate parity OLD NEW --json > FILE",
        ) from error
    for field in fields:
        yield _check("baseline.different", counts.get(field.name, 0), field.different, field.name)
