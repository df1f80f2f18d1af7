from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from migrate.parity.model import Check, Verdict
from migrate.parity.report import junit
from tests.parity.filled_result import sample_result
from tests.parity.report.odd_results import hostile_result
from tests.parity.report.test_html import RESULTS


def cases(result):
    """``{(suite, name): failure message or None}``."""
    root = ET.fromstring(junit.render(result))
    return {
        (suite.get("name"), case.get("name")): (
            None if (bad := case.find("failure")) is None else bad.get("message")
        )
        for suite in root
        for case in suite
    }


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_there_is_a_case_per_check_and_per_field_and_counts_are_right(result):
    root = ET.fromstring(junit.render(result))
    policy, fields = root
    assert len(policy) == len(result.verdict.checks)
    assert len(fields) == len(result.fields)
    for suite in (policy, fields):
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
    assert int(root.get("failures")) == sum(int(s.get("failures")) for s in root)


def test_fields_that_differ_fail_where_no_row_may_differ():
    found = cases(sample_result(1))
    assert found["policy", "rows.different"] == "150 rows differ, the policy allows 0"
    assert found["fields", "score"].startswith("100 of 996 pairs differ (10.0 %)")
    assert found["fields", "extra_000"] is None


def with_checks(*checks):
    return replace(sample_result(1), verdict=Verdict(checks))


VERDICTS = {
    "all allowed": ((Check("different", True, 500, 150),), set()),
    "missing rows are no field's fault": ((Check("missing_left", False, 0, 3),), set()),
    "one field": ((Check("different", False, 50, 100, "score"),), {"score"}),
    "a field that is the same": ((Check("psi", False, 0.1, 0.2, "extra_000"),), {"extra_000"}),
    "rows": ((Check("different", False, 0, 150),), {"score", "country", "name", "embedding"}),
}


@pytest.mark.parametrize(("checks", "failing"), VERDICTS.values(), ids=VERDICTS)
def test_a_field_fails_for_checks_on_it_or_on_rows(checks, failing):
    found = cases(with_checks(*checks))
    assert {name for (suite, name), bad in found.items() if bad and suite == "fields"} == failing


def test_a_field_does_not_fail_for_differences_that_the_policy_allows():
    result = sample_result(1)
    agreed = {"score": 90, "country": 41}
    fields = tuple(replace(f, agreed=agreed.get(f.name, 0)) for f in result.fields)
    found = cases(replace(result, fields=fields))
    assert found["fields", "score"].startswith(
        "100 of 996 pairs differ (10.0 %); the policy allows 90 of them; "
    )
    assert found["fields", "country"] is None
    assert found["fields", "name"] is not None


def test_the_failure_tells_causes_and_examples():
    text = junit.render(sample_result())
    assert "causes: 90 × double became float32" in text
    assert "user_id='17', day='2026-01-31': '1.5' became '3.5'" in text


def test_values_that_xml_cannot_hold_are_escaped():
    text = junit.render(hostile_result())
    assert ET.fromstring(text) is not None
    assert "\\x1b" in text
    assert "<img" not in text


def test_equal_results_give_equal_bytes():
    assert junit.render(sample_result(3)) == junit.render(sample_result(3))
