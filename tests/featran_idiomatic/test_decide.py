"""What holds a feature's exact rule before any stock code is tried."""

from __future__ import annotations

from typing import Any

import pytest

from bridges.featran.flavour import DEFAULT
from bridges.featran.model import Crossing, FeatureSpec
from migrate.featran.idiomatic.decide import Mode, decide
from migrate.featran.idiomatic.verdicts import as_manifest, stock_of, verdicts
from tests.featran_idiomatic.subjects import subject

FROZEN = Mode(DEFAULT, refit=False, masks=False)
REFIT = Mode(DEFAULT, refit=True, masks=False)
MASKS = Mode(DEFAULT, refit=False, masks=True)
ENCODER = subject("text", "OneHotEncoder", learnt="label:a")
OPTIONAL = subject("double?", "Identity")
SCALER = subject("double", "StandardScaler", learnt="1.0,2.0")


@pytest.mark.parametrize(
    ("mode", "one", "summary", "code", "said"),
    [
        (MASKS, ENCODER, ENCODER.summary, "FT216", "--added and --rejected"),
        (FROZEN, ENCODER, None, "FT216", "no row had a value"),
        (REFIT, ENCODER, None, "FT215", "orders by frequency"),
        (REFIT, SCALER, None, "FT215", "does not add the mean back"),
        (REFIT, OPTIONAL, None, "FT216", "may have no value"),
        (FROZEN, subject("vector", "PolynomialExpansion", learnt="2"), 2, "FT216", "no polynomial"),
        (FROZEN, subject("text?", "HashOneHotEncoder", 4, learnt="4"), 4, "FT216", "another hash"),
    ],
    ids=str,
)
def test_kept_rules_are_findings(mode: Mode, one: Any, summary: Any, code: str, said: str) -> None:
    decisions = decide((FeatureSpec((one.feature,)),), {"it": summary}, mode)
    (found,) = verdicts(decisions)
    assert (found.code, found.subject) == (code, "it") and said in found.message
    assert not found.needs_person
    assert stock_of(decisions) == ()
    assert as_manifest(decisions)["idiomatic"]["it"]["replaced"] is False


def test_sides_of_crossings_are_kept() -> None:
    crossing = Crossing("it", "it", lambda left, right: left * right)
    spec = FeatureSpec((ENCODER.feature,), (crossing,))
    (found,) = verdicts(decide((spec,), {"it": ENCODER.summary}, FROZEN))
    assert "a crossing needs" in found.message


def test_nothing_asked_nothing_said() -> None:
    assert as_manifest(()) == {} and not list(verdicts(()))
