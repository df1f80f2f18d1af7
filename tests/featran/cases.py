"""The specs of the recorded cases."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from bridges.featran.columns import Kind
from bridges.featran.field import field
from bridges.featran.model import FeatureSpec
from bridges.featran.settings.document import Setting, read
from bridges.featran.settings.rebuild import rebuild
from bridges.featran.transformers.registry import TRANSFORMERS
from tests.featran.golden_data import number

T = TRANSFORMERS

#: Arguments of NGrams, which settings do not hold.
RUNS = {
    "ng1": {"low": 1, "high": -1, "sep": " "},
    "ng2": {"low": 2, "high": 3, "sep": ""},
    "ng4": {"low": 2, "high": -1, "sep": "_"},
    "ng5": {"low": 1, "high": 2, "sep": " "},
}

#: What fails to construct.
FAILING: dict[str, Callable[[], Any]] = {
    "buck3": lambda: T["Bucketizer"]("k", (0.0, 1.0)),
    "buck4": lambda: T["Bucketizer"]("k", (0.0, 1.0, 1.0)),
    "buck5": lambda: T["Bucketizer"]("k", (0.0, 1.0, math.nan)),
    "mm7": lambda: T["MinMaxScaler"]("m", 1.0, 1.0),
    "ng3": lambda: T["NGrams"]("g", 0),
    "ng6": lambda: T["NGrams"]("g", 3, 2),
    "norm8": lambda: T["Normalizer"]("v", 0.5),
    "poly5": lambda: T["PolynomialExpansion"]("p", 0),
    "von3": lambda: T["VonMisesEvaluator"]("v", 1.0, 1.0, (0.0, 7.0)),
    "qd10": lambda: T["QuantileDiscretizer"]("q", 1),
    "qo4": lambda: T["QuantileOutlierRejector"]("q", num_buckets=2),
    "qo5": lambda: T["QuantileOutlierRejector"]("q", False, False),
    "hoh_e": lambda: T["HashOneHotEncoder"]("h", -1),
    "hoh_e2": lambda: T["HashOneHotEncoder"]("h", 0, 0.5),
    "mdl9": lambda: T["MDL"]("m", 1.5, seed=1),
    "mdl10": lambda: T["MDL"]("m", min_bin_percentage=2.0, seed=1),
    "mdl11": lambda: T["MDL"]("m", max_bins=0, seed=1),
    "cross4": lambda: one(T["Identity"]("a")).cross("a", "zz", lambda a, b: a * b),
}

#: Cases whose training fails, so that no settings tell the transformer.
UNTOLD = {
    "norm5": T["Normalizer"]("v"),
    "norm6": T["Normalizer"]("v", expected_length=4),
    "qd4": T["QuantileDiscretizer"]("q"),
    "id3": T["Identity"]("id"),
    "ctr": T["Identity"]("id"),
}

#: Crossings: (left, right, function).
CROSSED: dict[str, list[tuple[str, str, Callable[..., Any]]]] = {
    "cross1": [("oh", "nh", lambda a, b: a * b), ("id", "oh", lambda a, b: a + b)],
    "cross2": [("ma", "id", lambda a, b: 10 * a + b), ("id", "ma", lambda a, b: 10 * a + b)],
    "cross3": [("b", "b", lambda a, b: a * b)],
}

DEFAULTS: dict[str, dict[str, Any]] = {"default1": {"b": 10.0, "o": "dflt"}}


def one(transformer: Any) -> FeatureSpec:
    """Return the spec of one optional feature over column c0."""
    return FeatureSpec().optional(field("c0", transformer.kind), transformer)


def transformers(case: dict[str, Any]) -> list[Any]:
    """Return the transformers of a case, which the settings of training tell."""
    name = case["id"]
    if name in UNTOLD:
        return [UNTOLD[name]]
    if name in RUNS:
        return [T["NGrams"]("g", **RUNS[name])]
    return [_rebuilt(setting) for setting in read(case["train"]["settings"])]


def _rebuilt(setting: Setting) -> Any:
    return rebuild(setting)


def spec(case: dict[str, Any]) -> FeatureSpec:
    """Return the spec of a case over columns c0, c1, …"""
    out = FeatureSpec()
    for i, transformer in enumerate(transformers(case)):
        default = DEFAULTS.get(case["id"], {}).get(transformer.name)
        out = out.optional(field(f"c{i}", transformer.kind), transformer, default)
    for left, right, function in CROSSED.get(case["id"], []):
        out = out.cross(left, right, function)
    return out


def value(kind: Kind, raw: Any) -> Any:
    """Return a recorded input as a Python value."""
    if raw is None:
        return None
    match kind:
        case Kind.DOUBLE:
            return number(raw)
        case Kind.VECTOR:
            return [number(x) for x in raw]
        case Kind.WEIGHTED:
            return [{"name": x["name"], "value": number(x["value"])} for x in raw]
        case Kind.MDL:
            return {"label": raw["label"], "value": number(raw["value"])}
        case _:
            return raw
