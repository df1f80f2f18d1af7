"""0.0 became -0.0 or the other way round; seen only where the policy tells the two apart."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.FLOAT and subject.rule.signed_zero:
        positive = lambda v: f"({v} + 0.0)"  # noqa: E731  -0.0 + 0.0 is 0.0
        yield Attempt(old=positive, new=positive)


CAUSE = Cause("signed-zero", "the sign of zero changed", _attempts)
