"""Rules for scalers.

TensorFlow's optimiser may turn a division by a constant into a multiplication, and may merge
constants: which it does is the choice of the binary that serves. A rule claims equality only where
no such rewriting shows in a float32.
"""

from __future__ import annotations

import math

from bridges.featran.transformers.max_abs_scaler import MaxAbsScaler
from bridges.featran.transformers.min_max_scaler import MinMaxScaler
from bridges.featran.transformers.standard_scaler import StandardScaler
from migrate.featran.idiomatic.candidate import Candidate, NoCandidate, Subject, column, number
from migrate.featran.idiomatic.numbers import COPIED
from migrate.featran.idiomatic.whole import Scaling, reach, same_however_written
from migrate.featran.render.expressions import number_text

_EXPONENT = "dividing by a power of two only moves the exponent"
_ONCE = "one subtraction in float64 leaves nothing to rewrite"
_REWRITTEN = (
    "TensorFlow may multiply by the reciprocal instead of dividing, and merge constants: either "
    "moves the last bit"
)


def scaling_of(subject: Subject) -> Scaling | None:
    """What a scaler computes of a value within its range; None of other transformers."""
    match subject.transformer:
        case StandardScaler(with_std=True, with_mean=with_mean):
            mean, deviation = subject.summary
            return Scaling(mean, deviation, 1.0, 0.0 if with_mean else mean)
        case MinMaxScaler(min=low, max=high):
            least, greatest, _ = subject.summary
            return Scaling(least, greatest - least, high - low, low)
        case MaxAbsScaler():
            return Scaling(0.0, subject.summary, 1.0, 0.0)
    return None


def standard_scaler(subject: Subject) -> Candidate:
    """Less the mean, and by the deviation, and the mean again."""
    mean, deviation = subject.summary
    code, x = column(_standardised(subject)), number(subject, mean)
    with_std, with_mean = subject.transformer.with_std, subject.transformer.with_mean
    if not math.isfinite(mean):
        return Candidate(code, x=x, differs="the mean is no number")
    if not with_std:
        return Candidate(code, x=x, equal=_ONCE if with_mean else COPIED)
    if with_mean and _power_of_two(deviation):
        return Candidate(code, x=x, equal=_EXPONENT)
    return Candidate(code, x=x, differs=_REWRITTEN)


def _standardised(subject: Subject) -> str:
    mean, deviation = map(number_text, subject.summary)
    match (subject.transformer.with_std, subject.transformer.with_mean):
        case (True, True):
            return f"(x - {mean}) / {deviation}"
        case (True, False):
            return f"(x - {mean}) / {deviation} + {mean}"
        case (False, True):
            return f"x - {mean}"
    return "x"


def min_max_scaler(subject: Subject) -> Candidate | NoCandidate:
    """Clipped to the range that was seen, and that range to the one that is asked for."""
    least, greatest, factor = subject.summary
    low, high = subject.transformer.min, subject.transformer.max
    if factor != 1.0:
        return NoCandidate("the range overflows, and Featran halves it")
    if least == greatest:
        return NoCandidate("the column was constant, and Featran divides 0 by 0")
    scaling = Scaling(least, greatest - least, high - low, low)
    moved = f"({_clipped(least, greatest)} - {number_text(least)})"
    code, x = column(f"{moved}{_scaled(scaling)}"), number(subject, least)
    counted = _counted(subject, least, greatest, scaling)
    if counted:
        return Candidate(code, x=x, equal=counted)
    if not (_power_of_two(greatest - least) and _power_of_two(high - low) and low == 0.0):
        return Candidate(code, x=x, differs=_REWRITTEN)
    if subject.source.whole or least != 0.0:
        return Candidate(code, x=x, equal=_EXPONENT)
    return Candidate(code, x=x, differs="-0.0 may stay -0.0, and Featran gives 0.0")


def _scaled(scaling: Scaling) -> str:
    code = f" / {number_text(scaling.divisor)}"
    code += f" * {number_text(scaling.factor)}" if scaling.factor != 1.0 else ""
    return code + (f" + {number_text(scaling.offset)}" if scaling.offset != 0.0 else "")


def max_abs_scaler(subject: Subject) -> Candidate:
    """Clipped to the greatest size that was seen, and divided by it."""
    limit = subject.summary
    code = column(f"{_clipped(-limit, limit)} / {number_text(limit)}")
    x = number(subject, 0.0)
    counted = _counted(subject, -limit, limit, Scaling(0.0, limit, 1.0, 0.0))
    if counted:
        return Candidate(code, x=x, equal=counted)
    if _power_of_two(limit):
        return Candidate(code, x=x, equal=_EXPONENT)
    return Candidate(code, x=x, differs=_REWRITTEN)


def _clipped(least: float, greatest: float) -> str:
    return f"tf.clip_by_value(x, {number_text(least)}, {number_text(greatest)})"


def _counted(subject: Subject, least: float, greatest: float, scaling: Scaling) -> str:
    """The argument from computing every value, empty where it does not hold."""
    values = reach(subject.source, least, greatest)
    if values is None or not same_however_written(values, scaling):
        return ""
    return (
        f"all {len(values):,} values that clipping leaves were computed: division, the reciprocal "
        "and merged constants give the same float32"
    )


def _power_of_two(value: float) -> bool:
    """A power of two that is normal, as its reciprocal is."""
    normal = math.isfinite(value) and 2.0**-1000 < value < 2.0**1000
    return normal and math.frexp(value)[0] == 0.5
