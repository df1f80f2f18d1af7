"""This project's comparison, as ``migrate parity OLD NEW --key id`` makes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path


def prepare(*, new: str, memory: str = "1GB", told: str = "") -> Callable[[Path, Path], None]:
    """``new`` is the other side; what was counted goes to the file ``told``."""
    from migrate.parity.policy import Policy
    from migrate.parity.request import Request
    from migrate.parity.run import compared

    def run(source: Path, destination: Path) -> None:
        result = compared(
            Request(str(source), str(source.with_name(new)), Policy(key=("id",)), memory=memory)
        )
        counts = {field.name: field.different for field in result.fields if field.different}
        rows = {"only_old": result.rows.missing_right, "only_new": result.rows.missing_left}
        destination.write_text(json.dumps({**counts, **rows}))
        if told:
            Path(told).write_text(destination.read_text())

    return run
