"""A DuckDB connection that keeps to its memory and spills the rest to a directory of its own."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from migrate.errors import BadInput, UsageError
from migrate.parity.functions import register
from migrate.parity.queries import run

DEFAULT_MEMORY: Final = "800MB"
_AMOUNT: Final = re.compile(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B")


@dataclass(frozen=True, slots=True)
class Engine:
    """``work``: a directory that goes away with the connection."""

    connection: Any
    work: Path

    @property
    def version(self) -> str:
        """DuckDB's."""
        import duckdb

        return str(duckdb.__version__)


@contextmanager
def open_engine(
    memory: str = DEFAULT_MEMORY, threads: int | None = None, spill: str | None = None
) -> Iterator[Engine]:
    """An engine that spills to ``spill`` (default: the system's directory for temporary files).

    Its data base lies there too, uncompressed: nothing in it is read often enough to pay for that.
    """
    import duckdb

    if spill is not None and not Path(spill).is_dir():
        raise UsageError("is no directory", where=spill, next_step="make it first")
    with tempfile.TemporaryDirectory(prefix="parity-", dir=spill) as directory:
        work = Path(directory)
        connection = duckdb.connect(str(work / "work.duckdb"))
        try:
            _configure(connection, memory, threads, work)
            register(connection)
            yield Engine(connection, work)
        except duckdb.OutOfMemoryException as error:
            raise BadInput(
                f"the comparison does not fit into {memory}: {_first_line(error)}",
                next_step="give more with --memory, or compare fewer columns at a time",
            ) from error
        finally:
            connection.close()


def _configure(connection: Any, memory: str, threads: int | None, work: Path) -> None:
    if not _AMOUNT.fullmatch(memory):
        raise UsageError(
            f"{memory!r} is no amount of memory", where="--memory", next_step="write 512MB or 4GB"
        )
    run(connection, f"SET memory_limit='{memory}'")
    run(connection, f"SET temp_directory='{work / 'spill'}'")
    run(connection, "SET preserve_insertion_order=false")
    run(connection, "SET enable_progress_bar=false")
    run(connection, "SET TimeZone='UTC'")  # what is read and shown must not depend on the machine
    run(connection, "SET force_compression='uncompressed'")
    if threads is not None:
        run(connection, f"SET threads={threads}")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
