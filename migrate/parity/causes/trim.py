"""White space at the ends of a text, or inside it, or at a line's end."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family


def _stripped(value: str) -> str:
    return rf"regexp_replace({value}, '^[\s\x00\xA0]+|[\s\x00\xA0]+$', '', 'g')"


def _squeezed(value: str) -> str:
    return rf"trim(regexp_replace({value}, '\s+', ' ', 'g'))"


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.STRING:
        yield Attempt("at the ends", old=_stripped, new=_stripped)
        yield Attempt("inside", old=_squeezed, new=_squeezed)


CAUSE = Cause("whitespace", "white space was added or removed", _attempts)
