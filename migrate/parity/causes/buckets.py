"""A value at the edge of a bucket fell into the next one: quantile sketches disagree there.

Only for fields that the policy says hold buckets: their index, or a one-hot vector of it.
"""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.model import Kind
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if not subject.rule.buckets or subject.lifted:
        return
    if subject.family is Family.INT:
        yield Attempt("next bucket", old=lambda v: f"CAST({v} AS HUGEINT) + 1")
        yield Attempt("previous bucket", old=lambda v: f"CAST({v} AS HUGEINT) - 1")
    elif subject.kind is Kind.VECTOR:
        zero = f"CAST(0 AS {subject.type.item.sql})"
        yield Attempt(
            "next bucket", old=lambda v: f"list_concat([{zero}], list_slice({v}, 1, len({v}) - 1))"
        )
        yield Attempt(
            "previous bucket", old=lambda v: f"list_concat(list_slice({v}, 2, len({v})), [{zero}])"
        )


CAUSE = Cause("quantile-edge", "a value at a bucket's edge fell into the next bucket", _attempts)
