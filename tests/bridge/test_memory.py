"""Row groups and blocks of 128 MB are converted in 500 MB of memory."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bridges import avro
from bridges.schema import Schema

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
LARGE, MOST_MB = 128 << 20, 500
ROWS, WIDTH = 480_000, 256
#: The high-water mark that getrusage gives would be that of the parent at least.
MEASURED = """
import sys
from pathlib import Path
from migrate.cli.main import run
code = run(sys.argv[1:])
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
sys.exit(code)
"""


def batches():
    """480,000 rows of about 300 bytes: text, numbers and a list."""
    random = np.random.default_rng(3)
    for _ in range(ROWS // 10_000):
        text = random.integers(48, 58, 10_000 * WIDTH, np.uint8)
        offsets = np.arange(0, 10_000 * WIDTH + 1, WIDTH, np.int32)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(text)]
        few = np.arange(0, 30_001, 3, np.int32)
        columns = {
            "text": pa.Array.from_buffers(pa.string(), 10_000, buffers),
            "number": pa.array(random.integers(-(2**60), 2**60, 10_000)),
            "many": pa.ListArray.from_arrays(few, random.random(30_000, np.float32)),
        }
        yield pa.RecordBatch.from_pydict(columns)


def schema():
    return Schema.from_arrow(next(batches()).schema)


def parquet(path):
    table = pa.Table.from_batches(batches())
    pq.write_table(table, path, row_group_size=ROWS, compression="none", use_dictionary=False)
    assert pq.read_metadata(path).row_group(0).total_byte_size > LARGE


def blocks(codec):
    def write(path):
        avro.write_file(str(path), batches(), schema(), codec, LARGE)

    return write


CASES = {
    "a row group to TFRecord": (parquet, ()),
    "a deflate block to TFRecord": (blocks("deflate"), ("--compression", "gzip")),
    "a snappy block to Parquet": (blocks("snappy"), ("--to", "parquet")),
}


@pytest.mark.parametrize("name", CASES)
def test_large_pieces_need_little_memory(tmp_path, name):
    write, options = CASES[name]
    write(tmp_path / "source")
    line = ["bridge", str(tmp_path / "source"), str(tmp_path / "out"), "-q", *options]
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, *line], check=True, capture_output=True, text=True
    )
    assert int(ended.stdout) / 1024 <= MOST_MB


def test_a_block_that_is_too_large_is_refused_with_its_size(tmp_path):
    rows = pa.RecordBatch.from_pydict({"zeros": [bytes(1 << 20)] * 257})
    source = tmp_path / "bomb.avro"
    avro.write_file(str(source), [rows], Schema.from_arrow(rows.schema), "deflate", 300 << 20)
    assert source.stat().st_size < 10 << 20
    line = [sys.executable, "-m", "migrate", "bridge", str(source), str(tmp_path / "out")]
    ended = subprocess.run(line, capture_output=True, text=True)
    assert ended.returncode == 2
    assert "the limit is 268435456" in ended.stderr
    assert not (tmp_path / "out").exists()
