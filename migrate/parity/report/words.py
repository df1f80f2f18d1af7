"""What a result comes to, in words that every output shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from migrate.parity.model import (
    UNEXPLAINED,
    AlignmentMode,
    Check,
    Compatibility,
    FieldResult,
    Kind,
    ParityResult,
    RowClass,
)
from migrate.parity.report.numbers import duration, number

ROW_CLASSES: Final[Mapping[RowClass, str]] = {
    RowClass.SAME: "the same",
    RowClass.WITHIN_TOLERANCE: "within tolerance",
    RowClass.DIFFERENT: "different",
    RowClass.MISSING_RIGHT: "only in OLD",
    RowClass.MISSING_LEFT: "only in NEW",
    RowClass.DUPLICATE_LEFT: "duplicate in OLD",
    RowClass.DUPLICATE_RIGHT: "duplicate in NEW",
}
"""In the order of bars and legends."""

COMPATIBILITY: Final[Mapping[Compatibility, str]] = {
    Compatibility.WIDENED: "NEW holds every value of OLD",
    Compatibility.NARROWED: "NEW cannot hold every value of OLD",
    Compatibility.CONVERTIBLE: "compared after a cast that says the same value",
    Compatibility.INCOMPATIBLE: "not compared: the types have no value in common",
}
"""What the words of the schema table mean; the others say it themselves."""

_LARGEST: Final = {
    "absolute": "",
    "signed": "",
    "levenshtein": " edits",
    "l2": " (L2)",
    "jaccard": " (Jaccard)",
    "elements": " elements",
    "keys": " keys",
    "bytes": " bytes",
}
_PLURALS: Final = frozenset({" edits", " elements", " keys", " bytes"})


def headline(result: ParityResult) -> str:
    """The verdict in a sentence."""
    if not result.verdict.passed:
        return "NEW is not equal to OLD under the policy"
    if is_equal(result):
        return "NEW equals OLD"
    if result.alignment.mode is AlignmentMode.DISTRIBUTION:
        return "No rows were compared; the distributions are within their limits"
    return "NEW equals OLD as far as the policy asks"


def is_equal(result: ParityResult) -> bool:
    """Every row of both sides is the same, and every column is on both."""
    rows = result.rows
    one_sided = {Compatibility.LEFT_ONLY, Compatibility.RIGHT_ONLY}
    columns = not any(c.compatibility in one_sided for c in result.schema)
    distributed = result.alignment.mode is AlignmentMode.DISTRIBUTION
    return columns and not distributed and rows.left == rows.right == rows.same


def verdict_line(result: ParityResult) -> str:
    """How many checks of the policy hold."""
    checks = result.verdict.checks
    failed = [check for check in checks if not check.passed]
    if not failed:
        return f"Passed: {len(checks)} of {len(checks)} checks hold"
    return f"Failed: {len(failed)} of {len(checks)} checks do not hold"


def check_line(check: Check) -> str:
    """What was measured and allowed, or the check's own message without its name."""
    said = f"{number(check.measured)} measured, the limit is {number(check.limit)}"
    of = f"{check.name} of {check.field} " if check.field else f"{check.name} "
    return check.message.removeprefix(of) or said


def alignment_line(result: ParityResult) -> str:
    """How rows were paired."""
    alignment = result.alignment
    match alignment.mode:
        case AlignmentMode.KEY:
            how = f"Rows are paired by {', '.join(alignment.key)}"
        case AlignmentMode.MULTISET:
            how = "There is no key: equal rows cancel out"
        case AlignmentMode.DISTRIBUTION:
            return "There is no key: only the distributions of the columns are compared"
    nulls = alignment.null_keys_left + alignment.null_keys_right
    have = "row has" if nulls == 1 else "rows have"
    more = f"; {nulls:,} {have} a null key ({alignment.null_keys})" if nulls else ""
    return f"{how}; duplicates: {alignment.duplicates}{more}"


def field_status(field: FieldResult) -> str:
    """``different``, ``tolerated`` or ``same``, the gravest thing in the field; ``uncompared``
    where there was no pair of values, of which nothing is known."""
    if not field.compared:
        return "uncompared"
    if field.different:
        return "different"
    return "tolerated" if field.within_tolerance else "same"


def largest(field: FieldResult) -> tuple[float | None, str]:
    """The largest delta of a field as a number and in words; (None, "") where there is none."""
    named = {delta.name: delta for delta in field.deltas}
    chosen = named.get("absolute") or next(iter(field.deltas), None)
    if chosen is None or chosen.moments.max is None:
        return None, ""
    most = max(abs(chosen.moments.max), abs(chosen.moments.min or 0.0))
    if field.kind is Kind.TEMPORAL:
        return most, duration(most)
    unit = _LARGEST.get(chosen.name, f" ({chosen.name})")
    unit = unit.removesuffix("s") if most == 1 and unit in _PLURALS else unit
    return most, f"{number(most)}{unit}"


def explained(result: ParityResult) -> tuple[int, int]:
    """Differing values that a confirmed cause explains, and all of them."""
    causes = result.causes()
    total = sum(field.different for field in result.fields)
    return sum(n for cause, n in causes.items() if cause != UNEXPLAINED), total


def short_name(source: str) -> str:
    """The last part of a path that says something."""
    return source.rstrip("/").rsplit("/", 1)[-1] or source
