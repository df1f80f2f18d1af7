"""Every recorded random input of the numeric machinery, both Scala versions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from bridges.featran.columns import Kind, column_of
from bridges.featran.flavour import Flavour
from bridges.featran.transformers.base import Transformer
from bridges.featran.transformers.heavy_hitters import HeavyHitters
from bridges.featran.transformers.mdl import MDL
from bridges.featran.transformers.normalizer import Normalizer
from bridges.featran.transformers.polynomial_expansion import PolynomialExpansion
from bridges.featran.transformers.quantile_discretizer import QuantileDiscretizer
from bridges.featran.transformers.standard_scaler import StandardScaler
from bridges.featran.transformers.von_mises_evaluator import VonMisesEvaluator
from tests.featran.golden_data import FLAVOURS, lines, number, same

KINDS = ("norm", "poly", "std", "qd", "hh", "mdl", "von")


def recorded(kind: str, scala: str) -> Iterator[tuple[dict[str, Any], list[Any], np.ndarray]]:
    """Yield the lines of a kind with their inputs, as numbers, and their outputs."""
    for line in lines("stress", scala):
        if line["id"] == kind:
            given = line["in"] if kind == "hh" else [number(x) for x in line["in"]]
            yield line, given, np.array([number(x) for x in line.get("out", [])])


def learn(transformer: Transformer[Any], rows: list[Any], scala: str) -> Any:
    """Return what a transformer learns from rows."""
    aggregator = transformer.aggregator(Flavour(scala))
    column = column_of(transformer.kind, rows)
    return aggregator.present(aggregator.add(aggregator.zero(), column))


def settings_text(transformer: Transformer[Any], rows: list[Any], scala: str) -> str:
    """Return what a transformer learns, as settings say it."""
    return transformer.encode(learn(transformer, rows, scala), Flavour(scala))


@pytest.mark.parametrize("scala", FLAVOURS)
def test_norms(scala: str) -> None:
    for line, given, out in recorded("norm", scala):
        block = Normalizer("v", number(line["p"])).apply(
            column_of(Kind.VECTOR, [given]), len(given)
        )
        assert same(block.values[0], out), line


@pytest.mark.parametrize("scala", FLAVOURS)
def test_polynomials(scala: str) -> None:
    for line, given, out in recorded("poly", scala):
        expansion = PolynomialExpansion("p", int(line["p"]))
        block = expansion.apply(column_of(Kind.VECTOR, [given]), len(given))
        assert same(block.values[0], out), line


@pytest.mark.parametrize("scala", FLAVOURS)
def test_moments(scala: str) -> None:
    scaler = StandardScaler("s", with_mean=True)
    for _, given, out in recorded("std", scala):
        summary = learn(scaler, given, scala)
        values = scaler.apply(column_of(Kind.DOUBLE, given), summary).values[:, 0]
        assert same(np.array([*summary, *values]), out)


@pytest.mark.parametrize("scala", FLAVOURS)
def test_quantiles(scala: str) -> None:
    for line, given, _ in recorded("qd", scala):
        assert (
            settings_text(QuantileDiscretizer("q", line["nb"], line["k"]), given, scala)
            == line["ag"]
        )


@pytest.mark.parametrize("scala", FLAVOURS)
def test_heavy_hitters(scala: str) -> None:
    for line, given, _ in recorded("hh", scala):
        hitters = HeavyHitters("x", line["n"], line["eps"], 0.01, line["seed"])
        assert settings_text(hitters, given, scala) == line["ag"]


@pytest.mark.parametrize("scala", FLAVOURS)
def test_mdl(scala: str) -> None:
    for line, given, _ in recorded("mdl", scala):
        mdl = MDL("m", line["sr"], line["sc"], line["mp"], line["mb"], line["seed"])
        rows = list(zip(line["labels"], given, strict=True))
        assert settings_text(mdl, rows, scala) == line["ag"]


@pytest.mark.parametrize("scala", FLAVOURS)
def test_von_mises(scala: str) -> None:
    """``exp``, ``cos`` and ``log`` are the platform's; everything else is compared bit for bit."""
    for line, (mu, *points), out in recorded("von", scala):
        evaluator = VonMisesEvaluator("v", number(line["p"]), math.pi / 12, tuple(points))
        values = evaluator.apply(column_of(Kind.DOUBLE, [mu]), ()).values[0]
        np.testing.assert_allclose(values, out, rtol=1e-12)


def test_every_line_belongs_to_a_test() -> None:
    for scala in FLAVOURS:
        assert len(lines("stress", scala)) == 2890
        assert {line["id"] for line in lines("stress", scala)} == set(KINDS)
