"""docs/dependencies.md names exactly what pyproject.toml depends on, and why."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `([^`]+)` \| (\S.*) \|$", re.MULTILINE)


def declared() -> dict[str, set[str]]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    groups = project["dependency-groups"]
    return {
        "Runtime": names(project["project"]["dependencies"]),
        **{f"Extra `{extra}`": names(lines) for extra, lines in extras.items()},
        **{f"Development (group `{group}`)": names(lines) for group, lines in groups.items()},
        "Build": names(project["build-system"]["requires"]),
    }


def names(requirements: Iterable[str]) -> set[str]:
    return {Requirement(line).name for line in requirements}


def documented() -> dict[str, list[str]]:
    text = (PROJECT / "docs/dependencies.md").read_text()
    sections = (part.partition("\n") for part in text.split("\n## ")[1:])
    return {title: [row[0] for row in ROW.findall(body)] for title, _, body in sections}


def test_sections_are_those_of_pyproject() -> None:
    assert set(documented()) == set(declared())


@pytest.mark.parametrize("section", declared())
def test_every_dependency_has_one_row(section: str) -> None:
    assert sorted(documented()[section]) == sorted(declared()[section])
