"""Expressions that the JVM evaluated: in tensors either the same values, or refused by name."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from bridges.featran.flavour import DEFAULT
from bridges.featran.getters.ast import Getter, Op, walk
from bridges.featran.getters.mathematics import INEXACT
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.feed import scope_of
from bridges.featran.tf.getters.evaluate import NothingComes, evaluate
from migrate.featran.scala.refusal import Refused
from tests.featran_scala.jvm_values import evaluate as interpreted
from tests.featran_scala.jvm_values import method, record_type, records, shown
from tests.featran_scala.test_jvm_semantics import EXPRESSIONS, close, plain, recorded
from tests.featran_tf.lanes import lanes, python, unsaid
from tests.featran_tf.random_values import value

#: A string times any number.
TOO_LONG = {name for name, text in EXPRESSIONS.items() if "=> b * a" in text}

#: A digit beyond U+FFFF, which graphs do not read: every batch fails.
NOT_READ = {name for name, text in EXPRESSIONS.items() if r"\ud835" in text}

SAID = ("equal", "refused", "failed")


def computed(name: str, rows: list[Any]) -> list[str]:
    """Return the values of an expression, in the recordings' notation; ``!`` where it raised."""
    fn = method(name)
    getter = Getter(fn.params[0], fn.body)
    row = lanes(record_type(), rows)
    scope = scope_of(getter, row, tf.fill([len(rows)], True), DEFAULT)
    try:
        values = python(evaluate(fn.body, scope), fn.type)
    except NothingComes:
        return ["!"] * len(rows)
    raised = np.zeros(len(rows), np.bool_)
    for mask, _ in scope.raised:
        raised |= mask.numpy()
    return ["!" if r else shown(v, fn.type) for v, r in zip(values, raised, strict=True)]


def alike(got: str, want: str) -> bool:
    if want.startswith("!") or got == "!":
        return want.startswith("!") and got == "!"
    return close(got, plain(want))


#: Bits below the sign, and below the exponent.
_BITS = {"F": (31, 23), "D": (63, 52)}


def flushed(got: str, want: str) -> bool:
    """Whether a zero stands for a subnormal of its sign: TensorFlow's threads flush them."""
    if got[:1] != want[:1] or want[:1] not in _BITS:
        return False
    sign, exponent = _BITS[want[0]]
    bits = int(want[1:], 16)
    small = (bits & ((1 << sign) - 1)) >> exponent == 0
    return small and int(got[1:], 16) == bits >> sign << sign


def outcome(name: str, wanted: list[str], kept: list[int], rows: list[Any]) -> str:
    """Return ``equal``, ``refused``, or what is wrong."""
    try:
        got = computed(name, rows)
    except (NoRule, Refused):
        return "refused"
    except tf.errors.InvalidArgumentError:
        return "failed"  # a text that only Java reads: the batch fails
    pairs = zip(got, (wanted[i] for i in kept), strict=True)
    wrong = [(g, w) for g, w in pairs if not alike(g, w)]
    return f"{EXPRESSIONS[name]}: {wrong[:2]}" if wrong else "equal"


PARTS = 4


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_expression_is_equal_or_refused() -> None:
    everything = records("2.13")
    kept = [i for i, row in enumerate(everything) if not unsaid(row, record_type())]
    rows = [everything[i] for i in kept]
    assert len(rows) > 3
    found = {n: outcome(n, wanted, kept, rows) for n, wanted in recorded("2.13").items()}
    wrong = [text for text in found.values() if text not in SAID]
    assert not wrong, "\n".join([str(len(wrong)), *wrong])
    counts = Counter(found.values())
    assert counts == {"equal": 1057, "refused": 71, "failed": 9}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_expression_on_random_records(part: int) -> None:
    """What no recorded record has: surrogates, NUL, long maps, NaN and overflow everywhere."""
    rng = random.Random(20)
    rows = [value(record_type(), rng) for _ in range(60)]
    wrong, equal = [], 0
    for name in sorted(EXPRESSIONS.keys() - TOO_LONG - NOT_READ)[part::PARTS]:
        try:
            got = computed(name, rows)
        except (NoRule, Refused):
            continue
        fn = method(name)
        blur = any(isinstance(n, Op) and n.name in INEXACT for n in walk(fn.body))
        want = [interpreted(fn, row) for row in rows]
        pairs = list(zip(got, want, strict=True))
        near = [alike(g, w) or flushed(g, w) or (blur and _kinds(g) == _kinds(w)) for g, w in pairs]
        bad = [pair for pair, is_near in zip(pairs, near, strict=True) if not is_near]
        wrong += [f"{EXPRESSIONS[name]}: {bad[:2]}"] if bad else []
        equal += not bad
    assert not wrong, "\n".join(wrong)
    assert equal > 1000 // PARTS


def _kinds(shown_value: str) -> str:
    """Return a value without the bits of its doubles."""
    return re.sub(r"D[0-9a-f]+", "D", shown_value)
