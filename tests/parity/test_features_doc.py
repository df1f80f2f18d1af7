"""docs/parity-features.md names tests that exist, and every test of BigDiffy's features."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
DOC = (HERE.parents[1] / "docs/parity-features.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def functions_of(file: str) -> set[str]:
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[:5] == "test_"}


def test_every_test_that_is_named_exists():
    named = NAMED.findall(DOC)
    assert len(named) > 40
    missing = [f"{file}::{name}" for file, name in named if name not in functions_of(file)]
    assert missing == []


def test_every_test_of_a_feature_is_named():
    named = {name for file, name in NAMED.findall(DOC) if file == "test_bigdiffy.py"}
    assert functions_of("test_bigdiffy.py") == named


def test_every_row_has_a_test_or_says_that_there_is_nothing():
    rows = [line for line in DOC.splitlines() if line.startswith("| ") and "| here |" not in line]
    bare = [row for row in rows if not NAMED.search(row)]
    assert len(bare) == 2
    assert all("not read" in row or "no code" in row for row in bare)
