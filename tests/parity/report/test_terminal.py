from __future__ import annotations

import io

import pytest

from migrate.parity.report import terminal
from tests.parity.filled_result import sample_result
from tests.parity.report.odd_results import (
    equal_result,
    hostile_result,
    keyless_result,
    wide_result,
)


def shown(result):
    out = io.StringIO()
    terminal.show(result, out)
    return out.getvalue()


def test_the_summary_says_rows_fields_causes_checks_and_verdict():
    text = shown(sample_result(3))
    for line in (
        "parity: old/users.avro → new/",
        "  different: 150 rows  (14.9 %)",
        "  only in OLD: 2 rows  (0.2 %)",
        "  100    10.0 %  score (numeric): double became float32 +2; largest delta 2; "
        "46 within tolerance",
        "3 of 7 fields are the same",
        "93.6 % of the differing values are explained",
        "  unexplained: 11  (6.4 %) in score, country, name",
        "DOES NOT HOLD: rows.different: 150 rows differ, the policy allows 0",
    ):
        assert line in text.splitlines()
    assert text.endswith("NEW is not equal to OLD under the policy\n")


def test_an_equal_result_is_short():
    text = shown(equal_result())
    assert "  different: 0 rows  (0 %)" in text.splitlines()
    assert text.endswith("NEW equals OLD\n")
    assert len(text.splitlines()) < 8


def test_long_lists_are_cut_and_say_so():
    text = shown(wide_result(120))
    assert "more fields" in text
    assert len(text.splitlines()) < 60


def test_without_a_key_distributions_are_listed():
    text = shown(keyless_result())
    assert "only the distributions" in text
    assert "country" in text
    assert "  different:" not in text


@pytest.mark.parametrize("bad", ["\x1b", "\u202e", "\x00"])
def test_hostile_values_cannot_move_the_cursor(bad):
    assert bad not in shown(hostile_result())


def test_no_colour_in_a_pipe():
    assert "\x1b" not in shown(sample_result())
