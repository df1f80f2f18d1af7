"""Why values differ: every cause, in the order in which they are tried.

The first that makes a difference vanish has it; so exact causes come before those that need a
constant, and those before the ones that fit much.
"""

from __future__ import annotations

from typing import Final

from migrate.parity.causes import (
    buckets,
    bytes_text,
    case,
    date_shift,
    encoding,
    factor,
    float32,
    hash_function,
    label_order,
    list_length,
    list_order,
    nan_policy,
    null_default,
    number_text,
    overflow,
    rounding,
    shifted,
    signed_zero,
    swapped,
    text_cut,
    time_zone,
    trim,
    unicode_form,
    unit,
    zero_as_missing,
)
from migrate.parity.causes.base import Attempt, Cause, Evidence, Subject

CAUSES: Final[tuple[Cause, ...]] = (
    shifted.CAUSE,
    signed_zero.CAUSE,
    float32.CAUSE,
    zero_as_missing.CAUSE,
    nan_policy.CAUSE,
    null_default.CAUSE,
    trim.CAUSE,
    case.CAUSE,
    unicode_form.CAUSE,
    encoding.CAUSE,
    number_text.CAUSE,
    bytes_text.CAUSE,
    buckets.CAUSE,
    hash_function.CAUSE,
    label_order.CAUSE,
    list_order.CAUSE,
    list_length.CAUSE,
    swapped.CAUSE,
    time_zone.CAUSE,
    date_shift.CAUSE,
    overflow.CAUSE,
    unit.CAUSE,
    factor.DDOF,
    rounding.CAUSE,
    text_cut.CAUSE,
    factor.FACTOR,
)
BY_ID: Final = {cause.id: cause for cause in CAUSES}

__all__ = ["BY_ID", "CAUSES", "Attempt", "Cause", "Evidence", "Subject"]
