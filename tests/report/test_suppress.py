from __future__ import annotations

import pytest

from migrate.codes import finding
from migrate.findings import Location
from migrate.report.suppress import apply

SUPPRESSES = {
    "at the end of the line": "class All(Task):  # migrate: ignore[LK012] grouping only\n",
    "above": "# migrate: ignore[LK012] grouping only\nclass All(Task):\n",
    "above other comments": "# migrate: ignore[LK012] grouping only\n# more\nclass All(Task):\n",
    "above a decorator": "# migrate: ignore[LK012] grouping only\n@inherits(B)\nclass All(Task):\n",
    "one of several codes": "# migrate: ignore[LK004, LK012] grouping only\nclass All(Task):\n",
    "without spaces": "#migrate:ignore[LK012] grouping only\nclass All(Task):\n",
}
LEAVES_ALONE = {
    "no reason given": "# migrate: ignore[LK012]\nclass All(Task):\n",
    "another code": "# migrate: ignore[LK001] grouping only\nclass All(Task):\n",
    "no code": "# migrate: ignore grouping only\nclass All(Task):\n",
    "below": "class All(Task):\n    # migrate: ignore[LK012] grouping only\n",
    "code between": "# migrate: ignore[LK012] grouping only\nx = 1\nclass All(Task):\n",
    "blank line between": "# migrate: ignore[LK012] grouping only\n\nclass All(Task):\n",
    "part of a longer code": "# migrate: ignore[LK0123] grouping only\nclass All(Task):\n",
}


def reason(tmp_path, source, line=None):
    (tmp_path / "a.py").write_text(source)
    number = line or 1 + next(i for i, t in enumerate(source.splitlines()) if "class" in t)
    (result,) = apply([finding("LK012", "x", location=Location("a.py", number))], tmp_path)
    return result.suppressed


@pytest.mark.parametrize("source", SUPPRESSES.values(), ids=SUPPRESSES)
def test_suppresses(tmp_path, source):
    assert reason(tmp_path, source) == "grouping only"


@pytest.mark.parametrize("source", LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(tmp_path, source):
    assert reason(tmp_path, source) == ""


def test_a_line_beyond_the_file_suppresses_nothing(tmp_path):
    assert reason(tmp_path, "# migrate: ignore[LK012] why\n", line=40) == ""


def test_missing_and_foreign_files_suppress_nothing(tmp_path):
    (tmp_path / "latin.py").write_bytes(b"# \xe9\nclass All: pass\n")
    places = [Location("gone.py", 1), Location("latin.py", 2), Location("", 0), Location("a.py")]
    found = tuple(finding("LK012", "x", location=place) for place in places)
    assert apply(found, tmp_path) == found


def test_comment_works_beside_bytes_that_are_not_utf8(tmp_path):
    (tmp_path / "a.py").write_bytes(b"# migrate: ignore[LK012] caf\xe9\nclass All: pass\n")
    (result,) = apply([finding("LK012", "x", location=Location("a.py", 2))], tmp_path)
    assert result.suppressed.startswith("caf")


def test_a_form_feed_is_no_line_end(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n\f\nclass All: pass  # migrate: ignore[LK012] why\n")
    (result,) = apply([finding("LK012", "x", location=Location("a.py", 3))], tmp_path)
    assert result.suppressed == "why"
