"""The report as JSON; ``report.schema.json`` beside this module documents every field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources
from typing import Any

from migrate.codes import catalogue
from migrate.findings import Finding, Location, in_order
from migrate.ledger import Ledger
from migrate.report.model import Cell, GraphPicture, Report, Table

FORMAT = "paved-road/report"
VERSION = 1


def render(report: Report) -> str:
    """Deterministic text: equal reports give equal bytes."""
    return json.dumps(to_json(report), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of :func:`to_json`."""
    text = resources.files("migrate.report").joinpath("report.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def to_json(report: Report) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "tool": {"name": "paved-road", "version": report.version},
        "command": report.command,
        "title": report.title,
        "verdict": report.verdict.name.lower(),
        "exit_code": int(report.exit_code),
        "inputs": dict(report.inputs),
        "summary": [
            {"label": f.label, "value": f.value, "detail": f.detail, "tone": f.tone}
            for f in report.summary
        ],
        "counts": {s.value: n for s, n in report.counts().items()}
        | {"suppressed": len(report.suppressed)},
        "findings": [_finding(finding) for finding in in_order(report.findings)],
        "ledger": _ledger(report.ledger),
        "proofs": [
            {"title": p.title, "ok": p.ok, "details": list(p.details)} for p in report.proofs
        ],
        "tables": [_table(table) for table in report.tables],
        "graph": _graph(report.graph),
        "links": _links(report.links),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    code = catalogue().get(finding.code)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "next_step": finding.next_step,
        "subject": finding.subject,
        "location": _location(finding.location),
        "suppressed": finding.suppressed,
        "page": code.page if code else "",
    }


def _location(place: Location) -> dict[str, Any] | None:
    if not place.path:
        return None
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _ledger(ledger: Ledger | None) -> dict[str, Any] | None:
    if ledger is None:
        return None
    entries = [
        {"kind": e.kind, "name": e.name, "outcome": e.outcome.value, "reason": e.reason}
        for e in ledger.entries
    ]
    return {"counts": ledger.counts(), "entries": entries}


def _table(table: Table) -> dict[str, Any]:
    rows = [
        {"anchor": row.anchor, "cells": [_cell(cell) for cell in row.cells]} for row in table.rows
    ]
    return {
        "title": table.title,
        "note": table.note,
        "columns": list(table.columns),
        "numeric": sorted(table.numeric),
        "rows": rows,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "value": cell.value,
        "href": cell.href,
        "detail": list(cell.detail),
        "links": _links(cell.links),
    }


def _links(links: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "href": href} for label, href in links]


def _graph(graph: GraphPicture | None) -> dict[str, Any] | None:
    if graph is None:
        return None
    nodes = [
        {"id": n.id, "label": n.label, "kind": n.kind, "tooltip": n.tooltip, "href": n.href}
        for n in graph.nodes
    ]
    return {
        "title": graph.title,
        "kinds": list(graph.kinds),
        "nodes": nodes,
        "edges": [list(edge) for edge in graph.edges],
        "marked": [[*edge, graph.marked[edge]] for edge in sorted(graph.marked)],
    }
