"""Every recorded case through a graph: what the JVM library put out, bit for bit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from bridges.featran.errors import FeatranError
from bridges.featran.extract import Extractor, learnt, with_settings
from bridges.featran.flavour import Flavour
from bridges.featran.model import FeatureSpec
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from tests.featran import cases
from tests.featran.golden_data import lines
from tests.featran.test_golden_cases import (
    RECORDED_AS,
    check_features,
    check_named_sparse,
    inputs,
)
from tests.featran_tf.graphs import Job, run

EVERY = 12


class Number:
    """A tensor with exact operators."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __mul__(self, other: Number) -> Number:
        return Number(exact.mul(self.value, other.value))

    def __rmul__(self, other: float) -> Number:
        return Number(exact.mul(exact.constant(other), self.value))

    def __add__(self, other: Number) -> Number:
        return Number(exact.add(self.value, other.value))


@dataclass(frozen=True)
class Crossed:
    """A crossing's function for both engines."""

    function: Any

    def __call__(self, left: Any, right: Any) -> Any:
        return self.function(left, right)

    def apply_tf(self, left: Any, right: Any) -> Any:
        return self.function(Number(left), Number(right)).value


def with_rules(spec: FeatureSpec) -> FeatureSpec:
    """Return the spec with crossings that tensors can go through."""
    crossings = tuple(replace(c, function=Crossed(c.function)) for c in spec.crossings)
    return replace(spec, crossings=crossings)


def prepared(case: dict[str, Any], part: str, flavour: Flavour) -> Job | None:
    """Return the extractor and the rows of a part; None where the JVM failed, or there is none."""
    want = case.get(part)
    if not want or not isinstance(want["dense"], list) or not want["in"]:
        return None
    spec = with_rules(cases.spec(case))
    recorded = RECORDED_AS.get(case["id"], lambda rows: rows)
    batch = inputs(spec, recorded(want["in"]))
    if part == "train":
        return learnt(spec, [batch], flavour), batch
    try:
        return with_settings(spec, case["train"]["settings"], flavour), batch
    except FeatranError:
        assert case["id"] == "hh8"  # its settings cannot be read back, in Featran either
        return None


def jobs_of(scala: str) -> list[tuple[dict[str, Any], str, Job]]:
    """Return every part of every case; of 2.12 only the cases recorded otherwise than for 2.13."""
    flavour = Flavour(scala, 17)
    known = [] if scala == "2.13" else lines("cases", "2.13")
    parts = [
        (case, part, prepared(case, part, flavour))
        for case in lines("cases", scala)
        if "construct_error" not in case and case["id"] != "empty1" and case not in known
        for part in ("train", "test")
    ]
    return [(case, part, job) for case, part, job in parts if job is not None]


def check_all(jobs: list[tuple[dict[str, Any], str, Job]]) -> None:
    for start in range(0, len(jobs), 60):
        chunk = jobs[start : start + 60]
        results = run([job for _, _, job in chunk])
        for (case, part, (extractor, _)), features in zip(chunk, results, strict=True):
            try:
                check_features(features, case[part], extractor.spec, case)
                if part == "train" and case.get("named_sparse"):
                    check_named_sparse(features, case, extractor.spec)
            except AssertionError as error:
                raise AssertionError(f"{case['id']}, {part}: {error}") from error


def test_a_sample_of_the_recorded_cases() -> None:
    check_all(jobs_of("2.13")[::EVERY])


@pytest.mark.slow
def test_every_recorded_case() -> None:
    jobs = jobs_of("2.13")
    assert len(jobs) > 190
    check_all(jobs)


@pytest.mark.slow
def test_every_case_that_scala_2_12_does_otherwise() -> None:
    check_all(jobs_of("2.12"))


def test_a_spec_without_features_is_refused() -> None:
    with pytest.raises(NoRule, match="without features"):
        run([(Extractor(FeatureSpec(), ()), inputs(FeatureSpec(), [["0x1.0p0"]]))])
