"""All SQL of parity goes through one module, which leaves no result unread."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import migrate.parity


def asked(source: str) -> list[int]:
    """Lines that ask a connection themselves."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"execute", "sql", "query", "fetchone", "fetchall", "fetchmany"}
    ]


def test_nothing_else_asks_the_engine() -> None:
    package = Path(migrate.parity.__file__).parent
    found = {
        str(file.relative_to(package)): asked(file.read_text()) for file in package.rglob("*.py")
    }
    assert [name for name, lines in found.items() if lines] == ["queries.py"]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1\nconnection.execute('SELECT 1')", [2]),
        ("connection.sql(query).fetchone()", [1, 1]),
        ("with connection.cursor() as c:\n    c.execute(q)", [2]),
        ("run(connection, 'SET threads=1')\nsql.columns(names)", []),
    ],
)
def test_questions_are_found(source: str, lines: list[int]) -> None:
    assert asked(source) == lines
