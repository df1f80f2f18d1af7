"""Rows by key of a run on many workers: each leaves a file, and one reader has them in order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import fs

from bridges.files import create, open_input, resolve
from migrate.parity import sql
from migrate.parity.engine import open_engine
from migrate.parity.keyrows import BATCH, cast, key_rows_schema, placed_query, places
from migrate.parity.plan import Plan
from migrate.parity.queries import batches, run, streamed

_NAME: Final = "keys"
_OWNER: Final = 0o700
_TRIES: Final = 50


def keys_place(runner: str, result: str | None, private: str) -> str:
    """Where rows by key pass through: masked columns are in them too, for rows are ordered by key.

    Workers of this machine leave them in a ``private`` directory, others beside the result.
    """
    if result is None or runner.lower() == "directrunner":
        return f"{private}/{_NAME}"
    return f"{result}.{_NAME}"


@dataclass(frozen=True, slots=True)
class KeyTables:
    """``uri`` is a directory; ``every`` says whether rows that are the same are there too."""

    uri: str
    every: bool

    def make(self) -> None:
        """Make the directory, for its owner alone; a bucket has access rules of its own."""
        if "://" not in self.uri:
            Path(self.uri).mkdir(_OWNER, parents=True, exist_ok=True)
            Path(self.uri).chmod(_OWNER)

    def write(self, connection: Any, plan: Plan, shard: int) -> None:
        """The rows of one shard."""
        query = placed_query(plan, all_rows=self.every)
        with (
            streamed(connection, query, BATCH) as reader,
            create(f"{self.uri}/{shard:05d}.arrow", overwrite=True) as stream,
            pa.ipc.new_stream(stream, reader.schema) as writer,
        ):
            if "://" not in self.uri:
                _hide(Path(self.uri))
            for batch in reader:
                writer.write_batch(batch)

    def read(self, plan: Plan, *, every: bool) -> Iterator[pa.RecordBatch]:
        """All rows by key, in batches of :func:`~migrate.parity.keyrows.key_rows_schema`."""
        order = sql.columns(f"{place} NULLS LAST" for place in places(plan))
        chosen = sql.columns(f'"{name}"' for name in key_rows_schema().names)
        where = "" if every else "WHERE class <> 'SAME'"
        with open_engine() as engine:
            if not _collect(engine.connection, self.uri):
                return
            query = f"SELECT {chosen} FROM keys {where} ORDER BY {order}"
            for batch in batches(engine.connection, query, BATCH):
                yield cast(batch)

    def remove(self) -> None:
        """Delete the files, also where a run was stopped and its workers still write some."""
        filesystem, path = resolve(self.uri)
        for left in reversed(range(_TRIES)):
            if filesystem.get_file_info(path).type != fs.FileType.Directory:
                return
            try:
                filesystem.delete_dir(path)
            except OSError:
                if not left:
                    raise
                time.sleep(0.1)


def _hide(folder: Path) -> None:
    """Files that are being written are their owner's alone."""
    for file in folder.iterdir():
        with suppress(FileNotFoundError):  # another worker moved its own in between
            file.chmod(0o600)


def _collect(connection: Any, uri: str) -> bool:
    """Make table ``keys`` of all files; False where there is none."""
    filesystem, path = resolve(uri)
    infos = filesystem.get_file_info(fs.FileSelector(path, allow_not_found=True))
    names = sorted(info.base_name for info in infos if info.type == fs.FileType.File)
    for number, name in enumerate(names):
        with open_input(f"{uri}/{name}") as stream, pa.ipc.open_stream(stream) as reader:
            connection.register("incoming", reader)
            make = "INSERT INTO keys" if number else "CREATE TABLE keys AS"
            run(connection, f"{make} SELECT * FROM incoming")
            connection.unregister("incoming")
    return bool(names)
