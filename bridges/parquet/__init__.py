"""Parquet files to record batches of the contract's form, and back."""

from bridges.parquet.conform import conform
from bridges.parquet.reader import (
    RowGroups,
    View,
    common_schema,
    read_batches,
    rows_of,
    schema_of,
    splits,
)
from bridges.parquet.writer import Written, write_file

__all__ = [
    "RowGroups",
    "View",
    "Written",
    "common_schema",
    "conform",
    "read_batches",
    "rows_of",
    "schema_of",
    "splits",
    "write_file",
]
