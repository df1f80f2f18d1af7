"""What can be wrong with an Avro file; every message names the file and the offset."""

from __future__ import annotations

from bridges.errors import CorruptData, DataError, SchemaError


class AvroError(DataError):
    """An Avro file that cannot be read as asked."""


class CorruptAvro(CorruptData):
    """Bytes that are no Avro: a truncated file, a bad checksum, a malformed value."""

    def __init__(self, what: str, *, uri: str, offset: int) -> None:
        super().__init__(
            what,
            where=f"{uri} at byte {offset}",
            next_step="write the file again, or leave it out",
        )


class SchemaMismatch(SchemaError):
    """Two schemas Avro's resolution rules cannot bring together."""
