"""The recorded further behaviours that extract features, extracted by a graph.

The other lines are about specs, settings and names, which both engines share: what a constructor
refuses never comes to an engine.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
import tensorflow as tf

from bridges.featran.extract import Extractor
from bridges.featran.features import Features
from bridges.featran.flavour import Flavour
from tests.featran.golden_data import FLAVOURS, misc
from tests.featran.test_golden_misc import LINES, empty_hash, normal
from tests.featran_tf.graphs import run
from tests.featran_tf.test_golden_cases import with_rules

EXTRACTING = (
    *("multi values", "multi named", "multi results", "subset values", "extra settings"),
    *("settings missing aggregators field", "settings null aggregators"),
    *("record 1", "record 2", "record rej", "flat extractor", "orig values", "flat spec values"),
    *("ngram flat extractor", "breeze sparse", "breeze dense", "map float"),
    *("vector/iterable input", "xgb dense", "xgb sparse", "record names", "flat cross dropped"),
)


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[Extractor]:
    """Have every extractor compute in a graph; return those that did."""
    seen: list[Extractor] = []

    def extract(self: Extractor, batch: pa.RecordBatch) -> Features:
        seen.append(self)
        return run([(Extractor(with_rules(self.spec), self.summaries, self.flavour), batch)])[0]

    monkeypatch.setattr(Extractor, "extract", extract)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("scala", FLAVOURS)
@pytest.mark.parametrize("title", EXTRACTING)
def test_line(title: str, scala: Any, extracted: list[Extractor]) -> None:
    assert normal(LINES[title](Flavour(scala))) == normal(misc(scala)[title])
    assert extracted


@pytest.mark.slow
def test_what_the_jvm_divides_by_zero_fails_the_batch(extracted: list[Extractor]) -> None:
    assert misc("2.13")["hash zero dim"].endswith("ArithmeticException: / by zero")
    with pytest.raises(tf.errors.InvalidArgumentError, match="ArithmeticException: / by zero"):
        empty_hash()
    assert extracted
