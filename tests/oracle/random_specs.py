"""Random specs with random rows, awkward values among them."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Any

from bridges.featran.columns import Kind
from bridges.featran.field import field
from bridges.featran.model import FeatureSpec
from bridges.featran.transformers.registry import TRANSFORMERS
from tests.oracle.requests import java_hex

AWKWARD = (0.0, -0.0, 1.0, 5e-324, 1e-300, 1.7976931348623157e308, math.inf, math.nan)
LABELS = (
    *("a", "b", "c", "A", "", " ", "é", "～", "😀", "😀a", "a,b", "a:b", "label:a", "100%", "a+b"),
    *('q"\\', "\x00", "\x7f\x9f", "a/b~*-._", "\u2028", "__missing__", "ﬀ", "zz"),
)

Make = Callable[[Random], Any]


def scalar(draw: Random, positive: bool = False) -> float:
    """Return a double: mostly ordinary, sometimes awkward."""
    kind = draw.random()
    if kind < 0.08:
        x = draw.choice(AWKWARD)
    elif kind < 0.4:
        x = float(draw.randint(-5, 20))
    else:
        x = draw.gauss(0, 10.0 ** draw.randint(-3, 4))
    return abs(x) if positive else x


def label(draw: Random) -> str:
    """Return a label, from few or from many."""
    return draw.choice(LABELS) if draw.random() < 0.6 else f"key{draw.randint(0, 40)}"


def value(kind: Kind, draw: Random, positive: bool, length: int) -> Any:
    """Return a recorded value of a kind, or None."""
    if draw.random() < 0.1:
        return None
    match kind:
        case Kind.DOUBLE:
            return java_hex(scalar(draw, positive))
        case Kind.STRING:
            return label(draw)
        case Kind.STRINGS:
            return [label(draw) for _ in range(draw.randint(0, 4))]
        case Kind.WEIGHTED:
            return [
                {"name": label(draw), "value": java_hex(scalar(draw))}
                for _ in range(draw.randint(0, 4))
            ]
        case Kind.VECTOR:
            return [java_hex(scalar(draw)) for _ in range(length)]
        case Kind.MDL:
            name = draw.choice("xyz")
            return {"label": name, "value": java_hex(ord(name) + scalar(draw))}


T: dict[str, Any] = TRANSFORMERS

#: How to make each transformer; the name is the class's.
MAKERS: dict[str, Make] = {
    "Binarizer": lambda d: T["Binarizer"]("Binarizer", scalar(d)),
    "Bucketizer": lambda d: T["Bucketizer"]("Bucketizer", splits(d)),
    "HashNHotEncoder": lambda d: T["HashNHotEncoder"]("HashNHotEncoder", *buckets(d)),
    "HashNHotWeightedEncoder": lambda d: T["HashNHotWeightedEncoder"](
        "HashNHotWeightedEncoder", *buckets(d)
    ),
    "HashOneHotEncoder": lambda d: T["HashOneHotEncoder"]("HashOneHotEncoder", *buckets(d)),
    "HeavyHitters": lambda d: T["HeavyHitters"](
        "HeavyHitters", d.randint(1, 9), d.choice((0.3, 0.001)), d.choice((0.3, 0.001)), seed(d)
    ),
    "IQROutlierRejector": lambda d: T["IQROutlierRejector"](
        "IQROutlierRejector", *sides(d), d.randint(1, 9), scalar(d)
    ),
    "Identity": lambda _: T["Identity"]("Identity"),
    "Indicator": lambda _: T["Indicator"]("Indicator"),
    "MDL": lambda d: T["MDL"](
        "MDL", d.choice((0.5, 1.0)), d.choice((0.0, 0.1)), d.random(), d.randint(1, 9), seed(d)
    ),
    "MaxAbsScaler": lambda _: T["MaxAbsScaler"]("MaxAbsScaler"),
    "MinMaxScaler": lambda d: T["MinMaxScaler"]("MinMaxScaler", -d.random(), 1 + d.random()),
    "NGrams": lambda d: T["NGrams"](
        "NGrams", d.randint(1, 2), d.choice((-1, 2, 3)), d.choice(" _")
    ),
    "NHotEncoder": lambda d: T["NHotEncoder"]("NHotEncoder", d.random() < 0.5),
    "NHotWeightedEncoder": lambda d: T["NHotWeightedEncoder"](
        "NHotWeightedEncoder", d.random() < 0.5
    ),
    "Normalizer": lambda d: T["Normalizer"]("Normalizer", d.choice((1.0, 1.5, 2.0, 3.0, math.inf))),
    "OneHotEncoder": lambda d: T["OneHotEncoder"]("OneHotEncoder", d.random() < 0.5),
    "PolynomialExpansion": lambda d: T["PolynomialExpansion"](
        "PolynomialExpansion", d.randint(1, 4)
    ),
    "PositionEncoder": lambda _: T["PositionEncoder"]("PositionEncoder"),
    "QuantileDiscretizer": lambda d: T["QuantileDiscretizer"](
        "QuantileDiscretizer", d.randint(2, 6), d.randint(1, 9)
    ),
    "QuantileOutlierRejector": lambda d: T["QuantileOutlierRejector"](
        "QuantileOutlierRejector", *sides(d), d.randint(3, 6), d.randint(1, 9)
    ),
    "StandardScaler": lambda d: T["StandardScaler"](
        "StandardScaler", d.random() < 0.5, d.random() < 0.5
    ),
    "TopNOneHotEncoder": lambda d: T["TopNOneHotEncoder"](
        "TopNOneHotEncoder",
        d.randint(1, 9),
        d.choice((0.3, 0.001)),
        0.01,
        seed(d),
        d.random() < 0.5,
    ),
    "VectorIdentity": lambda _: T["VectorIdentity"]("VectorIdentity"),
    "VonMisesEvaluator": lambda d: T["VonMisesEvaluator"](
        "VonMisesEvaluator", d.choice((0.5, 2.0, 20.0)), math.pi / 12, (0.0, 6.5, 24.0)
    ),
}
#: Those that learn from numbers from 0 on alone.
POSITIVE = ("IQROutlierRejector", "QuantileDiscretizer", "QuantileOutlierRejector")


def splits(draw: Random) -> tuple[float, ...]:
    """Return rising splits."""
    few = {float(draw.randint(-5, 20)) for _ in range(draw.randint(3, 6))}
    return tuple(sorted(few | {-6.0, 21.0, draw.choice((math.inf, 30.0))}))


def buckets(draw: Random) -> tuple[int, float]:
    """Return a bucket count, or 0 and a factor."""
    return draw.choice((0, 0, 1, 7, 100)), draw.choice((1.0, 1.5, 8.0))


def sides(draw: Random) -> tuple[bool, bool]:
    """Return which side is looked at, one at least."""
    return draw.choice(((True, True), (True, False), (False, True)))


def seed(draw: Random) -> int:
    """Return a seed, negative ones among them."""
    return draw.randint(-(2**31), 2**31 - 1)


def random_case(name: str, draw: Random) -> tuple[FeatureSpec, list[Any], list[Any]]:
    """Return the spec of one transformer, and rows to train on and to test."""
    transformer = MAKERS[name](draw)
    spec = FeatureSpec().optional(field("c0", transformer.kind), transformer)
    length, positive = draw.randint(0, 4), name in POSITIVE

    def one(positive: bool, length: int) -> list[Any]:
        if name == "VonMisesEvaluator":
            return [mu(draw)]
        return [value(transformer.kind, draw, positive, length)]

    train = [one(positive, length) for _ in range(draw.choice((1, 2, 5, 12, 40, 150)))]
    test = [one(False, draw.choice((length, length, 2))) for _ in range(8)]
    return spec, train, test


def mu(draw: Random) -> str | None:
    """Return an hour of the day."""
    return None if draw.random() < 0.1 else java_hex(draw.random() * 24)
