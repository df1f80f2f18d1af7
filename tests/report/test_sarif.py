from __future__ import annotations

import json
from dataclasses import replace

from migrate.codes import finding
from migrate.findings import Location
from migrate.report import Report, sarif
from tests.report.samples import sample


def run(*findings):
    report = Report(command="assess", title="x", version="0.1", findings=findings)
    return json.loads(sarif.render(report))["runs"][0]


def test_one_result_per_finding_points_at_its_rule():
    log = sarif.to_sarif(sample())
    (only,) = log["runs"]
    rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
    assert log["version"] == "2.1.0"
    assert rules == ["LK004", "LK012"]
    assert [rules[r["ruleIndex"]] for r in only["results"]] == [
        r["ruleId"] for r in only["results"]
    ]
    assert [r["level"] for r in only["results"]] == ["warning", "warning", "note"]


def test_a_rule_carries_its_page_and_text():
    (rule,) = run(finding("LK012", "x"))["tool"]["driver"]["rules"]
    assert rule["properties"]["page"] == "docs/findings/LK012.md"
    assert rule["defaultConfiguration"] == {"level": "note"}
    assert "helpUri" not in rule  # the standard asks for an absolute one


def test_region_has_only_what_is_known():
    places = (
        Location("a b.py", 3, 5, 4, 1),
        Location("b.py", 7),
        Location("c.cfg"),
        Location("/legacy/d.py", 1),
    )
    found = [finding("LK012", "x", location=p) for p in places]
    seen = {
        place["artifactLocation"]["uri"]: place.get("region")
        for r in run(*found)["results"]
        for place in [r["locations"][0]["physicalLocation"]]
    }
    assert seen == {
        "a%20b.py": {"startLine": 3, "startColumn": 5, "endLine": 4, "endColumn": 1},
        "b.py": {"startLine": 7},
        "c.cfg": None,
        "file:///legacy/d.py": {"startLine": 1},
    }


def test_without_a_place_there_is_no_location():
    assert "locations" not in run(finding("LK023", "x"))["results"][0]


def test_suppressed_results_say_why():
    (result,) = run(replace(finding("LK012", "x"), suppressed="known"))["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "known"}]


def test_fingerprint_survives_a_move():
    here, there = (finding("LK012", "x", location=Location("a.py", n)) for n in (1, 99))
    prints = [r["partialFingerprints"] for r in run(here, there)["results"]]
    assert prints[0] == prints[1]
