"""``migrate parity`` as a user runs it: what it prints, writes and returns."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.cli.main import run
from tests.parity.test_mutations import changed, original


@pytest.fixture
def sides(tmp_path: Path) -> tuple[str, str]:
    old = original()
    new, _ = changed(old, "score", lambda v: round(v, 2), 20)
    pq.write_table(old, tmp_path / "old.parquet")
    pq.write_table(new, tmp_path / "new.parquet")
    return str(tmp_path / "old.parquet"), str(tmp_path / "new.parquet")


def test_equal_sides_exit_clean(sides: tuple[str, str], capsys) -> None:
    assert run(["parity", sides[0], sides[0], "--key", "id"]) == 0
    assert "200" in capsys.readouterr().out


def test_different_sides_exit_with_three(sides: tuple[str, str], capsys) -> None:
    assert run(["parity", *sides, "--key", "id", "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert found["rows"]["different"] == 20
    assert found["passed"] is False


def test_policy_file_decides(sides: tuple[str, str], tmp_path: Path, capsys) -> None:
    policy = tmp_path / "parity.toml"
    policy.write_text('[align]\nkey = "id"\n[[field]]\nmatch = "score"\nabsolute = 0.01\n')
    assert run(["parity", *sides, "--config", str(policy), "-q"]) == 0
    assert capsys.readouterr().out == ""


def test_same_bytes_again(sides: tuple[str, str], capsys) -> None:
    texts = []
    for threads in ("1", "2"):
        run(["parity", *sides, "--key", "id", "--json", "--threads", threads])
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


BAD = {
    "no such key": (["--key", "nope"], "OLD has no column 'nope' for the key"),
    "key twice": (["--key", "id,id"], "is no list of columns"),
    "no fraction": (["--key", "id", "--sample", "2"], "is no fraction"),
    "no memory": (["--key", "id", "--memory", "lots"], "is no amount of memory"),
    "no directory": (["--key", "id", "--spill", "nowhere"], "is no directory"),
    "no policy": (["--config", "nowhere.toml"], "cannot be read"),
    "options without a runner": (["--key", "id", "--", "--x"], "one argument too many"),
    "mode without a key": (["--mode", "key"], "there is none"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_usage_exits_with_two(name: str, sides: tuple[str, str], capsys) -> None:
    options, message = BAD[name]
    assert run(["parity", *sides, *options]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.slow
def test_beam_runner_prints_the_same_rows(sides: tuple[str, str], capsys) -> None:
    assert run(["parity", *sides, "--key", "id", "--json", "--runner", "DirectRunner"]) == 3
    there = json.loads(capsys.readouterr().out)
    assert run(["parity", *sides, "--key", "id", "--json"]) == 3
    here = json.loads(capsys.readouterr().out)
    assert there["rows"] == here["rows"]
    assert there["provenance"]["engine"] == "beam DirectRunner"


@pytest.mark.slow
def test_memory_cap_is_honoured_by_spilling(tmp_path: Path) -> None:
    """More than 500 MB of rows and differences, compared by an engine that may use 200 MB."""
    import subprocess
    import sys

    import numpy as np

    rows = 2_000_000
    rng = np.random.default_rng(5)
    keys = rng.permutation(rows)
    table = pa.table({"id": keys, **{f"v{i}": rng.random(rows) for i in range(8)}})
    pq.write_table(table, tmp_path / "old.parquet")
    moved = table.set_column(1, "v0", pa.array(table["v0"].to_numpy() + 1e-9))
    pq.write_table(moved, tmp_path / "new.parquet")
    code = (
        "import json, re, sys\n"
        "from migrate.parity.request import Request\n"
        "from migrate.parity.run import compared\n"
        "from migrate.parity.policy import Policy\n"
        "r = compared(Request(*sys.argv[1:3], Policy(key=('id',)), memory='200MB', threads=2))\n"
        # Not ru_maxrss: that starts with what the process that forked this one had.
        "status = open('/proc/self/status').read()\n"
        "peak = int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024\n"
        "print(json.dumps([r.rows.different, r.rows.same, peak]))\n"
    )
    arguments = [
        sys.executable,
        "-c",
        code,
        *(str(tmp_path / f"{n}.parquet") for n in ("old", "new")),
    ]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    different, same, peak = json.loads(done.stdout)
    assert (different, same) == (rows, 0)
    assert peak < 700
