"""Finding, opening and creating data files, wherever they lie, and telling what they hold."""

from bridges.files.detect import Format, detect
from bridges.files.filesystem import create, open_input, resolve
from bridges.files.find import DataFile, find
from bridges.files.partitions import PartitionColumn, partition_columns

__all__ = [
    "DataFile",
    "Format",
    "PartitionColumn",
    "create",
    "detect",
    "find",
    "open_input",
    "partition_columns",
    "resolve",
]
