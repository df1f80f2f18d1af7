"""``assert_parity(old, new, policy)``: a parity check as a test of pytest, or of anything else.

::

    from migrate.parity import assert_parity

    def test_new_features_equal_the_old_ones():
        assert_parity("old/features/", "new/features/", "parity.toml")
"""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final

from migrate.parity.model import UNEXPLAINED, CauseCount, FieldResult, KeyPart, ParityResult

_FIELDS: Final = 10
_EXAMPLES: Final = 2
_CHECKS: Final = 10


def assert_parity(
    old: str | PathLike[str],
    new: str | PathLike[str],
    policy: Any = None,
    *,
    key: str | tuple[str, ...] = (),
    html: str | PathLike[str] | None = None,
    **options: Any,
) -> ParityResult:
    """NEW equals OLD under the policy; else an AssertionError that says what differs and why.

    Arguments are those of :func:`migrate.parity.compare`. ``html``: the report is written there,
    whether the check holds or not. Raises MigrateError for input that cannot be compared.
    """
    from migrate.parity.api import compare

    __tracebackhide__ = True
    result = compare(old, new, policy, key=key, **options)
    where = None if html is None else _write(result, Path(fspath(html)))
    if not result.verdict.passed:
        raise AssertionError(explain(result, report=where))
    return result


def explain(result: ParityResult, report: Path | None = None) -> str:
    """What differs, the gravest first, short enough to be read in a test log."""
    return "\n".join(_lines(result, report))


def _write(result: ParityResult, path: Path) -> Path:
    from migrate.parity.report import html
    from migrate.report.write import write_text

    write_text(path, html.render(result))
    return path


def _lines(result: ParityResult, report: Path | None) -> Iterator[str]:
    from migrate.parity.report import words

    yield words.headline(result)
    yield f"  OLD: {result.left.source}"
    yield f"  NEW: {result.right.source}"
    yield f"  rows: {_rows(result)}"
    failed = [check for check in result.verdict.checks if not check.passed]
    for check in failed[:_CHECKS]:
        name = f"{check.name} {check.field}".strip()
        yield f"  does not hold: {name}: {words.check_line(check)}"
    yield from _rest(len(failed), _CHECKS, "checks")
    fields = sorted((f for f in result.fields if f.different), key=lambda f: (-f.different, f.name))
    for field in fields[:_FIELDS]:
        yield from _field(field)
    yield from _rest(len(fields), _FIELDS, "fields that differ")
    yield from _one_sided(result)
    yield from (f"  note {note.code}: {note.message}" for note in result.notes[:_CHECKS])
    if report is not None:
        yield f"  report: {report}"


def _rows(result: ParityResult) -> str:
    from migrate.parity.report import words

    counts = ((result.rows.of(each), name) for each, name in words.ROW_CLASSES.items())
    return ", ".join(f"{n:,} {name}" for n, name in counts if n) or "none"


def _field(field: FieldResult) -> Iterator[str]:
    from migrate.parity.report import words
    from migrate.parity.report.numbers import share

    _, largest = words.largest(field)
    most = f", largest delta {largest}" if largest else ""
    of = f"{field.different:,} of {field.compared:,} ({share(field.different, field.compared)})"
    yield f"  {field.name}: {of} differ{most}"
    causes = [f"{cause.count:,} {_cause(cause)}" for cause in field.causes if cause.count]
    if causes:
        yield f"      causes: {', '.join(causes)}"
    for example in field.examples[:_EXAMPLES]:
        yield f"      {_key(example.key)}: {_value(example.left)} became {_value(example.right)}"


def _cause(cause: CauseCount) -> str:
    if cause.cause == UNEXPLAINED:
        return UNEXPLAINED
    detail = f" ({cause.detail})" if cause.detail else ""
    return f"{cause.title or cause.cause}{detail}"


def _one_sided(result: ParityResult) -> Iterator[str]:
    from migrate.parity.report import words

    alone = [row for row in result.samples if not row.cells]
    for row in alone[:_EXAMPLES]:
        yield f"  {words.ROW_CLASSES[row.row_class]}: {_key(row.key)}"


def _key(parts: tuple[KeyPart, ...]) -> str:
    return ", ".join(f"{part.name}={_value(part.value)}" for part in parts) or "a row"


def _value(text: str | None) -> str:
    if text is None:
        return "null"
    return repr(text if len(text) <= 80 else f"{text[:79]}…")


def _rest(number: int, shown: int, what: str) -> Iterator[str]:
    if number > shown:
        yield f"  … and {number - shown:,} more {what}"
