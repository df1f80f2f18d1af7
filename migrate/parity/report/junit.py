"""The comparison as JUnit XML: a test case per check of the policy and one per field.

A field's case fails when a check on that field fails, or when it has differences that the policy
does not allow and a check on differing rows fails; it is skipped when there was no pair of values.
Without a clock the same result gives the same bytes.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from migrate.parity.model import UNEXPLAINED, Check, FieldResult, ParityResult
from migrate.parity.report import words
from migrate.parity.report.numbers import count, share

#: Checks on rows that the differing fields of those rows answer for.
BLAME: Final = frozenset({"different", "different_fraction", "unexplained"})
_EXAMPLES: Final = 3


def render(result: ParityResult) -> str:
    """One ``testsuites`` element with the suites ``policy`` and ``fields``."""
    policy = [_check(check) for check in result.verdict.checks]
    fields = [_field(field, result) for field in result.fields]
    cases = policy + fields
    name = f"migrate parity {result.left.source} {result.right.source}"
    return "".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f"<testsuites name={_attribute(name)} {_counts(cases)}>\n",
            *_suite("policy", policy),
            *_suite("fields", fields),
            "</testsuites>\n",
        ]
    )


def failed_checks(field: FieldResult, result: ParityResult) -> list[Check]:
    """What makes a field's case fail."""
    failed = [check for check in result.verdict.checks if not check.passed]
    own = [check for check in failed if check.field == field.name]
    if own or not field.disputed:
        return own
    return [check for check in failed if not check.field and _last(check.name) in BLAME]


def _last(name: str) -> str:
    """``different`` of ``rows.different``."""
    return name.rsplit(".", 1)[-1]


def _check(check: Check) -> str:
    name = f"{check.name} {check.field}".strip()
    problem = "" if check.passed else _failure(words.check_line(check), "")
    return _case("parity.policy", name, problem)


def _field(field: FieldResult, result: ParityResult) -> str:
    failed = failed_checks(field, result)
    if not field.compared and not failed:
        skipped = '      <skipped message="no pair of values to compare"/>\n'
        return _case("parity.fields", field.name, skipped)
    differs = f"{count(field.different)} of {count(field.compared)} pairs differ"
    said = f"{differs} ({share(field.different, field.compared)})"
    said += f"; the policy allows {count(field.agreed)} of them" if field.agreed else ""
    if failed:
        problem = _failure(f"{said}; {words.check_line(failed[0])}", _details(field))
    elif field.different or field.within_tolerance:
        tolerated = f"; {count(field.within_tolerance)} within tolerance"
        problem = f"      <system-out>{_text(said + tolerated)}</system-out>\n"
    else:
        problem = ""
    return _case("parity.fields", field.name, problem)


def _details(field: FieldResult) -> str:
    causes = [
        f"{count(c.count)} × {c.title or c.cause if c.cause != UNEXPLAINED else UNEXPLAINED}"
        for c in field.causes
        if c.count
    ]
    lines = [f"causes: {', '.join(causes)}"] if causes else []
    for example in field.examples[:_EXAMPLES]:
        key = ", ".join(f"{part.name}={_shown(part.value)}" for part in example.key)
        lines.append(f"{key}: {_shown(example.left)} became {_shown(example.right)}")
    return "\n".join(lines)


def _shown(value: str | None) -> str:
    return "null" if value is None else repr(value)


def _suite(name: str, cases: list[str]) -> list[str]:
    return [f"  <testsuite name={_attribute(name)} {_counts(cases)}>\n", *cases, "  </testsuite>\n"]


def _counts(cases: list[str]) -> str:
    failures, skipped = (sum(tag in case for case in cases) for tag in ("<failure ", "<skipped "))
    return f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'


def _case(classname: str, name: str, inside: str) -> str:
    head = f"    <testcase classname={_attribute(classname)} name={_attribute(name)}"
    return f"{head}>\n{inside}    </testcase>\n" if inside else f"{head}/>\n"


def _failure(message: str, details: str) -> str:
    return f"      <failure message={_attribute(message)}>{_text(details)}</failure>\n"


def _attribute(text: str) -> str:
    return quoteattr(_legal(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _text(text: str) -> str:
    return escape(_legal(text))


def _legal(text: str) -> str:
    """XML 1.0 has no control characters and no lone surrogates, escaped or not."""
    return "".join(c if _is_legal(ord(c)) else f"\\x{ord(c):02x}" for c in text)


def _is_legal(code: int) -> bool:
    if code < 0x20:
        return code in (0x9, 0xA, 0xD)
    return not (0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))
