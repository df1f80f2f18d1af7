"""However a comparison ends, nothing of its data is left behind; meanwhile none else reads it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

POLICY = """version = 1
[align]
key = ["email"]
[[sensitive]]
match = "email"
mask = "hash"
"""


def command(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """A comparison with a sensitive key, its temporary files in a directory of their own."""
    emails = [f"secret{i}@example.com" for i in range(20_000)]
    for side, more in (("old", 0), ("new", 1)):
        rows = pa.table({"email": emails, "v": range(more, 20_000 + more)})
        pq.write_table(rows, folder / f"{side}.parquet")
    (folder / "parity.toml").write_text(POLICY)
    (folder / "tmp").mkdir()
    call = [sys.executable, "-m", "migrate", "parity", "old.parquet", "new.parquet"]
    call += ["--config", "parity.toml", "-q", *options]
    environment = {**os.environ, "TMPDIR": str(folder / "tmp")}
    return subprocess.Popen(call, cwd=folder, env=environment)


def seen(folder: Path, pattern: str, process: subprocess.Popen[bytes]) -> Path:
    """The first file of such a name that the command makes."""
    while process.poll() is None:
        for path in folder.glob(pattern):
            return path
        time.sleep(0.005)
    raise AssertionError(f"ended before {pattern} was there")


def open_to_others(folder: Path) -> Iterator[Path]:
    """Directories directly in a folder, or itself, that others than the owner may look into."""
    for path in (folder, *folder.iterdir()):
        if path.is_dir() and path.name != "tmp" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_local_run_that_is_stopped_leaves_nothing(number: int, tmp_path: Path) -> None:
    process = command(tmp_path)
    seen(tmp_path / "tmp", "*/work.duckdb", process)
    assert list(open_to_others(tmp_path / "tmp")) == []
    process.send_signal(number)
    assert process.wait(60) == 128 + number
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "result"),
    [(signal.SIGINT, ()), (signal.SIGTERM, ("--result", "result.json")), (None, ())],
)
def test_keys_of_a_run_on_beam_are_private_and_go_away(
    number: int | None, result: tuple[str, ...], tmp_path: Path
) -> None:
    pytest.importorskip("apache_beam", reason="not run: apache-beam is not installed")
    more = ("--runner", "DirectRunner", "--shards", "6", "--tables", "t", *result)
    process = command(tmp_path, *more)
    keys = seen(tmp_path / "tmp", "parity-*/keys/*", process).parent
    assert list(open_to_others(keys.parent)) == []
    if number is not None:
        process.send_signal(number)
    assert process.wait(120) == (3 if number is None else 128 + number)
    assert [p for p in (tmp_path / "tmp").iterdir() if p.name.startswith("parity-")] == []
    assert list(tmp_path.glob("*.keys")) == []


def test_keys_beside_a_result_are_private(tmp_path: Path) -> None:
    pytest.importorskip("apache_beam", reason="not run: apache-beam is not installed")
    from migrate.parity.beam import KeyTables, keys_place

    place = keys_place("FlinkRunner", str(tmp_path / "result.json"), "elsewhere")
    keys = KeyTables(place, every=False)
    keys.make()
    assert list(open_to_others(tmp_path / "result.json.keys")) == []
    keys.remove()
    assert list(tmp_path.iterdir()) == []
