"""The packages that pipelines and codemods need stand without the tools."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
FORBIDDEN = {"bridges": {"migrate", "codemods"}, "codemods": {"migrate", "bridges"}}


def imported(source: str) -> Iterator[str]:
    """Top-level packages that the source imports, at whatever depth of its blocks."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from (alias.name.partition(".")[0] for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_package_does_not_import_the_tools(package: str) -> None:
    files = sorted((PROJECT / package).rglob("*.py"))
    assert files
    wrong = {
        str(file.relative_to(PROJECT)): found
        for file in files
        if (found := FORBIDDEN[package] & set(imported(file.read_text())))
    }
    assert wrong == {}


SEEN = {
    "import migrate.errors": {"migrate"},
    "from migrate import errors": {"migrate"},
    "def f():\n    from migrate.luigi.graph import Node": {"migrate"},
    "import os, migrate as m": {"os", "migrate"},
    "from . import migrate": set(),
    "'import migrate'": set(),
}


@pytest.mark.parametrize("source", SEEN)
def test_walk_finds_imports(source: str) -> None:
    assert set(imported(source)) == SEEN[source]
