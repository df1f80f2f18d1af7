"""The Python API and ``assert_parity``, on files as a converted pipeline would have them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.errors import BadInput
from migrate.parity import assert_parity, compare
from migrate.parity.policy import FieldRule, Policy, Rule
from migrate.parity.testing import explain
from tests.parity.filled_result import sample_result
from tests.parity.report.odd_results import equal_result, keyless_result, wide_result

OLD = {
    "id": list(range(20)),
    "score": [n / 7 for n in range(20)],
    "country": ["SE", "NO"] * 10,
    "token": [f"secret-{n}" for n in range(20)],
}


@pytest.fixture
def sides(tmp_path):
    """Writes both sides; the new one with these columns changed."""

    def write(**changed):
        paths = []
        for name, columns in (("old", OLD), ("new", {**OLD, **changed})):
            paths.append(tmp_path / f"{name}.parquet")
            pq.write_table(pa.table(columns), paths[-1])
        return paths

    return write


def test_equal_sides_pass_and_give_the_result(sides):
    result = assert_parity(*sides(), key="id")
    assert result.rows.same == 20


def test_the_message_says_what_differs_how_often_and_why(sides, tmp_path):
    old, new = sides(country=["se", "NO"] * 10)
    with pytest.raises(AssertionError) as failure:
        assert_parity(old, str(new), key=("id",))
    said = str(failure.value).splitlines()
    assert said[0] == "NEW is not equal to OLD under the policy"
    assert "  rows: 10 the same, 10 different" in said
    assert any(line.startswith("  does not hold: rows.different: ") for line in said)
    assert any(line.startswith("  country: 10 of 20 (50.0 %) differ") for line in said)
    assert any("'SE' became 'se'" in line for line in said)
    assert any("case of letters" in line for line in said)


def test_a_policy_may_be_a_file_or_an_object(sides, tmp_path):
    paths = sides(score=[n / 7 + 1e-12 for n in range(20)])
    file = tmp_path / "parity.toml"
    file.write_text('[align]\nkey = ["id"]\n[[field]]\nmatch = "score"\nabsolute = 1e-9\n')
    assert assert_parity(*paths, file).rows.within_tolerance > 0
    rule = FieldRule("score", Rule(absolute=1e-9))
    assert assert_parity(*paths, Policy(rules=(rule,)), key="id").verdict.passed
    with pytest.raises(AssertionError):
        assert_parity(*paths, key="id")


def test_the_report_is_written_whether_it_holds_or_not(sides, tmp_path):
    assert_parity(*sides(), key="id", html=tmp_path / "good.html")
    assert "NEW equals OLD" in (tmp_path / "good.html").read_text()
    with pytest.raises(AssertionError, match=r"report: .*bad\.html"):
        assert_parity(*sides(score=[0.0] * 20), key="id", html=tmp_path / "bad.html")
    assert "not equal" in (tmp_path / "bad.html").read_text()


def test_what_cannot_be_compared_is_no_assertion(sides, tmp_path):
    old, _ = sides()
    with pytest.raises(BadInput, match="nothing"):
        assert_parity(old, tmp_path / "nothing.parquet", key="id")
    with pytest.raises(BadInput, match="no_such_column"):
        assert_parity(old, old, key="no_such_column")


def test_compare_takes_the_options_of_a_request(sides):
    result = compare(*sides(), key="id", sample=0.5, seed=3)
    assert 0 < result.rows.left < 20
    assert result.provenance.sample == 0.5


def test_long_lists_are_cut_and_say_so():
    said = explain(wide_result())
    assert "  … and 230 more fields that differ" in said.splitlines()
    assert len(said.splitlines()) < 80


@pytest.mark.parametrize(
    "result", [sample_result(), equal_result(), keyless_result()], ids=["some", "none", "keyless"]
)
def test_every_result_can_be_explained(result):
    assert explain(result).count("\n") >= 3


def test_rows_on_one_side_are_named():
    said = explain(sample_result()).splitlines()
    assert "  only in OLD: user_id='30', day='2026-01-31'" in said
