"""Rules for transformers that compare and copy numbers.

TensorFlow's threads take subnormal operands for zero. A rule claims equality only where no such
value can come, or where it lies on the same side of every bound as zero.
"""

from __future__ import annotations

import math
import sys

from migrate.featran.idiomatic.candidate import Candidate, NoCandidate, Subject, column, number
from migrate.featran.render.expressions import number_text, quoted

COPIED = "the value is copied and rounded to float32 once, as by Featran's Array[Float]"
_NO_ROUNDING = "both compare float64 values, and nothing is rounded"
_NEAR_ZERO = "TensorFlow takes subnormal numbers for zero"
_ZEROS = f"{_NEAR_ZERO}, and apply_buckets takes -0.0 for it too"


def identity(subject: Subject) -> Candidate:
    """The value as it is."""
    return Candidate(column("x"), x=number(subject, 0.0), equal=COPIED)


def indicator(subject: Subject) -> Candidate:
    """Whether there is a value."""
    name = f"inputs[{quoted(subject.source.name)}]"
    if subject.default is not None or not subject.source.optional:
        ones = column("tf.ones_like(x)")
        return Candidate(ones, x=number(subject, 0.0), equal="there always is a value")
    ones = f"{name}.with_values(tf.ones_like({name}.values, tf.float32))"
    code = f"filled({ones}, 0)[:, tf.newaxis]"
    return Candidate(code, equal="a sparse feature has an entry for each value that is there")


def binarizer(subject: Subject) -> Candidate:
    """Whether the value is above the threshold."""
    threshold = subject.transformer.threshold
    code, x = column(f"x > {number_text(threshold)}"), number(subject, threshold)
    if _apart(subject, (threshold,)):
        return Candidate(code, x=x, equal=_NO_ROUNDING)
    return Candidate(code, x=x, differs=_NEAR_ZERO)


def bucketizer(subject: Subject) -> Candidate | NoCandidate:
    """The interval of the value; none outside, where a missing value is put too."""
    splits = subject.transformer.splits
    beyond = -math.inf if splits[0] > -math.inf else math.inf
    outside = _outside(splits[0], splits[-1])
    if _missing(subject) and not outside:
        return NoCandidate("a missing value has no interval, and apply_buckets gives it one")
    places = _buckets(splits[1:-1])
    if outside:
        places = f"tf.where({outside}, tf.constant(-1, tf.int64), {places})"
    code, x = f"tf.one_hot({places}, {len(splits) - 1})", number(subject, beyond)
    if _apart(subject, splits):
        return Candidate(code, x=x, equal=_NO_ROUNDING)
    return Candidate(code, x=x, differs=_ZEROS)


def quantile_discretizer(subject: Subject) -> Candidate | NoCandidate:
    """The quantile of the value; the last one has no end."""
    bounds, columns, _, _ = subject.summary
    if _missing(subject):
        return NoCandidate("a missing value has no quantile, and apply_buckets gives it one")
    if columns != tuple(range(subject.transformer.num_buckets)):
        return NoCandidate("some quantiles are one, and their columns have gaps")
    code = f"tf.one_hot({_buckets(bounds[:-1])}, {len(bounds)})"
    x = number(subject, 0.0)
    if _apart(subject, bounds[:-1]):
        return Candidate(code, x=x, equal=_NO_ROUNDING)
    return Candidate(code, x=x, differs=_ZEROS)


def _missing(subject: Subject) -> bool:
    """Whether a value may be missing for good."""
    return subject.source.optional and subject.default is None


def _buckets(bounds: tuple[float, ...]) -> str:
    """How many bounds are at most x: int64 ``[batch]``."""
    listed = ", ".join(map(number_text, bounds))
    return f"tft.apply_buckets(x, tf.constant([[{listed}]], tf.float64))"


def _outside(lower: float, upper: float) -> str:
    parts = [f"(x < {number_text(lower)})"] if lower > -math.inf else []
    parts += [f"(x > {number_text(upper)})"] if upper < math.inf else []
    return " | ".join(parts)


def _apart(subject: Subject, bounds: tuple[float, ...]) -> bool:
    """Whether every value that TensorFlow takes for zero is on zero's side of each bound."""
    if subject.source.whole:
        return all(b == 0.0 or not abs(b) < sys.float_info.min for b in bounds)
    least = sys.float_info.min if subject.source.type.name == "Double" else 2.0**-126
    return all(not abs(b) < least for b in bounds)
