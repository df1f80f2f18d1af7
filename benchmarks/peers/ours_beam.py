"""This project on Beam, as ``migrate bridge --runner`` calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def prepare(*, float64: str = "exact", runner: str) -> Callable[[Path, Path], None]:
    """Avro or Parquet to uncompressed TFRecord."""
    from bridges.beam import run_on
    from bridges.convert import Options, plan
    from bridges.features import Float64

    options = Options(float64=Float64(float64))

    def run(source: Path, destination: Path) -> None:
        run_on(runner, plan(str(source), str(destination), options), [])

    return run
