"""Every recorded case, both Scala versions, bit for bit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from bridges.featran.builders.maps import maps
from bridges.featran.builders.sparse import entry_names, sparse
from bridges.featran.columns import Kind
from bridges.featran.errors import FeatranError
from bridges.featran.extract import Extractor, learnt, with_settings
from bridges.featran.features import Features
from bridges.featran.flavour import Flavour
from bridges.featran.model import FeatureSpec
from bridges.featran.rejections import scala_text
from bridges.featran.settings.document import write
from tests.featran import cases
from tests.featran.golden_data import FLAVOURS, lines, number, numbers, same
from tests.featran.records import batch

CASES = [(scala, case) for scala in FLAVOURS for case in lines("cases", scala)]
IDS = [f"{scala}-{case['id']}" for scala, case in CASES]

#: What stood in a case's rows, where the recording shows it otherwise: contramap doubled its input,
#: and an unpaired surrogate was written as a question mark.
RECORDED_AS = {
    "ctr": lambda rows: [None if x is None else (2 * number(x)).hex() for x in rows],
    "oh9": lambda rows: ["a\ud800b", *rows[1:]],
}

#: libm functions whose last bits the JVM and the platform may round differently.
LIBM = {"VonMisesEvaluator": ("exp", "cos", "log")}
TOLERANCE = 1e-12


def inputs(spec: FeatureSpec, rows: list[Any]) -> pa.RecordBatch:
    """Return recorded rows as a batch."""
    kinds = [feature.transformer.kind for feature in spec.features]
    if len(kinds) == 1:
        rows = [[row] for row in rows]
    if not kinds:
        return batch([(Kind.DOUBLE, [cases.value(Kind.DOUBLE, row[0]) for row in rows])])
    columns = [(k, [cases.value(k, row[i]) for row in rows]) for i, k in enumerate(kinds)]
    return batch(columns)


def spec_of(case: dict[str, Any]) -> FeatureSpec:
    """Return the spec of a case."""
    spec = cases.spec(case)
    if case["id"] != "ctr":
        return spec
    return FeatureSpec(tuple(replace(f, contramapped=True) for f in spec.features))


@pytest.mark.parametrize(("scala", "case"), CASES, ids=IDS)
def test_case(scala: str, case: dict[str, Any]) -> None:
    flavour = Flavour(scala, 17)
    if "construct_error" in case:
        if case["id"] == "dup1":
            pytest.skip("checked below: duplicate names are refused when features are extracted")
        with pytest.raises(FeatranError) as caught:
            cases.FAILING[case["id"]]()
        assert caught.value.jvm == case["construct_error"]
        return
    spec = spec_of(case)
    rows = case["train"]["in"]
    rows = RECORDED_AS.get(case["id"], lambda rows: rows)(rows)
    given = inputs(spec, rows)
    if not rows:
        assert case["train"]["names"] is None
        return
    train = attempt(lambda: learnt(spec, [given], flavour))
    check(train, given, case["train"], case)
    if case["test"] is not None:
        test = attempt(lambda: with_settings(spec, case["train"]["settings"], flavour))
        rows = RECORDED_AS.get(case["id"], lambda rows: rows)(case["test"]["in"])
        check(test, inputs(spec, rows), case["test"], case, settings=False)
    if isinstance(case.get("roundtrip_dense"), list):
        again = with_settings(spec, case["train"]["settings"], flavour).extract(given)
        assert_values(again.values, case["roundtrip_dense"], spec)


def attempt(make: Any) -> Extractor | FeatranError:
    """Return what a step gives, or the error."""
    try:
        return make()
    except FeatranError as error:
        return error


def failed(want: Any, got: Any) -> bool:
    """Whether a part was recorded as an error, and is this error."""
    if isinstance(want, dict) and "error" in want:
        assert isinstance(got, FeatranError), f"should fail: {want}"
        assert got.jvm == want["error"]
        return True
    if isinstance(got, FeatranError):
        raise got
    return False


def check(
    extractor: Extractor | FeatranError,
    given: pa.RecordBatch,
    want: dict[str, Any],
    case: dict[str, Any],
    settings: bool = True,
) -> None:
    if failed(want["names"], extractor):
        return
    assert isinstance(extractor, Extractor)
    assert [written(name) for name in extractor.names] == want["names"]
    if settings:
        text = attempt(lambda: write(extractor.settings()))
        if not failed(want["settings"], text):
            assert written(text) == want["settings"]
    features = attempt(lambda: extractor.extract(given))
    if failed(want["dense"], features):
        return
    assert isinstance(features, Features)
    check_features(features, want, extractor.spec, case)
    if settings and case.get("named_sparse"):
        check_named_sparse(features, case, extractor.spec)


def written(text: str) -> str:
    """Return a text as Java writes it to a file."""
    return text.encode("utf-8", "replace").decode()


def check_features(
    features: Features, want: dict[str, Any], spec: FeatureSpec, case: dict[str, Any]
) -> None:
    assert_values(features.values, want["dense"], spec)
    rejections = [
        {name: written(scala_text(r)) for name, r in row.items()}
        for row in features.rejections_by_row()
    ]
    assert rejections == want["rejections"]
    if case.get("slimmed"):
        return
    with np.errstate(over="ignore"):
        floats = features.values.astype(np.float32)
    assert_values(floats.astype(np.float64), want["float"], spec)
    for i, row in enumerate(want["sparse"]):
        assert np.flatnonzero(features.added[i]).tolist() == row["i"]
        assert row["n"] == len(features.names)
        assert_values(features.values[i : i + 1, features.added[i]], [row["v"]], spec)
    for got, row in zip(maps(features), want["map"], strict=True):
        told = {written(name): x for name, x in got.items()}
        assert told.keys() == row.keys()
        assert_values(np.array([[told[name] for name in row]]), [list(row.values())], spec)


def check_named_sparse(features: Features, case: dict[str, Any], spec: FeatureSpec) -> None:
    """The rows of training as ``NamedSparseArray``, whose names grow from row to row."""
    rows = sparse(features)
    names = entry_names(features, rows)
    for i, row in enumerate(case["named_sparse"]):
        indices, values = rows.row(i)
        assert indices.tolist() == row["i"]
        assert row["n"] == rows.length
        assert list(map(written, names[i])) == row["names"]
        assert_values(values[None, :], [row["v"]], spec)


def assert_values(got: np.ndarray, want: Any, spec: FeatureSpec) -> None:
    expected = numbers(want)
    if any(type(f.transformer).__name__ in LIBM for f in spec.features):
        np.testing.assert_allclose(got, expected, rtol=TOLERANCE)
    else:
        assert same(got, expected), f"{got.tolist()} is not {expected.tolist()}"


def test_duplicate_names_are_refused_when_features_are_extracted() -> None:
    (case,) = (case for case in lines("cases", "2.13") if case["id"] == "dup1")
    identity = cases.T["Identity"]
    spec = cases.one(identity("a")).optional(cases.field("c1", Kind.DOUBLE), identity("a"))
    with pytest.raises(FeatranError) as caught:
        learnt(spec, [])
    assert caught.value.jvm == case["construct_error"]
