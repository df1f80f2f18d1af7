"""Where a getter gives null, the numpy engine does what the published library does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bridges.featran.errors import NullValue
from bridges.featran.extract import learnt, with_settings
from bridges.featran.field import field
from bridges.featran.flavour import Flavour
from bridges.featran.model import FeatureSpec
from bridges.featran.transformers.registry import TRANSFORMERS
from tests.featran.golden_data import FLAVOURS, numbers
from tests.featran.golden_data import same as equal
from tests.featran.records import batch
from tests.oracle.requests import request
from tests.oracle.test_oracle import ask

pytestmark = [pytest.mark.slow, pytest.mark.network, pytest.mark.timeout(900)]

T: dict[str, Any] = dict(TRANSFORMERS)
TRANSFORMERS_OF_OBJECTS = [
    T["OneHotEncoder"]("t"),
    T["OneHotEncoder"]("t", True),
    T["PositionEncoder"]("t"),
    T["HashOneHotEncoder"]("t"),
    T["HashOneHotEncoder"]("t", 7),
    T["HeavyHitters"]("t", 2, seed=1),
    T["HeavyHitters"]("t", 9, seed=1),
    T["TopNOneHotEncoder"]("t", 2, seed=1),
    T["NHotEncoder"]("t", True),
    T["NHotWeightedEncoder"]("t"),
    T["NGrams"]("t"),
    T["HashNHotEncoder"]("t", 7),
    T["HashNHotWeightedEncoder"]("t"),
    T["VectorIdentity"]("t"),
    T["Normalizer"]("t"),
    T["PolynomialExpansion"]("t"),
    T["MDL"]("t", seed=1),
]
#: A null of the getter, as the JVM program reads it; null alone is a missing value.
NULL = {"value": None}
VALUES: dict[str, list[Any]] = {
    "String": ["a", "b", "c", "d", "e", "f", "g"],
    "Seq[String]": [["a"], ["b", "a"]],
    "Seq[WeightedLabel]": [[{"name": "a", "value": "0x1.0p0"}]],
    "Array[Double]": [["0x1.0p0"], ["0x1.0p1"]],
    "MDLRecord": [{"label": "a", "value": "0x1.0p0"}],
}


def questions() -> Iterator[tuple[str, Any, list[Any], list[Any]]]:
    """Training rows and test rows, null among them or missing values alone."""
    for i, transformer in enumerate(TRANSFORMERS_OF_OBJECTS):
        values = VALUES[transformer.kind.value]
        yield f"{i} null learnt", transformer, [values[0], NULL], [values[0]]
        yield f"{i} null alone learnt", transformer, [NULL], [values[0]]
        yield f"{i} null extracted", transformer, values, [values[0], NULL]
        yield f"{i} nothing learnt", transformer, [None], [NULL, values[0]]


def python(row: Any, kind: str) -> Any:
    """Return a recorded value, null as None."""
    match row:
        case {"value": None}:
            return None
        case {"label": label, "value": value}:
            return {"label": label, "value": float.fromhex(value)}
        case list() if kind == "Array[Double]":
            return [float.fromhex(x) for x in row]
        case list() if kind == "Seq[WeightedLabel]":
            return [{"name": w["name"], "value": float.fromhex(w["value"])} for w in row]
    return row


@pytest.mark.parametrize("scala", FLAVOURS)
def test_null_does_what_it_does_on_the_jvm(scala: str) -> None:
    told = list(questions())
    asked = [
        request(
            name,
            FeatureSpec().optional(field("c0", t.kind), t),
            [[row] for row in train],
            [[row] for row in test],
        )
        for name, t, train, test in told
    ]
    fine = 0
    for (name, transformer, train, test), said in zip(told, ask(asked, scala), strict=True):
        flavour = Flavour(scala)
        spec = FeatureSpec().required(field("c0", transformer.kind), transformer)
        failed = said.get("construct_error") or said["train"]["dense"]
        if isinstance(failed, str) or "error" in failed:
            assert "NullPointer" in str(failed), name
            with pytest.raises(NullValue):
                learnt(spec, [rows(transformer, train)], flavour).extract(rows(transformer, train))
            continue
        extractor = with_settings(spec, said["train"]["settings"], flavour)
        if "error" in said["test"]["dense"]:
            assert "NullPointer" in said["test"]["dense"]["error"], name
            with pytest.raises(NullValue):
                extractor.extract(rows(transformer, test))
            continue
        found = extractor.extract(rows(transformer, test))
        assert equal(found.values, numbers(said["test"]["dense"])), name
        fine += 1
    assert fine == len(TRANSFORMERS_OF_OBJECTS) + 2  # nothing learnt, and the two HeavyHitters


def rows(transformer: Any, given: list[Any]) -> Any:
    kind = transformer.kind
    return batch([(kind, [python(row, kind.value) for row in given])])


@pytest.mark.parametrize("scala", FLAVOURS)
def test_a_null_label_is_a_class_of_its_own(scala: str) -> None:
    labels = [None, None, None, "null", "null", "null", "a", "a", "a"]
    train = [{"label": x, "value": float.hex(float(i))} for i, x in enumerate(labels)]
    spec = FeatureSpec().required(field("c0", T["MDL"].kind), T["MDL"]("t", seed=1))
    (said,) = ask([request("labels", spec, [[row] for row in train], None)], scala)
    plain = [{"label": r["label"], "value": float.fromhex(str(r["value"]))} for r in train]
    found = learnt(spec, [batch([(T["MDL"].kind, plain)])], Flavour(scala))
    assert equal(
        found.extract(batch([(T["MDL"].kind, plain)])).values, numbers(said["train"]["dense"])
    )
