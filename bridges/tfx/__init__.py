"""Executors for TFX's FileBasedExampleGen that keep zeros, False and empty strings.

TFX's own Avro and Parquet executors write each of these as a missing value. Use::

    FileBasedExampleGen(
        input_base="gs://old/avro",
        custom_executor_spec=executor_spec.BeamExecutorSpec(bridges.tfx.AvroExecutor),
    )

Features are as ``docs/data-plane.md`` says; ``custom_config={"float64": "exact"}`` adds the
companions that make doubles exact, ``{"columns": ["a", "b"]}`` reads some columns only. Rows
go to splits by TFX's rule: by a hash of their bytes, which are the same in every run, or of
one feature. The elements of the Beam pipeline are parts of the input, never rows.
"""

from bridges.errors import MissingPackage

try:
    from bridges.tfx.executor import AvroExecutor, ParquetExecutor
except ImportError as error:
    raise MissingPackage("tfx", "tfx") from error

__all__ = ["AvroExecutor", "ParquetExecutor"]
