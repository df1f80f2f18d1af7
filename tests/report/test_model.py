from __future__ import annotations

from dataclasses import replace

import pytest

from migrate.codes import finding
from migrate.errors import ExitCode
from migrate.findings import Severity
from migrate.report import Proof, Report, Verdict

EMPTY = Report(command="assess", title="x", version="0")
NOTE, WARNING, ERROR = finding("LK012", "n"), finding("LK004", "w"), finding("LK001", "e")
BROKEN = Proof("graphs are equal", ok=False)

VERDICTS = {
    "nothing at all": (EMPTY, Verdict.CLEAN, ExitCode.CLEAN),
    "notes need nobody": (replace(EMPTY, findings=(NOTE,)), Verdict.CLEAN, ExitCode.CLEAN),
    "a warning": (
        replace(EMPTY, findings=(NOTE, WARNING)),
        Verdict.NEEDS_PERSON,
        ExitCode.FINDINGS,
    ),
    "an error outweighs": (
        replace(EMPTY, findings=(WARNING, ERROR)),
        Verdict.ERRORS,
        ExitCode.FINDINGS,
    ),
    "suppressed counts as seen": (
        replace(EMPTY, findings=(replace(ERROR, suppressed="known"),)),
        Verdict.CLEAN,
        ExitCode.CLEAN,
    ),
    "a failed proof outweighs all": (
        replace(EMPTY, findings=(ERROR,), proofs=(Proof("a", ok=True), BROKEN)),
        Verdict.PROOF_FAILED,
        ExitCode.PROOF_FAILED,
    ),
}


@pytest.mark.parametrize(("report", "verdict", "code"), VERDICTS.values(), ids=VERDICTS)
def test_verdict_and_exit_code(report, verdict, code):
    assert (report.verdict, report.exit_code) == (verdict, code)


def test_active_and_suppressed_findings_are_all_findings():
    hidden = replace(WARNING, suppressed="known")
    report = replace(EMPTY, findings=(NOTE, hidden, ERROR))
    assert report.active == (ERROR, NOTE)
    assert report.suppressed == (hidden,)
    assert report.counts() == {Severity.ERROR: 1, Severity.WARNING: 0, Severity.NOTE: 1}
