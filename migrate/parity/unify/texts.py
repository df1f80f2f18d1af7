"""Rules for texts: beside bytes, and beside what they are the text of."""

from __future__ import annotations

from typing import Final

from migrate.parity import exact_text
from migrate.parity.model import Compatibility
from migrate.parity.types import Type, scalar
from migrate.parity.unify.unified import TEXT, Unified, as_is, both, to_type

_BLOB: Final = scalar("BLOB")


def strings(left: Type, right: Type) -> Unified:
    """Texts and names of enums."""
    del left, right
    return both(Compatibility.CONVERTIBLE, TEXT)


def string_and_bytes(left: Type, right: Type) -> Unified:
    """Bytes are compared with the text's UTF-8."""
    del left, right
    return Unified(
        Compatibility.CONVERTIBLE,
        _BLOB,
        lambda value: f"encode(CAST({value} AS VARCHAR))",
        as_is,
    )


def string_and_scalar(left: Type, right: Type) -> Unified:
    """A text beside a typed value, as texts: it has to say exactly a value of the type."""
    del left
    return Unified(
        Compatibility.CONVERTIBLE,
        TEXT,
        lambda value: exact_text.read(f"CAST({value} AS VARCHAR)", right),
        to_type("VARCHAR"),
    )
