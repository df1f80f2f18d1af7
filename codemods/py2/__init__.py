"""Read Python 2 sources as Python 3, in memory: decode, rewrite the syntax, keep the lines."""

from __future__ import annotations

from codemods.py2.decode import Decoded, NotText, decode
from codemods.py2.parse import Parsed, Unparsable, parse
from codemods.py2.syntax import Rescued, Rewrite

__all__ = [
    "Decoded",
    "NotText",
    "Parsed",
    "Rescued",
    "Rewrite",
    "Unparsable",
    "decode",
    "parse",
]
