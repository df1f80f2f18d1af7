"""The published library says what was recorded, and the numpy engine says what it says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest

from bridges.featran.builders.maps import maps
from bridges.featran.extract import Extractor, learnt, with_settings
from bridges.featran.flavour import Flavour
from bridges.featran.model import FeatureSpec
from tests.featran import cases
from tests.featran.golden_data import FLAVOURS, lines, number
from tests.featran.test_golden_cases import (
    LIBM,
    RECORDED_AS,
    assert_values,
    attempt,
    check,
    inputs,
)
from tests.oracle.maven import NotRun
from tests.oracle.random_specs import MAKERS, random_case
from tests.oracle.requests import answers, request

pytestmark = [pytest.mark.slow, pytest.mark.network, pytest.mark.timeout(900)]

#: Random cases of each transformer.
ROUNDS = 20
#: What crossings compute, by the name that the JVM program knows.
CROSSED = {"cross1": ["*", "+"], "cross2": ["10a+b", "10a+b"], "cross3": ["*"]}
FUNCTIONS: dict[str, Any] = {
    "*": lambda a, b: a * b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "/": lambda a, b: a / b,
}
#: Published for 2.12 is 0.8.0-RC2 with Algebird 0.13.7 and Breeze 1.1; the recordings are of
#: 0.13.9 and 2.1. The deviation of a single value is NaN there, and a 2-norm may differ in its last
#: bit.
OLDER = "2.12"
#: Recorded cases that a request cannot say: contramap, an unpaired surrogate, a spec of nothing.
UNSAID = {"ctr", "oh9", "empty1"}


def ask(requests: list[dict[str, Any]], scala: str) -> list[dict[str, Any]]:
    """Return the library's answers, or skip."""
    try:
        return answers(requests, scala)
    except NotRun as reason:
        pytest.skip(f"not run: {reason}")


@pytest.mark.parametrize("scala", FLAVOURS)
def test_published_library_says_what_was_recorded(scala: str) -> None:
    told = [c for c in lines("cases", scala) if "train" in c and c["id"] not in UNSAID]
    got = ask([recorded_request(case) for case in told], scala)
    for case, answer in zip(told, got, strict=True):
        assert answer["id"] == case["id"]
        if scala == OLDER and case["id"] == "std6":
            assert '"0.1,NaN"' in answer["train"]["settings"]
            continue
        for part, want in case["train"].items():
            if part != "in":
                assert same(answer["train"][part], want), (case["id"], part)
        for part, want in (case["test"] or {}).items():
            if part not in ("in", "settings"):
                assert same(answer["test"][part], want), (case["id"], part)


def recorded_request(case: dict[str, Any]) -> dict[str, Any]:
    """Return a recorded case as a request."""
    spec = cases.spec(case)
    single = len(spec.features) == 1

    def rows(part: dict[str, Any] | None) -> list[Any] | None:
        if part is None:
            return None
        return [[row] for row in part["in"]] if single else part["in"]

    names = CROSSED.get(case["id"], [])
    crossed = cases.CROSSED.get(case["id"], [])
    crossings = [[left, right, n] for (left, right, _), n in zip(crossed, names, strict=True)]
    return request(case["id"], spec, rows(case["train"]) or [], rows(case["test"]), crossings)


def same(got: Any, want: Any) -> bool:
    """Whether two answers are equal; doubles by value, so that their spelling does not count."""
    match got, want:
        case str(), str():
            return got == want or _number(got) == _number(want)
        case list(), list():
            return len(got) == len(want) and all(map(same, got, want))
        case dict(), dict():
            return got.keys() == want.keys() and all(same(got[k], want[k]) for k in got)
        case _:
            return bool(got == want)


def _number(text: str) -> str:
    try:
        return float.hex(number(text))
    except ValueError:
        return text


@cache
def random_cases() -> tuple[tuple[str, FeatureSpec, list[Any], list[Any]], ...]:
    """Return the random cases of all transformers."""
    return tuple(_random_cases())


def _random_cases() -> Iterator[tuple[str, FeatureSpec, list[Any], list[Any]]]:
    for name in MAKERS:
        for i in range(ROUNDS):
            yield f"{name}-{i}", *random_case(name, Random(f"{name}-{i}"))


@cache
def random_answers(scala: str) -> dict[str, dict[str, Any]]:
    """Return the library's answers to them."""
    asked = [request(*case) for case in random_cases()]
    return {answer["id"]: answer for answer in ask(asked, scala)}


@pytest.mark.parametrize("scala", FLAVOURS)
@pytest.mark.parametrize("name", MAKERS)
def test_engine_says_what_the_library_says(
    name: str, scala: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow_older_norms(scala, monkeypatch)
    flavour = Flavour(scala)
    said = random_answers(scala)
    for case, spec, train, test in random_cases():
        if not case.startswith(f"{name}-") or (scala == OLDER and _single(spec, train)):
            continue
        answer = said[case]
        given = inputs(spec, [row[0] for row in train])
        extractor = attempt(lambda: learnt(spec, [given], flavour))  # noqa: B023
        check(extractor, given, answer["train"], {"id": case})
        if isinstance(answer["train"]["settings"], str) and answer["test"]["names"] is not None:
            settings = answer["train"]["settings"]
            frozen = attempt(lambda: with_settings(spec, settings, flavour))  # noqa: B023
            rows = inputs(spec, [row[0] for row in test])
            check(frozen, rows, answer["test"], {"id": case}, settings=False)


def _allow_older_norms(scala: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if scala == OLDER:
        monkeypatch.setitem(LIBM, "Normalizer", ("nrm2",))


def _single(spec: FeatureSpec, rows: list[Any]) -> bool:
    """Whether a StandardScaler learns from one value."""
    return any(
        type(f.transformer).__name__ == "StandardScaler"
        and sum(row[i] is not None for row in rows) == 1
        for i, f in enumerate(spec.features)
    )


@pytest.mark.parametrize("scala", FLAVOURS)
def test_specs_of_several_features_and_crossings(
    scala: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow_older_norms(scala, monkeypatch)
    asked, specs = [], []
    for i in range(ROUNDS):
        draw = Random(f"spec-{i}")
        names = draw.sample([n for n in MAKERS if n != "VonMisesEvaluator"], 4)
        spec, columns = FeatureSpec(), []
        for j, name in enumerate(names):
            one, train, _ = random_case(name, draw)
            kind = one.features[0].transformer.kind
            spec = spec.optional(cases.field(f"c{j}", kind), one.features[0].transformer)
            columns.append([row[0] for row in train])
        rows = [list(row) for row in zip(*columns, strict=False)]
        crossings = [
            [*pair, draw.choice(list(FUNCTIONS))]
            for pair in sorted({tuple(draw.choices(names, k=2)) for _ in range(2)})
        ]
        asked.append(request(f"spec-{i}", spec, rows, None, crossings))
        for left, right, function in crossings:
            spec = spec.cross(left, right, FUNCTIONS[function])
        specs.append((spec, rows))
    for (spec, rows), answer in zip(specs, ask(asked, scala), strict=True):
        if scala == OLDER and _single(spec, rows):
            continue
        given = inputs(spec, rows)
        extractor = attempt(lambda: learnt(spec, [given], Flavour(scala)))  # noqa: B023
        check(extractor, given, answer["train"], answer)
        if isinstance(extractor, Extractor) and isinstance(answer["train"]["map"], list):
            for got, want in zip(
                maps(extractor.extract(given)), answer["train"]["map"], strict=True
            ):
                assert got.keys() == want.keys()
                assert_values(
                    np.array([[got[k] for k in want]]), [list(want.values())], extractor.spec
                )


def test_recordings_that_requests_cannot_say_are_few() -> None:
    known = {case["id"] for case in lines("cases", "2.13")}
    assert known >= UNSAID
    assert set(RECORDED_AS) <= UNSAID
