"""Expressions that the JVM evaluated: in tensors either the same values, or refused by name."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.getters.evaluate import NothingComes, evaluate
from bridges.featran.tf.getters.scope import Scope
from migrate.featran.scala.refusal import Refused
from tests.featran_scala.jvm_values import method, record_type, records, shown
from tests.featran_scala.test_jvm_semantics import EXPRESSIONS, close, plain, recorded
from tests.featran_tf.lanes import lanes, python, unsaid

SAID = ("equal", "refused", "untold", "failed")


def computed(name: str, rows: list[Any]) -> list[str]:
    """Return the values of an expression, in the recordings' notation; ``!`` where it raised."""
    fn = method(name)
    scope = Scope({fn.params[0].name: lanes(record_type(), rows)}, tf.fill([len(rows)], True))
    try:
        values = python(evaluate(fn.body, scope), fn.type)
    except NothingComes:
        return ["!"] * len(rows)
    raised = np.zeros(len(rows), np.bool_)
    for mask, _ in scope.raised:
        if mask.shape != raised.shape:
            return []  # raised inside a collection: which row it was is not told
        raised |= mask.numpy()
    return ["!" if r else shown(v, fn.type) for v, r in zip(values, raised, strict=True)]


def alike(got: str, want: str) -> bool:
    if want.startswith("!") or got == "!":
        return want.startswith("!") and got == "!"
    return close(got, plain(want))


def outcome(name: str, wanted: list[str], kept: list[int], rows: list[Any]) -> str:
    """Return ``equal``, ``refused``, or what is wrong."""
    try:
        got = computed(name, rows)
    except (NoRule, Refused):
        return "refused"
    except tf.errors.InvalidArgumentError:
        return "failed"  # a text that only Java reads: the batch fails
    if not got:
        return "untold"
    pairs = zip(got, (wanted[i] for i in kept), strict=True)
    wrong = [(g, w) for g, w in pairs if not alike(g, w)]
    return f"{EXPRESSIONS[name]}: {wrong[:2]}" if wrong else "equal"


@pytest.mark.slow
def test_every_expression_is_equal_or_refused() -> None:
    everything = records("2.13")
    kept = [i for i, row in enumerate(everything) if not unsaid(row, record_type())]
    rows = [everything[i] for i in kept]
    assert len(rows) > 3
    found = {n: outcome(n, wanted, kept, rows) for n, wanted in recorded("2.13").items()}
    wrong = [text for text in found.values() if text not in SAID]
    assert not wrong, "\n".join([str(len(wrong)), *wrong])
    counts = Counter(found.values())
    assert counts["equal"] > 250
    assert counts["failed"] < 20
