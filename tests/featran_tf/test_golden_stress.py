"""The recorded random inputs whose values a graph computes: norms, polynomials, moments, densities.

One graph per transformer, its rows in one batch. The other recordings show what is learnt, which
the numpy engine's tests compare; both Scala versions recorded the same values here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from bridges.featran.columns import column_of
from bridges.featran.tf import feed
from bridges.featran.transformers.base import Transformer
from bridges.featran.transformers.normalizer import Normalizer
from bridges.featran.transformers.polynomial_expansion import PolynomialExpansion
from bridges.featran.transformers.standard_scaler import StandardScaler
from bridges.featran.transformers.von_mises_evaluator import VonMisesEvaluator
from tests.featran.golden_data import FLAVOURS, lines, number, same

VALUES = ("norm", "poly", "std", "von")
#: ``pow`` of the C library, and Eigen's ``cos`` and ``exp``: relative, as documented.
LIBM = 1e-12


def grouped(kind: str) -> Iterator[tuple[float, list[list[float]], np.ndarray]]:
    """Yield the parameter, the inputs and the outputs of lines that one graph serves."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for line in lines("stress", "2.13"):
        if line["id"] == kind:
            groups[line.get("p"), len(line["in"])].append(line)
    for (p, _), found in groups.items():
        inputs = [[number(x) for x in line["in"]] for line in found]
        outputs = [[number(x) for x in line["out"]] for line in found]
        yield number(str(p)) if p is not None else 0.0, inputs, np.array(outputs)


def values(transformer: Transformer[Any], rows: list[Any], summary: Any) -> np.ndarray:
    """Return what a graph of the transformer's rule puts out."""
    column = feed.constant_column(transformer.kind, rows)
    tensors = [getattr(column, name) for name in column.__dataclass_fields__]

    @tf.function(autograph=False)
    def graph(given: Any) -> Any:
        return transformer.apply_tf(type(column)(*given), summary).values

    return graph(tensors).numpy()


@pytest.mark.parametrize("scala", FLAVOURS)
def test_both_versions_recorded_the_same_values(scala: str) -> None:
    def shown(version: str) -> list[Any]:
        return [line for line in lines("stress", version) if line["id"] in VALUES]

    assert shown(scala) == shown("2.13")


def test_norms() -> None:
    for p, rows, want in grouped("norm"):
        got = values(Normalizer("v", p), rows, len(rows[0]))
        if p in (1.0, 2.0) or math.isinf(p):
            assert same(got, want), p
        else:
            np.testing.assert_allclose(got, want, rtol=LIBM)


def test_polynomials() -> None:
    for degree, rows, want in grouped("poly"):
        got = values(PolynomialExpansion("p", int(degree)), rows, len(rows[0]))
        assert same(got, want), degree


def test_moments() -> None:
    scaler = StandardScaler("s", with_mean=True)
    aggregator = scaler.aggregator()
    for _, rows, want in grouped("std"):
        for given, out in zip(rows, want, strict=True):
            column = column_of(scaler.kind, given)
            summary = aggregator.present(aggregator.add(aggregator.zero(), column))
            assert same(values(scaler, given, summary)[:, 0], out[2:])


def test_von_mises() -> None:
    for kappa, rows, want in grouped("von"):
        points = {tuple(row[1:]) for row in rows}
        for chosen in points:
            at = [i for i, row in enumerate(rows) if tuple(row[1:]) == chosen]
            evaluator = VonMisesEvaluator("v", kappa, math.pi / 12, chosen)
            got = values(evaluator, [rows[i][0] for i in at], ())
            np.testing.assert_allclose(got, want[at], rtol=LIBM)
