"""``java.net.URLEncoder`` and ``URLDecoder`` in UTF-8, which settings apply to labels."""

from __future__ import annotations

import re
from urllib.parse import quote_plus

from bridges.featran.errors import IllegalArgument

_ESCAPES = re.compile(r"(?:%[0-9a-fA-F]{2})+", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")


def encode(text: str) -> str:
    """Return the text with all but ``A–Z a–z 0–9 . - * _`` escaped; an unpaired surrogate is ?."""
    if not text.isascii():
        text = _SURROGATE.sub("?", text)
    return quote_plus(text, safe="*-._").replace("~", "%7E")


def decode(text: str) -> str:
    """Undo ``encode``; bytes that are no UTF-8 become U+FFFD.

    Raises
    ------
    IllegalArgument
        If a % is not followed by two hexadecimal digits.
    """
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    out = _ESCAPES.sub(lambda run: _bytes(run.group()).decode("utf-8", "replace"), text)
    if "%" in _ESCAPES.sub("", text):
        raise IllegalArgument(
            "URLDecoder: Illegal hex characters in escape (%) pattern",
            next_step=f"the label {text!r} is not URL-encoded",
        )
    return out


def _bytes(run: str) -> bytes:
    return bytes.fromhex(run.replace("%", ""))
