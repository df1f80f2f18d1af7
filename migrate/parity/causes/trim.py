"""White space at the ends of a text, or inside it, or at a line's end."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family

#: White space of Unicode, and what is as invisible: NUL, joiners, a byte order mark.
_BLANK = r"[\s\p{Z}\x{0B}\x{85}\x00\x{200B}-\x{200D}\x{2060}\x{FEFF}]"


def _stripped(value: str) -> str:
    return rf"regexp_replace({value}, '^{_BLANK}+|{_BLANK}+$', '', 'g')"


def _squeezed(value: str) -> str:
    return rf"trim(regexp_replace({value}, '{_BLANK}+', ' ', 'g'))"


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.STRING:
        yield Attempt("at the ends", old=_stripped, new=_stripped)
        yield Attempt("inside", old=_squeezed, new=_squeezed)


CAUSE = Cause("whitespace", "white space was added or removed", _attempts)
