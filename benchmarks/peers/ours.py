"""This project on one machine, as ``migrate bridge`` calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def prepare(
    *,
    to: str = "tfrecord",
    compression: str | None = None,
    float64: str = "exact",
    workers: int = 1,
) -> Callable[[Path, Path], None]:
    """Any format to any other."""
    from bridges.convert import Options, convert, plan
    from bridges.features import Float64
    from bridges.files import Format

    options = Options(
        to=Format(to),
        compression=compression,
        float64=Float64(float64),
        # The TFRecord files of the benchmark hold float32 only, so that every decoder reads them.
        accept_loss=True,
    )

    def run(source: Path, destination: Path) -> None:
        made = plan(str(source), str(destination), options)
        convert(made, workers, lambda _size, _rows: None)

    return run
