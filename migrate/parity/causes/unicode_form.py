"""One text in two Unicode normal forms."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family


def _nfc(value: str) -> str:
    return f"nfc_normalize({value})"


def _nfkc(value: str) -> str:
    return f"parity_nfkc({value})"


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.STRING:
        yield Attempt("composed and decomposed (NFC, NFD)", old=_nfc, new=_nfc)
        yield Attempt("compatible characters (NFKC)", old=_nfkc, new=_nfkc)


CAUSE = Cause("unicode-form", "the Unicode normal form changed", _attempts)
