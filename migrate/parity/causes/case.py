"""Letter case."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.functions import casefold
from migrate.parity.types import Family


def _folded(value: str) -> str:
    return f"parity_casefold({value})"


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.STRING:
        yield Attempt("to lower", old=lambda v: f"lower({v})")
        yield Attempt("to upper", old=lambda v: f"upper({v})")
        yield Attempt("mixed", old=lambda v: f"lower({v})", new=lambda v: f"lower({v})")
        if share(subject, lambda a, b: casefold(a) == casefold(b)):
            yield Attempt("special letters", old=_folded, new=_folded)


CAUSE = Cause("case", "the case of letters changed", _attempts)
