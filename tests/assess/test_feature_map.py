"""Every feature of Luigi converts, or a code reports it."""

from __future__ import annotations

import pytest

from migrate.assess.features import FEATURES
from migrate.ledger import Outcome
from tests.assess.building import assessed, codes
from tests.assess.feature_rows import ROWS, param

QUIET = {"LK069"}
"""What every repository with outputs is told."""


@pytest.mark.parametrize(("source", "code"), ROWS.values(), ids=ROWS)
def test_every_feature_has_its_outcome(tmp_path, source, code):
    found = assessed(tmp_path, source)
    if code is None:
        assert codes(found) - QUIET - {"LK012"} == set()
        ends = {view.outcome for view in found.tasks}
        assert ends <= {Outcome.CONVERTED, Outcome.IGNORED}
        assert Outcome.CONVERTED in ends
    else:
        assert code in codes(found), [f.message for f in found.findings]


@pytest.mark.parametrize("code", sorted({c for _, c in ROWS.values() if c}))
def test_a_code_of_a_row_is_not_said_of_a_plain_task(tmp_path, code):
    found = assessed(tmp_path, param("Parameter()"))
    assert code not in codes(found) - QUIET


def test_every_code_of_the_feature_table_is_reached_by_a_row_or_by_another_test():
    reported = {code for _, code in ROWS.values() if code}
    elsewhere = {"LK012", "LK029", "LK102", "LK121"} | {f"PY00{n}" for n in range(1, 10)}
    assert {feature.code for feature in FEATURES.values() if feature.code} <= reported | elsewhere


def test_what_is_refused_has_a_code():
    refused = [f for f in FEATURES.values() if f.outcome in {Outcome.REFUSED, Outcome.STUBBED}]
    assert refused
    assert all(feature.code for feature in refused)
