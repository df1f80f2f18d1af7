from __future__ import annotations

import statistics
import subprocess
import sys
import time

ALLOWED = 0.5
"""Seconds for ``migrate --help`` on an idle machine."""

SLACK = 1.5
"""How much slower a machine may be that runs other tests at the same time."""

ALL = """
import sys
from migrate.cli import main
for name, command in main.COMMANDS.items():
    main.run([name, "--help"])
    for form in command.forms:
        main.run([name, form, "--help"])
print(*sorted(sys.modules))
"""
HEAVY = ("rich", "kfp", "luigi", "jinja2", "yaml", "libcst", "tomlkit", "tensorflow", "apache_beam")
LIBRARIES = ("numpy", "pyarrow", "duckdb", "numba", "tree_sitter")
SHOW = "import sys; from migrate.cli.main import run; run(['--help']); print(*sorted(sys.modules))"


def _seconds() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "migrate", "--help"], capture_output=True, check=True)
    return time.perf_counter() - start


def test_help_comes_at_once():
    assert statistics.median(_seconds() for _ in range(5)) <= ALLOWED * SLACK


def _loaded(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_imports_no_command_and_nothing_heavy():
    loaded = _loaded(SHOW)
    assert "typer" in loaded
    assert not loaded & set(HEAVY)
    assert not [m for m in loaded if m.startswith(("migrate.luigi", "migrate.kfp", "bridges"))]


def test_help_of_a_command_imports_nothing_heavy():
    loaded = _loaded(ALL)
    assert "migrate.cli.parity_graph" in loaded
    assert not loaded & {*HEAVY, *LIBRARIES}
