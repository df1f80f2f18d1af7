"""docs/luigi-features.md names no code that is not there, and misses none of the conversion."""

from __future__ import annotations

import re
from pathlib import Path

from migrate.codes import catalogue

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/luigi-features.md").read_text("utf-8")
# Not about a feature of Luigi: the image, the modules at capture, loops and walks.
OF_THE_CONVERSION = {"LK028", "LK030", "LK031", "LK052", "LK053"}


def test_every_code_exists_with_its_page() -> None:
    named = set(re.findall(r"\[(LK\d{3})\]\(findings/\1\.md\)", TEXT))
    assert named == set(re.findall(r"LK\d{3}", TEXT))
    assert named <= set(catalogue())
    assert all((ROOT / "docs/findings" / f"{code}.md").is_file() for code in named)


def test_every_code_of_the_conversion_has_a_row() -> None:
    rules = ROOT / "migrate/kfp/rules"
    used = {c for f in rules.glob("*.py") for c in re.findall(r"LK\d{3}", f.read_text("utf-8"))}
    assert used - OF_THE_CONVERSION <= set(re.findall(r"LK\d{3}", TEXT))
