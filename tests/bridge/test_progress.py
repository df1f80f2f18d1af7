"""What is shown while a conversion runs and when it is over."""

from __future__ import annotations

import io

from rich.console import Console

from migrate.bridge.progress import Lines
from tests.bridge.conftest import write_avro


def test_lines_come_now_and_then_with_share_and_rate():
    out, now = io.StringIO(), [0.0]
    lines = Lines(10_000_000, Console(file=out, width=100), clock=lambda: now[0])
    for second in range(1, 13):
        now[0] = float(second)
        lines(500_000, 1000)
    assert out.getvalue().splitlines() == [
        " 25 % of 10.0 MB, 5,000 rows, 500.0 kB/s",
        " 50 % of 10.0 MB, 10,000 rows, 500.0 kB/s",
    ]


def test_the_summary_is_on_stdout_and_nothing_else_is_said(bridge, tmp_path):
    code, out, said = bridge(write_avro(tmp_path / "x"), tmp_path / "out", "--shards", 2)
    assert (code, said) == (0, "")
    for part in ("2 tfrecord, none", "300 (", "75 value(s) are not float32", "reversible"):
        assert part in out


def test_quiet_says_nothing(bridge, tmp_path):
    assert bridge(write_avro(tmp_path / "x"), tmp_path / "out", "-q") == (0, "", "")
