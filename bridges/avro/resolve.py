"""Avro's schema resolution: which type of a reader takes a writer's values."""

from __future__ import annotations

from typing import Final

from bridges.avro.errors import SchemaMismatch
from bridges.avro.wire import Kind, Wire, WireField

#: Promotions Avro allows beside equal kinds.
_PROMOTIONS: Final = {
    (Kind.INT, Kind.LONG),
    (Kind.INT, Kind.FLOAT),
    (Kind.INT, Kind.DOUBLE),
    (Kind.LONG, Kind.FLOAT),
    (Kind.LONG, Kind.DOUBLE),
    (Kind.FLOAT, Kind.DOUBLE),
    (Kind.STRING, Kind.BYTES),
    (Kind.BYTES, Kind.STRING),
}
_NAMED: Final = (Kind.RECORD, Kind.ENUM, Kind.FIXED)
#: Logical types that change what a number means, so that two different ones never meet.
_MEANINGFUL: Final = (
    "decimal",
    "date",
    "time-",
    "timestamp-",
    "local-timestamp-",
    "duration",
)


def check(writer: Wire, reader: Wire, path: str) -> None:
    """Raise unless Avro resolves the one to the other, looking no deeper than this type."""
    reason = _objection(writer, reader)
    if reason:
        raise SchemaMismatch(
            f"the reader's schema does not fit the writer's: {reason}",
            where=path,
            next_step="give a reader schema that Avro's resolution rules accept",
        )


def _objection(writer: Wire, reader: Wire) -> str:
    if writer.kind is not reader.kind and (writer.kind, reader.kind) not in _PROMOTIONS:
        return f"{describe(writer)} cannot become {describe(reader)}"
    if writer.kind in (Kind.ENUM, Kind.FIXED) and not _same_name(writer, reader):
        return f"{describe(writer)} and {describe(reader)} have different names and no alias"
    if writer.size != reader.size:
        return f"the fixed {writer.name} has {writer.size} bytes here and {reader.size} there"
    if _is_meaningful(writer) and _is_meaningful(reader) and writer.logical != reader.logical:
        return f"{writer.logical} cannot become {reader.logical}"
    return ""


def _is_meaningful(wire: Wire) -> bool:
    return wire.logical.startswith(_MEANINGFUL)


def _same_name(writer: Wire, reader: Wire) -> bool:
    return writer.short_name == reader.short_name or writer.name in reader.aliases


def describe(wire: Wire) -> str:
    """The type as a message names it."""
    name = f" {wire.name}" if wire.name else ""
    logical = f" ({wire.logical})" if wire.logical else ""
    return f"{wire.kind.name.lower()}{name}{logical}"


def choose_branch(writer: Wire, branches: tuple[Wire, ...]) -> int | None:
    """The reader's branch for a writer's type: the same one if there is, else the first it fits."""
    fitting = [index for index, branch in enumerate(branches) if _fits(writer, branch)]
    return min(fitting, key=lambda index: _distance(writer, branches[index]), default=None)


def _fits(writer: Wire, branch: Wire) -> bool:
    if writer.kind is Kind.RECORD and branch.kind is Kind.RECORD:
        return _same_name(writer, branch)
    return not _objection(writer, branch)


def _distance(writer: Wire, branch: Wire) -> int:
    if writer.kind is not branch.kind:
        return 3
    if writer.kind in _NAMED and writer.name != branch.name:
        return 2
    return int(writer.logical != branch.logical)


def match_fields(writer: Wire, reader: Wire) -> dict[int, int]:
    """The position of each reader's field by the position of the writer's that fills it."""
    positions = {field.name: index for index, field in enumerate(writer.fields)}
    found: dict[int, int] = {}
    for index, field in enumerate(reader.fields):
        source = next((positions[n] for n in (field.name, *field.aliases) if n in positions), None)
        if source is not None:
            found.setdefault(source, index)
    return found


def symbol_table(writer: Wire, reader: Wire) -> list[int]:
    """The reader's index of each writer's symbol; -1 where it has neither it nor a default."""
    known = {symbol: index for index, symbol in enumerate(reader.symbols)}
    fallback = known.get(reader.default_symbol, -1) if reader.default_symbol is not None else -1
    return [known.get(symbol, fallback) for symbol in writer.symbols]


def refuse_missing(field: WireField, path: str) -> SchemaMismatch:
    """The error for a reader's field the writer has not, and that has no default."""
    return SchemaMismatch(
        f"the writer has no field {field.name!r}, and the reader's has no default",
        where=path,
        next_step="give the field a default in the reader's schema, or an alias",
    )
