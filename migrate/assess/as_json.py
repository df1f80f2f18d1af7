"""The assessment as JSON: the report, and the inventory behind it.

``assessment.schema.json`` beside this module documents every field.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from migrate.assess.assess import Assessment, TaskView
from migrate.assess.rules.starts import entries
from migrate.luigi.inventory.model import ConfigFile, Entry, Function
from migrate.report import json_report
from migrate.report.model import Report

FORMAT = "paved-road/assessment"
VERSION = 1


def render(assessment: Assessment, report: Report) -> str:
    """Deterministic text: equal assessments give equal bytes."""
    return json.dumps(to_json(assessment, report), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of :func:`to_json`; its ``report`` is that of report.schema.json."""
    text = resources.files("migrate.assess").joinpath("assessment.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def to_json(assessment: Assessment, report: Report) -> dict[str, Any]:
    """The assessment as JSON values."""
    inventory = assessment.inventory
    return {
        "format": FORMAT,
        "version": VERSION,
        "tasks": [_task(view, assessment) for view in assessment.tasks],
        "edges": {
            "static": [list(edge) for edge in sorted(assessment.static)],
            "dynamic": [list(edge) for edge in sorted(assessment.dynamic)],
        },
        "ways_in": [_entry(entry) for entry in entries(inventory)],
        "configuration": [_config(file) for file in inventory.configs],
        "lost_files": [
            {
                "path": f.path,
                "line": f.line,
                "code": f.code,
                "reason": f.reason,
                "classes": [{"name": name, "line": line} for name, line in f.classes],
            }
            for f in inventory.reading.lost
        ],
        "report": json_report.to_json(report),
    }


def _task(view: TaskView, assessment: Assessment) -> dict[str, Any]:
    cls, inventory = view.cls, assessment.inventory
    return {
        "id": view.key,
        "name": cls.resolved.cls.qualname,
        "family": view.family,
        "path": cls.path,
        "line": cls.line,
        "end_line": cls.resolved.cls.end_line,
        "kind": cls.lineage.kind,
        "bases": list(cls.resolved.cls.bases),
        "ancestors": [r.key for r in cls.lineage.own[1:]],
        "library_bases": [e.dotted for e in cls.lineage.external],
        "difficulty": view.grade.difficulty.name,
        "reasons": list(view.grade.reasons),
        "outcome": view.outcome.value,
        "wave": view.wave,
        "upstream": list(view.upstream),
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "default": p.default,
                "options": list(p.options),
                "line": p.line,
            }
            for p in inventory.all_params(cls).values()
        ],
        "methods": [_method(f) for f in cls.resolved.cls.methods.values()],
        "findings": list(view.codes),
    }


def _method(function: Function) -> dict[str, Any]:
    return {
        "name": function.name,
        "line": function.line,
        "shapes": list(function.shapes),
        "targets": sorted({dotted for dotted, _ in function.targets}),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "way": entry.way,
        "path": entry.path,
        "line": entry.line,
        "names": list(entry.roots),
        "flags": list(entry.flags),
    }


def _config(file: ConfigFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "error": file.error,
        "sections": [
            {
                "name": s.name,
                "line": s.line,
                "options": [
                    {"name": o.name, "line": o.line, "secret": o.secret} for o in s.options
                ],
            }
            for s in file.sections
        ],
    }
