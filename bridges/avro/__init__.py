"""Avro container files to Arrow record batches and back."""

from bridges.avro.blocks import ByteRange
from bridges.avro.codecs import CODECS
from bridges.avro.errors import AvroError, CorruptAvro, SchemaMismatch
from bridges.avro.header import Header
from bridges.avro.reader import (
    View,
    common_schema,
    header_of,
    latest_schema,
    read_batches,
    schema_of,
    splits,
)
from bridges.avro.writer import AvroWriter, Written, write_file

__all__ = [
    "CODECS",
    "AvroError",
    "AvroWriter",
    "ByteRange",
    "CorruptAvro",
    "Header",
    "SchemaMismatch",
    "View",
    "Written",
    "common_schema",
    "header_of",
    "latest_schema",
    "read_batches",
    "schema_of",
    "splits",
    "write_file",
]
