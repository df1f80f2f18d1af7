"""UTF-8 read as Latin-1 or Windows-1252, the reverse, or characters replaced by a question mark."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.STRING:
        return
    for codec in ("latin-1", "cp1252"):
        yield Attempt(
            f"UTF-8 read as {codec}",
            old=lambda v, c=codec: f"parity_recode({v}, 'utf-8', '{c}')",  # type: ignore[misc]
        )
        yield Attempt(
            f"{codec} read as UTF-8",
            old=lambda v, c=codec: f"parity_recode({v}, '{c}', 'utf-8')",  # type: ignore[misc]
        )
    yield Attempt("written as ASCII", old=lambda v: f"parity_recode({v}, 'ascii', 'ascii')")


CAUSE = Cause("encoding", "a text was read in another encoding", _attempts)
