"""Two sides written to files and compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from migrate.parity.model import FieldResult, ParityResult
from migrate.parity.policy import Policy
from migrate.parity.request import Request
from migrate.parity.run import compared
from tests.parity.test_model import assert_laws


def table(**columns: Any) -> pa.Table:
    """A table of lists or arrays."""
    return pa.table({k: v if isinstance(v, pa.Array) else pa.array(v) for k, v in columns.items()})


def compare_tables(
    folder: Path, old: pa.Table, new: pa.Table, policy: Policy | None = None, **options: Any
) -> ParityResult:
    """The result for two Parquet files; key ``id`` unless the policy says otherwise."""
    paths = []
    for name, side in (("old", old), ("new", new)):
        path = folder / f"{name}.parquet"
        pq.write_table(side, path)
        paths.append(str(path))
    result = compared(Request(*paths, policy or Policy(key=("id",)), **options))
    assert_laws(result)
    return result


def field(result: ParityResult, name: str) -> FieldResult:
    """The field of this name."""
    return next(f for f in result.fields if f.name == name)


def causes(result: ParityResult, name: str) -> dict[str, int]:
    """Counts by cause of a field."""
    found: dict[str, int] = {}
    for cause in field(result, name).causes:
        found[cause.cause] = found.get(cause.cause, 0) + cause.count
    return found


def differing(result: ParityResult) -> dict[str, int]:
    """Fields that differ, and how often."""
    return {f.name: f.different for f in result.fields if f.different}
