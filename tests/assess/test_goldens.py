"""Whole repositories, with their assessments as they were reviewed.

``UPDATE_GOLDEN=1 python -m pytest tests/assess/test_goldens.py`` writes them anew.
"""

from __future__ import annotations

import ast
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from codemods.py2 import Decoded, Parsed, decode, parse
from migrate.assess.as_json import to_json
from migrate.assess.assess import Assessment, assess
from migrate.assess.report import report_of
from migrate.luigi.inventory.reading import read_repository

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden/assess"
CASES = {"mixed": GOLDEN / "mixed", "legacy_company": ROOT / "examples/legacy_company"}


@pytest.fixture(scope="module", params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> tuple[str, Path, Assessment]:
    root = CASES[request.param]
    return request.param, root, assess(root, read_repository(root))


def test_is_as_reviewed(case):
    name, _, found = case
    document = to_json(found, report_of(found))
    for key in ("tool", "graph", "tables"):
        document["report"].pop(key)
    text = json.dumps(document, indent=1, sort_keys=True) + "\n"
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text)
    assert text == golden.read_text()


def test_the_ledger_adds_up_to_what_another_count_finds(case):
    """Counted here once more with nothing of the reader but the parser."""
    _, root, found = case
    counts = {kind: sum(row.values()) for kind, row in found.ledger.counts().items()}
    sources = [p for p in root.rglob("*.py") if "__pycache__" not in p.parts]
    trees = [parsed.tree for p in sources if isinstance(parsed := _parsed(p), Parsed)]
    broken = [p for p in sources if not isinstance(_parsed(p), Parsed)]
    nodes = Counter(type(node) for tree in trees for node in ast.walk(tree))
    lost = sum(p.read_text().count("class ") for p in broken)
    assert counts["Python file"] == len(sources)
    assert counts["class"] == nodes[ast.ClassDef] + lost
    assert counts.get("event handler", 0) == sum(
        isinstance(n, ast.Attribute) and n.attr == "event_handler"
        for tree in trees
        for n in ast.walk(tree)
    )
    options = [line for p in root.rglob("*.cfg") for line in p.read_text().splitlines()]
    assert counts.get("option", 0) == sum("=" in line for line in options)
    assert counts.get("configuration section", 0) == sum(li.startswith("[") for li in options)


def _parsed(path: Path) -> object:
    decoded = decode(path.read_bytes())
    return parse(decoded.text) if isinstance(decoded, Decoded) else None


def test_every_task_has_its_end_once(case):
    _, _, found = case
    ends = Counter(e.name for e in found.ledger.entries if e.kind == "class")
    assert set(ends.values()) == {1}
    assert {view.key for view in found.tasks} <= set(ends)
