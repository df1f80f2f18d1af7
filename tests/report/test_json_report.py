from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from migrate.report import Report, json_report
from tests.report.samples import hostile, sample

REPORTS = {
    "full": sample(),
    "hostile": hostile(),
    "empty": Report(command="assess", title="x", version="0"),
}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_json_fits_the_schema(report):
    checker = jsonschema.Draft202012Validator(json_report.schema())
    checker.validate(json.loads(json_report.render(report)))


def test_schema_is_a_schema_that_refuses():
    schema = json_report.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    wrong = json_report.to_json(sample()) | {"verdict": "fine"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(wrong)


def test_equal_reports_give_equal_bytes():
    assert json_report.render(sample()) == json_report.render(sample())


def test_order_of_findings_does_not_matter():
    report = sample()
    turned = replace(report, findings=report.findings[::-1])
    assert json_report.render(turned) == json_report.render(report)


def test_ledger_sums_to_the_inventory():
    ledger = json_report.to_json(sample(days=4))["ledger"]
    assert ledger["counts"]["task"]["converted"] == 5
    assert sum(sum(row.values()) for row in ledger["counts"].values()) == len(ledger["entries"])


def test_suppressed_findings_stay_and_are_counted():
    loaded = json_report.to_json(sample())
    assert loaded["counts"] == {"error": 0, "warning": 1, "note": 1, "suppressed": 1}
    assert len(loaded["findings"]) == 3
