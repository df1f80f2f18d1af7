"""Bytes that are the same text or number in another form: hex, base64, byte order."""

import re
from collections.abc import Iterator
from typing import Final

from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.sql import Expr
from migrate.parity.types import Family

#: By what a field holds, its forms. A field of texts holds the bytes of their UTF-8.
_FORMS: Final[dict[Family, dict[str, Expr]]] = {
    Family.STRING: {
        "hex": lambda v: f"lower(hex(encode({v})))",
        "base64": lambda v: f"to_base64(encode({v}))",
    },
    Family.BYTES: {
        "hex": lambda v: f"encode(lower(hex({v})))",
        "base64": lambda v: f"encode(to_base64({v}))",
    },
}


def _attempts(subject: Subject) -> Iterator[Attempt]:
    for form, made in _FORMS.get(subject.family, {}).items():
        written = _SPELLINGS[form] if subject.family is Family.STRING else _SPELLINGS_OF_BYTES[form]
        yield Attempt(f"to {form}", old=made, new=written)
        yield Attempt(f"from {form}", old=written, new=made)
    if subject.family is Family.STRING and share(subject, _is_base64) == 1:
        yield Attempt("base64 for URLs", old=_base64, new=_base64)
    if subject.family is Family.BYTES:
        yield Attempt("reversed bytes", old=lambda v: f"parity_reverse({v})")


def _is_base64(old: str, new: str) -> bool:
    """Whether both look like it, and one has its padding."""
    whole = len(old) % 4 == 0 or len(new) % 4 == 0
    return whole and all(re.fullmatch(r"[A-Za-z0-9+/_-]{6,}={0,2}", text) for text in (old, new))


def _base64(value: str) -> str:
    """Base64 of any spelling, as the engine writes it."""
    plain = f"rtrim(translate({value}, '-_', '+/'), '=')"
    return f"{plain} || repeat('=', (4 - length({plain}) % 4) % 4)"


def _text(value: str) -> str:
    """Bytes as the text they may be; where they are none, a text that no bytes are written as."""
    return f"COALESCE(TRY(decode({value})), chr(0))"


_SPELLINGS: Final[dict[str, Expr]] = {"hex": lambda v: f"lower({v})", "base64": _base64}
_SPELLINGS_OF_BYTES: Final[dict[str, Expr]] = {
    "hex": lambda v: f"encode(lower({_text(v)}))",
    "base64": lambda v: f"encode({_base64(_text(v))})",
}

CAUSE = Cause("bytes-form", "bytes are written in another form", _attempts)
