"""Sensitive columns, as a comparison masks them, are in no output; outputs are deterministic."""

from __future__ import annotations

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.parity.policy import Mask, Policy, Sensitive
from migrate.parity.report.outputs import Outputs, write_outputs
from migrate.parity.request import Request
from migrate.parity.run import compare
from migrate.parity.testing import explain

SECRET = "q7x"
ROWS = 30
MASKS = {
    "hide": Mask.HIDE,
    "hash": Mask.HASH,
}


def columns(shift):
    return {
        "id": [f"{SECRET}key{n:02d}" for n in range(ROWS + shift)],
        "mail": [f"{SECRET}{n}" + ("" if n % 3 else f"-{shift}") for n in range(ROWS + shift)],
        "tags": [[f"{SECRET}{n}", "a", "b"[: n % 2 or shift]] for n in range(ROWS + shift)],
        "nested": [{"ssn": f"{SECRET}-{n * (1 + shift)}", "age": n} for n in range(ROWS + shift)],
        "open": [n // (5 - shift) for n in range(ROWS + shift)],
    }  # fmt: skip


def outputs(folder, mask, capsys):
    """Every file of a comparison by name, and what was printed."""
    sides = [folder.parent / "old.parquet", folder.parent / "new.parquet"]
    for shift, path in enumerate(sides):
        pq.write_table(pa.table(columns(shift)), path)
    masked = tuple(Sensitive(name, mask) for name in ("id", "mail", "tags", "nested.ssn"))
    policy = Policy(key=("id",), sensitive=masked)
    with compare(Request(*map(str, sides), policy, distributions=True)) as comparison:
        for as_json in (False, True):
            wanted = Outputs(
                folder / "p.html", folder / "p.xml", folder / "tables", folder / "text",
                every_key=True, as_json=as_json,
            )  # fmt: skip
            write_outputs(
                comparison.result, lambda every: comparison.key_rows(all_rows=every), wanted
            )
        said = explain(comparison.result)
    files = {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }
    tables = {
        name: str(pq.read_table(folder / name).to_pylist()).encode()
        for name in files
        if name.endswith(".parquet")
    }
    return files, {**files, **tables, "said": (said + capsys.readouterr().out).encode()}


@pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS)
def test_sensitive_values_are_in_no_output(tmp_path, capsys, mask):
    _, found = outputs(tmp_path / "out", mask, capsys)
    assert len(found) == 9
    assert b"open" in found["p.html"]
    leaks = [name for name, content in found.items() if SECRET.encode() in content]
    assert leaks == []


@pytest.mark.slow
def test_the_same_comparison_writes_the_same_bytes(tmp_path, capsys):
    first, _ = outputs(tmp_path / "out", Mask.HASH, capsys)
    shutil.rmtree(tmp_path / "out")
    second, _ = outputs(tmp_path / "out", Mask.HASH, capsys)
    assert first == second
