"""What became of each file as JSON; ``codemod.schema.json`` beside this module."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from typing import Any, Final

from codemods.engine import Changed, Outcome, Refused, Rule, Unchanged
from migrate import __version__
from migrate.codemod.rewrite import Result
from migrate.codemod.show import diff

FORMAT: Final = "paved-road/codemod"
VERSION: Final = 1
_OUTCOMES: Final[dict[type[Outcome], str]] = {
    Changed: "changed",
    Unchanged: "unchanged",
    Refused: "left_alone",
}


def to_text(results: Sequence[Result], rules: Sequence[Rule], *, write: bool) -> str:
    """Deterministic text: equal results give equal bytes."""
    return json.dumps(to_json(results, rules, write=write), indent=1, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of :func:`to_json`."""
    text = resources.files("migrate.codemod").joinpath("codemod.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def to_json(results: Sequence[Result], rules: Sequence[Rule], *, write: bool) -> dict[str, Any]:
    """The results as JSON values, without files that had nothing to rewrite."""
    ends = Counter(type(result.outcome) for result in results)
    return {
        "format": FORMAT,
        "version": VERSION,
        "tool": {"name": "paved-road", "version": __version__},
        "rules": [rule.name for rule in rules],
        "written": write,
        "counts": {name: ends[kind] for kind, name in _OUTCOMES.items()},
        "files": [_file(result) for result in results if result.outcome != Unchanged()],
    }


def _file(result: Result) -> dict[str, Any]:
    outcome = result.outcome
    said = {"path": str(result.path), "outcome": _OUTCOMES[type(outcome)]}
    match outcome:
        case Refused(reason, line):
            return {**said, "reason": reason, "line": line}
        case Changed(_, rules, _):
            lines = diff(result, outcome)
            return {**said, "rules": list(rules), "diff": lines, "notes": _notes(outcome)}
        case Unchanged():
            return {**said, "notes": _notes(outcome)}


def _notes(outcome: Changed | Unchanged) -> list[dict[str, Any]]:
    return [{"line": n.line, "rule": n.rule, "text": n.text} for n in outcome.warnings]
