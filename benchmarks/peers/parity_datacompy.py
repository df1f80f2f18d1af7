"""datacompy on pandas or polars, 0.x or 1.x: reads both files, compares, writes its report."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any


def prepare(*, new: str, engine: str, told: str = "") -> Callable[[Path, Path], None]:
    """``engine``: pandas or polars; what was counted goes to the file ``told``."""
    logging.disable(logging.WARNING)
    make = _pandas() if engine == "pandas" else _polars()

    def run(source: Path, destination: Path) -> None:
        found = make(source, source.with_name(new))
        found.report()
        counts = {
            column["column"]: int(column["unequal_cnt"])
            for column in found.column_stats
            if column["unequal_cnt"]
        }
        rows = {"only_old": len(found.df1_unq_rows), "only_new": len(found.df2_unq_rows)}
        destination.write_text(json.dumps({**counts, **rows}))
        if told:
            Path(told).write_text(destination.read_text())

    return run


def _pandas() -> Callable[[Path, Path], Any]:
    import datacompy
    import pandas as pd

    # Named after its engine since 1.0.
    compare = getattr(datacompy, "PandasCompare", None) or datacompy.Compare
    return lambda old, new: compare(pd.read_parquet(old), pd.read_parquet(new), join_columns=["id"])


def _polars() -> Callable[[Path, Path], Any]:
    import polars as pl
    from datacompy.polars import PolarsCompare

    return lambda old, new: PolarsCompare(
        pl.read_parquet(old), pl.read_parquet(new), join_columns=["id"]
    )
