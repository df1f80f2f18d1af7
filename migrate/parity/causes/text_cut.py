"""A text was cut at a maximum length."""

from collections.abc import Callable, Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.functions import cut
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.STRING:
        return
    longest = _longest(subject, len)
    if longest and share(subject, lambda a, b: a[:longest] == b) >= 0.5:
        yield Attempt(f"to {longest} characters", old=lambda v: f"left({v}, {longest})")
    size = _bytes(subject)
    if size is not None:
        yield Attempt(f"to {size} bytes", old=lambda v: f"parity_cut({v}, {size})")


def _bytes(subject: Subject) -> int | None:
    """Of UTF-8; a letter that does not fit goes as a whole, so texts of up to three bytes less."""
    longest = _longest(subject, lambda text: len(text.encode()))
    sizes = range(longest, longest + 4) if longest else ()
    return next((size for size in sizes if _is_cut_at(subject, size)), None)


def _is_cut_at(subject: Subject, size: int) -> bool:
    return share(subject, lambda a, b: cut(a, size) == b) >= 0.5


def _longest(subject: Subject, length: Callable[[str], int]) -> int:
    """The longest new text that the old one begins with; 0 if there is none."""
    return max((length(new) for old, new in subject.values() if old.startswith(new)), default=0)


CAUSE = Cause("text-cut", "a text was cut", _attempts)
