"""UTF-8 read as Latin-1 or Windows-1252, the reverse, question marks for letters, or escapes."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.functions import unescape
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
    if share(subject, lambda a, b: unescape(a) == unescape(b)):
        yield Attempt("escapes of HTML or URLs", old=_unescaped, new=_unescaped)


def _unescaped(value: str) -> str:
    return f"parity_unescape({value})"


CAUSE = Cause("encoding", "a text was read or written in another encoding", _attempts)
