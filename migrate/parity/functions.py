"""Functions of the engine that SQL has not: slow ones, called for differing values only."""

from __future__ import annotations

import html
import math
import unicodedata
from typing import Any, Final
from urllib.parse import unquote

from migrate.parity.hashes import hash_of


def register(connection: Any) -> None:
    """Give the connection all ``parity_…`` functions."""
    for name, (function, parameters, result) in _FUNCTIONS.items():
        connection.create_function(name, function, list(parameters), result)


def levenshtein(left: str, right: str) -> int:
    """Edit distance in code points: Wagner and Fischer's algorithm, one row at a time."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def bytes_apart(left: bytes, right: bytes) -> int:
    """How many bytes differ, the rest of the longer one included."""
    size = min(len(left), len(right))
    both = int.from_bytes(left[:size], "big") ^ int.from_bytes(right[:size], "big")
    same = both.to_bytes(size, "big").count(0)
    return max(len(left), len(right)) - same


def nfkc(value: str) -> str:
    """Unicode compatibility composition."""
    return unicodedata.normalize("NFKC", value)


def recode(value: str, written: str, read: str) -> str:
    """A text whose bytes in one encoding are read in another; as it is where that fails."""
    try:
        errors = "replace" if written == read else "strict"
        return value.encode(written, errors).decode(read)
    except UnicodeError:
        return value


def casefold(value: str) -> str:
    """The text without a difference of case, of letters that become two as well."""
    return value.casefold()


def unescape(value: str) -> str:
    """The text that one with HTML's or a URL's escapes stands for."""
    return unquote(html.unescape(value))


def cut(value: str, size: int) -> str:
    """The first characters of a text, as many as fit into so many bytes of UTF-8."""
    return value.encode()[:size].decode("utf-8", "ignore")


def narrow(value: float, kind: str) -> float:
    """The nearest number that a ``float16`` or a ``bfloat16`` holds."""
    import numpy as np

    with np.errstate(over="ignore"):
        if kind == "float16":
            return float(np.float16(value))
        bits = int(np.float32(value).view(np.uint32))
    if not math.isfinite(value):
        return value
    bits += 0x7FFF + (bits >> 16 & 1)  # half to even
    return float(np.uint32(bits & 0xFFFF0000).view(np.float32))


def reverse(value: bytes) -> bytes:
    """The bytes from last to first."""
    return value[::-1]


_FUNCTIONS: Final[dict[str, tuple[Any, tuple[str, ...], str]]] = {
    "parity_levenshtein": (levenshtein, ("VARCHAR", "VARCHAR"), "BIGINT"),
    "parity_bytes": (bytes_apart, ("BLOB", "BLOB"), "BIGINT"),
    "parity_nfkc": (nfkc, ("VARCHAR",), "VARCHAR"),
    "parity_recode": (recode, ("VARCHAR", "VARCHAR", "VARCHAR"), "VARCHAR"),
    "parity_casefold": (casefold, ("VARCHAR",), "VARCHAR"),
    "parity_unescape": (unescape, ("VARCHAR",), "VARCHAR"),
    "parity_cut": (cut, ("VARCHAR", "BIGINT"), "VARCHAR"),
    "parity_narrow": (narrow, ("DOUBLE", "VARCHAR"), "DOUBLE"),
    "parity_reverse": (reverse, ("BLOB",), "BLOB"),
    "parity_hash": (hash_of, ("VARCHAR", "VARCHAR"), "VARCHAR"),
}
