"""The same elements in another order, or the same without repetitions."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family


def _distinct(value: str) -> str:
    """The engine's own leaves out nulls."""
    null = f"list_slice(list_filter({value}, lambda e: e IS NULL), 1, 1)"
    return f"list_concat(list_sort(list_distinct({value})), {null})"


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.LIST and not subject.lifted:
        yield Attempt(
            "sorted they are equal",
            old=lambda v: f"list_sort({v})",
            new=lambda v: f"list_sort({v})",
        )
        yield Attempt("reversed", old=lambda v: f"list_reverse({v})")
        yield Attempt("repeated elements", old=_distinct, new=_distinct)


CAUSE = Cause("list-order", "the elements of a list are in another order", _attempts)
