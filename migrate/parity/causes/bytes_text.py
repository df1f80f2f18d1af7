"""Bytes that are the same text or number in another form: hex, base64, byte order."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.STRING:
        yield Attempt("to hex", old=lambda v: f"lower(hex(encode({v})))")
        yield Attempt("to base64", old=lambda v: f"to_base64(encode({v}))")
    if subject.family is Family.BYTES:
        yield Attempt("to hex", old=lambda v: f"encode(lower(hex({v})))")
        yield Attempt("to base64", old=lambda v: f"encode(to_base64({v}))")
        yield Attempt("reversed bytes", old=lambda v: f"parity_reverse({v})")


CAUSE = Cause("bytes-form", "bytes are written in another form", _attempts)
