from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from migrate import codes
from migrate.findings import Location, Severity
from migrate.report import docs

ROOT = Path(__file__).parents[2]
PACKAGES = ("migrate", "bridges", "codemods")


def test_codes_of_an_origin_are_numbered_in_the_order_of_its_file():
    for origin in codes.ORIGINS.values():
        text = resources.files(codes).joinpath(f"{origin.lower()}.toml").read_text("utf-8")
        numbers = [
            int(number) for number in re.findall(r"^\[[A-Z]{2}(\d{3})\]$", text, re.MULTILINE)
        ]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize("code", codes.catalogue().values(), ids=lambda c: c.code)
def test_a_code_says_everything(code):
    assert code.title and not code.title.endswith(".")
    assert code.why.endswith(".")
    assert code.next_step.endswith(".")
    assert code.example


def test_titles_are_unique():
    titles = [c.title for c in codes.catalogue().values()]
    assert len(set(titles)) == len(titles)


def test_pages_on_disk_are_the_generated_ones():
    folder = ROOT / docs.FOLDER
    on_disk = {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir()}
    assert on_disk == docs.pages(), "run python -m migrate.report.docs"


def test_writing_pages_removes_those_of_codes_that_are_gone(tmp_path):
    (tmp_path / "LK999.md").write_text("old")
    docs.write_pages(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == set(docs.pages())


def test_every_code_named_in_the_program_is_in_the_catalogue():
    pattern = re.compile(rf"\b(?:{'|'.join(codes.ORIGINS)})\d{{3}}\b")
    sources = [p for name in PACKAGES for p in (ROOT / name).rglob("*.py")]
    named = {code for p in sources for code in pattern.findall(p.read_text(encoding="utf-8"))}
    assert named
    assert named <= set(codes.catalogue())


def test_a_finding_takes_severity_and_next_step_from_its_code():
    found = codes.finding("LK012", "adds no step", location=Location("a.py", 3), subject="All")
    assert (found.severity, found.next_step) == (Severity.NOTE, "Nothing.")
    assert "\n" not in codes.finding("LK001", "x").next_step


def test_a_finding_may_differ_from_its_code():
    found = codes.finding("LK012", "x", severity=Severity.ERROR, next_step="look")
    assert (found.severity, found.next_step) == (Severity.ERROR, "look")


def test_an_unknown_code_is_a_mistake_in_the_program():
    with pytest.raises(codes.UnknownCodeError, match="LK999"):
        codes.finding("LK999", "x")
