"""The same comparison on Apache Beam: rows go to shards by their key, shards are compared as a
local run compares all rows, and what they know is added up.

An element is a part of a side, then a batch of rows of one shard; never a row. Rows are compared
once: a shard keeps what is not the same, for causes need constants that only the survey of all
shards tells.
"""

from bridges.errors import MissingPackage

try:
    import apache_beam  # noqa: F401
except ImportError as error:
    raise MissingPackage("apache-beam", "tfx") from error

from migrate.parity.beam.driver import compared_on
from migrate.parity.beam.keys import KeyTables, keys_place

__all__ = ["KeyTables", "compared_on", "keys_place"]
