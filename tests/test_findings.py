"""Findings have one order, and places print as people write them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.findings import Finding, Location, Severity, in_order

FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(["LK001", "LK002"]),
    severity=st.sampled_from(Severity),
    message=st.sampled_from(["a", "b"]),
    location=st.builds(Location, st.sampled_from(["a.py", "b.py"]), st.integers(0, 3)),
    subject=st.sampled_from(["S", "T"]),
)


def test_severities_are_ordered() -> None:
    assert Severity.NOTE < Severity.WARNING < Severity.ERROR
    assert max(Severity) is Severity.ERROR


@given(st.lists(FINDINGS).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_does_not_depend_on_the_input(
    findings: tuple[list[Finding], list[Finding]],
) -> None:
    found, shuffled = findings
    assert in_order(found) == in_order(shuffled)


@given(st.lists(FINDINGS))
def test_the_gravest_come_first(found: list[Finding]) -> None:
    ordered = in_order(found)
    assert all(not first.severity < second.severity for first, second in pairwise(ordered))
    assert len(ordered) == len(found)


PLACES = {
    "nowhere": (Location(), ""),
    "a file": (Location("a.py"), "a.py"),
    "a line": (Location("a.py", 3), "a.py:3"),
    "a column": (Location("a.py", 3, 7), "a.py:3:7"),
    "a column without a line": (Location("a.py", 0, 7), "a.py"),
}


@pytest.mark.parametrize(("place", "text"), PLACES.values(), ids=PLACES)
def test_places(place: Location, text: str) -> None:
    assert str(place) == text


NEEDS = {
    "error": (Finding("LK001", Severity.ERROR, ""), True),
    "warning": (Finding("LK001", Severity.WARNING, ""), True),
    "note": (Finding("LK001", Severity.NOTE, ""), False),
    "suppressed": (Finding("LK001", Severity.ERROR, "", suppressed="known"), False),
}


@pytest.mark.parametrize(("found", "needed"), NEEDS.values(), ids=NEEDS)
def test_needs_person(found: Finding, needed: bool) -> None:
    assert found.needs_person is needed
