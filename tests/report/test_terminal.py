from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from migrate.codes import finding
from migrate.report import Proof, terminal
from migrate.report.lines import line
from tests.report.samples import HOSTILE, hostile, sample


def shown(report, encoding="utf-8"):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    terminal.show(report, stream)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def test_everything_is_said_in_plain_text():
    text = shown(sample())
    for said in (
        "luigi-to-kfp: All from example",
        "Graph equality: proved  (12 ids)",
        "warning LK004 data flows beside input() and output() (1)",
        "Report_1, report.py:12:5: opens words.txt",
        "1 suppressed",
        "holds: The graphs are equal",
        "done; some points need a person",
    ):
        assert said in text
    assert "\x1b" not in text


def test_ledger_shows_every_outcome_and_the_sum():
    (row,) = [line.split() for line in shown(sample(days=4)).splitlines() if "task " in line]
    assert row == ["task", "5", "1", "-", "-", "-", "6"]


def test_long_groups_are_cut_and_say_so():
    found = tuple(finding("LK004", f"opens {i}.txt", subject=f"T{i:02}") for i in range(12))
    text = shown(replace(sample(), findings=found))
    assert "T04" in text
    assert "T05" not in text
    assert f"and {12 - terminal.SHOWN} more" in text


def test_a_broken_proof_is_loud():
    text = shown(replace(sample(), proofs=(Proof("graphs are equal", False, ("b missing",)),)))
    assert "DOES NOT HOLD: graphs are equal\n  b missing" in text


def test_foreign_names_cannot_steer_the_terminal():
    assert "\x1b" not in shown(hostile())
    assert "\u202e" not in shown(hostile())
    assert "\x1b" in HOSTILE


def test_an_ascii_terminal_is_enough():
    assert "caf?" in shown(replace(sample(), title="café \udc80"), encoding="ascii")


def test_a_terminal_folds_at_words_and_a_pipe_does_not():
    step = "Check that it can answer inside the cluster: " + "x" * 90 + " is needed, well-known"
    console = Console(file=io.StringIO(), force_terminal=True, width=60, no_color=True)
    line(console, f"  next: {step}")
    lines = console.file.getvalue().splitlines()
    assert lines == [
        "  next: Check that it can answer inside the cluster:",
        "    " + "x" * 56,
        "x" * 34,
        "    is needed, well-known",
    ]
    found = (finding("LK004", "opens it", subject="T", next_step=step),)
    assert f"  next: {step}\n" in shown(replace(sample(), findings=found))
