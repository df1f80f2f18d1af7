"""The findings as SARIF 2.1.0, for code hosts and editors."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from migrate.codes import Code, catalogue
from migrate.findings import Finding, Location, in_order
from migrate.report.model import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SRCROOT"


def render(report: Report) -> str:
    """Deterministic text: equal findings give equal bytes."""
    return json.dumps(to_sarif(report), indent=2, ensure_ascii=False) + "\n"


def to_sarif(report: Report) -> dict[str, Any]:
    """One run with the rules that occur and a result per finding, suppressed ones marked."""
    rules = sorted({finding.code for finding in report.findings})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "paved-road",
                        "version": report.version,
                        "rules": [_rule(code) for code in rules],
                    }
                },
                "originalUriBaseIds": {ROOT: {"description": {"text": "The legacy repository."}}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(f, rules.index(f.code)) for f in in_order(report.findings)],
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    entry = catalogue().get(code)
    return {"id": code} | (_described(entry) if entry else {})


def _described(entry: Code) -> dict[str, Any]:
    text = " ".join(f"{entry.why} {entry.next_step}".split())
    return {
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": " ".join(entry.why.split())},
        "help": {"text": text, "markdown": f"{entry.why}\n\n{entry.next_step}"},
        "defaultConfiguration": {"level": entry.severity.value},
        "properties": {"page": entry.page},  # helpUri has to be absolute; the page travels along
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": _message(finding)},
        "partialFingerprints": {"findingHash/v1": _fingerprint(finding)},
    }
    if finding.location.path:
        result["locations"] = [{"physicalLocation": _physical(finding.location)}]
    if finding.suppressed:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.suppressed}]
    return result


def _message(finding: Finding) -> str:
    subject = f"{finding.subject}: " if finding.subject else ""
    step = f" Next: {finding.next_step}" if finding.next_step else ""
    return f"{subject}{finding.message}{step}"


def _fingerprint(finding: Finding) -> str:
    """Stays the same when lines move."""
    parts = (finding.code, finding.location.path, finding.subject, finding.message)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _physical(place: Location) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(place.path)}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    if place.line:
        physical["region"] = {name: value for name, value in region.items() if value}
    return physical


def _artifact(path: str) -> dict[str, str]:
    if PurePosixPath(path).is_absolute():
        return {"uri": f"file://{quote(path)}"}
    return {"uri": quote(path), "uriBaseId": ROOT}
