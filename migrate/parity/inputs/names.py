"""Names of columns that the engine, which has no case in names, would take for one another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyarrow as pa
from pyarrow import types as t

from migrate.errors import BadInput
from migrate.parity.inputs.lossless import children

#: The name of the column of row numbers, for ``--key @row``.
ROW: Final = "@row"


def check_names(schema: pa.Schema, where: str) -> None:
    """BadInput where two columns, or two fields of a record, differ in nothing but case."""
    if ROW in schema.names:
        raise BadInput(
            f"has a column {ROW!r}, the name of row numbers", where=where, next_step="rename it"
        )
    _distinct(schema.names, where, "columns")
    for field in schema:
        _check_type(field.type, field.name, where)


def _check_type(kind: pa.DataType, path: str, where: str) -> None:
    fields = children(kind)
    if t.is_struct(kind):
        _distinct([field.name for field in fields], where, f"fields of {path}")
        if any(not field.name for field in fields):
            raise BadInput(f"{path} has a field without a name", where=where, next_step="name it")
    for field in fields:
        _check_type(field.type, f"{path}.{field.name}" if t.is_struct(kind) else path, where)


def _distinct(names: Iterable[str], where: str, what: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.get(name.lower())
        if other is not None:
            raise BadInput(
                f"{what} {other!r} and {name!r} have one name but for the case of letters",
                where=where,
                next_step="rename one of them, on both sides alike",
            )
        seen[name.lower()] = name
