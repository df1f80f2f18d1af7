"""Breaking long lines: the same as ruff's formatter, and nothing else changes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from migrate.featran.render.layout import fitted

LONG = "a" * 40
LINES = [
    "x = f(1)",
    f'features["age"] = tf.cast((tf.clip_by_value(x, 14.0, 89.0) - 14.0) / {LONG}, tf.float32)'
    "[:, tf.newaxis]",
    f"y = tf.one_hot(tf.where((x < 1.0) | (x > 10.0), -1, g(x, h([[3.5, {LONG}]], k))), 6)",
    f"""z = f(table(["a", "b, (c", 'it"s)'], 2).lookup(inputs["{LONG}"]), minlength=2, n=[1])""",
    f's = required(x, op("Seq.map", x.ratings, fn(lambda y: new({LONG}, y.b), {LONG})))',
    f"s = required(x, (((to(DOUBLE, l.{LONG}) + to(DOUBLE, l.{LONG})) + l.c) / lit(3.0)), I())",
    f'n = ("{LONG * 3}", 1)',
    f"w = aaaaaaaa[{LONG}, {LONG}]",
    f'call("{LONG}", "{LONG}")',
]


@pytest.mark.parametrize("line", LINES)
def test_as_ruff_would(line: str) -> None:
    text = fitted(line) + "\n"
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-"]
    ruff = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    assert ruff.stdout == text
    assert "".join(text.split()).replace(",)", ")").replace(",]", "]") == "".join(line.split())


def test_indented_lines_are_shorter() -> None:
    line = f"function({LONG}, {LONG[:30]})"
    assert fitted(line) == line
    inner = f"            {LONG}, {LONG[:30]}"
    assert fitted(line, 2).splitlines() == ["        function(", inner, "        )"]
