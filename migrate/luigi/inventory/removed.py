"""Names that Luigi once had and Luigi 3 has no more, with what stands in their place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from migrate.luigi.inventory.words import words

_MOVED = words(
    "esindex ftp hadoop hadoop_jar hdfs hive lsf mysqldb postgres rdbms redshift s3 "
    "scalding spark sge sparkey ssh webhdfs bigquery"
)

REMOVED: Mapping[str, str] = MappingProxyType(
    {
        **{f"luigi.{name}": f"luigi.contrib.{name}" for name in _MOVED},
        "luigi.BooleanParameter": "luigi.BoolParameter",
        "luigi.parameter.BooleanParameter": "luigi.BoolParameter",
        "luigi.File": "luigi.LocalTarget",
        "luigi.file": "luigi.local_target",
        "luigi.mock.MockFile": "luigi.mock.MockTarget",
        "luigi.six": "the standard library",
        "luigi.util.Derived": "luigi.util.inherits",
        "luigi.util.CompositionTask": "luigi.util.requires",
        "luigi.postgres": "luigi.contrib.postgres",
        "luigi.interface.setup_interface_logging": "luigi.setup_logging",
        "luigi.interface.ArgParseInterface": "luigi.cmdline_parser",
        "luigi.interface.DynamicArgParseInterface": "luigi.cmdline_parser",
        "luigi.contrib.target.CascadingClient": "the client itself",
        "luigi.contrib.hdfs.snakebite_client": "luigi.contrib.hdfs",
        "luigi.tools.parse_task": "luigi.cmdline_parser",
    }
)


def removed_name(dotted: str) -> str:
    """``old: new`` where ``dotted`` is, or lies in, something that is gone; else empty."""
    parts = dotted.split(".")
    for end in range(2, min(len(parts), 5) + 1):
        name = ".".join(parts[:end])
        if name in REMOVED:
            return f"{name}: {REMOVED[name]}"
    return ""
