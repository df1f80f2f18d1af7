"""0, 0.0, False and the empty text or list were read as missing, as TFX's Avro and Parquet
executors do; or a missing value was read as one of them, as a default does."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity import sql
from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import NUMBERS, Family


def _zero(subject: Subject) -> tuple[str, str] | None:
    if subject.family is Family.BOOL:
        return "false", "false"
    if subject.family in NUMBERS:
        return "0", f"CAST(0 AS {subject.type.sql})"
    if subject.family is Family.STRING:
        return "empty text", "''"
    if subject.family is Family.BYTES:
        return "no bytes", "''::BLOB"
    if subject.family is Family.LIST:
        return "empty list", f"CAST([] AS {subject.type.sql})"
    return None


def _attempts(subject: Subject) -> Iterator[Attempt]:
    found = _zero(subject)
    if found is None:
        return
    shown, zero = found
    yield Attempt(
        f"{shown} became null", old=lambda v: f"CASE WHEN {sql.differ(v, zero)} THEN {v} END"
    )
    yield Attempt(f"null became {shown}", old=lambda v: f"COALESCE({v}, {zero})")


CAUSE = Cause("zero-as-missing", "zero and missing were taken for each other", _attempts)
