"""`migrate parity` against datacompy on pandas and on polars, and on TFRecord and little memory.

Every contender runs in a process of its own and must count exactly the planted differences. Reading
the files counts, importing libraries and a first comparison of a tiny pair do not. Wall-clock
numbers want a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from environments import interpreter
from measurement import Measurement
from parity_data import Pair, pair
from processes import Job, NotRun, Run, run

DATA: Final = Path(__file__).parents[1] / "build" / "bench"
_TINY: Final = 2_000
_MIGRATE: Final = Path(sys.executable).with_name("migrate")


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is run; the goals are for ten million rows."""

    rows: int = 10_000_000
    rounds: int = 3
    memory: str = "1GB"
    small_memory: str = "512MB"
    only: str = ""


@dataclass(frozen=True, slots=True)
class Contender:
    """A module of ``peers`` on one of the pairs, in an environment of its own if named."""

    name: str
    module: str
    options: Mapping[str, Any]
    tfrecord: bool = False
    environment: str = ""


OURS: Final = "ours"
PANDAS: Final = "datacompy on pandas"
POLARS: Final = "datacompy on polars"
#: The versions that the goals were set against.
PANDAS_1: Final = "datacompy 1.1 on pandas"
POLARS_1: Final = "datacompy 1.1 on polars"
_DATACOMPY_1: Final = "datacompy-1.1"
TFRECORD: Final = "ours, TFRecord"
SMALL: Final = "ours, little memory"
#: At least so many times faster than the peer: realistic, moonshot.
_PANDAS_GOALS, _POLARS_GOALS = (20.0, 40.0), (3.0, 6.0)
FASTER: Final = {
    PANDAS: _PANDAS_GOALS,
    PANDAS_1: _PANDAS_GOALS,
    POLARS: _POLARS_GOALS,
    POLARS_1: _POLARS_GOALS,
}
PEAK_GB: Final = 1.2
TFRECORD_SECONDS: Final = (15.0, 6.0)
QUICK: Final = Settings(rows=20_000, rounds=1)


def measure() -> Iterator[Measurement]:
    """Seconds and memory of all who ran, then the ratios that are promised."""
    yield from measurements(collect(Settings()))


def contenders(settings: Settings) -> tuple[Contender, ...]:
    """Who takes part, in the order of their turns."""
    ours, datacompy = "parity_ours", "parity_datacompy"
    return (
        Contender(OURS, ours, {"memory": settings.memory}),
        Contender(POLARS, datacompy, {"engine": "polars"}),
        Contender(PANDAS, datacompy, {"engine": "pandas"}),
        Contender(POLARS_1, datacompy, {"engine": "polars"}, environment=_DATACOMPY_1),
        Contender(PANDAS_1, datacompy, {"engine": "pandas"}, environment=_DATACOMPY_1),
        Contender(TFRECORD, ours, {"memory": settings.memory}, tfrecord=True),
        Contender(SMALL, ours, {"memory": settings.small_memory}),
    )


def collect(settings: Settings) -> dict[str, list[Run]]:
    """The runs of each contender, taken in turn; one that miscounts ends the benchmark."""
    taken: dict[str, list[Run]] = {}
    chosen = [c for c in contenders(settings) if settings.only in c.name]
    for _ in range(settings.rounds):
        for contender in chosen:
            try:
                made = _turn(contender, settings)
            except NotRun as reason:
                print(f"{contender.name:22} not run: {reason}", file=sys.stderr)
                continue
            taken.setdefault(contender.name, []).append(made)
            peak = made.peak_rss / 1e6
            print(f"{contender.name:22} {made.wall:8.2f} s {peak:8.0f} MB", file=sys.stderr)
    return taken


def _turn(contender: Contender, settings: Settings) -> Run:
    full, tiny = (pair(rows, DATA) for rows in (settings.rows, _TINY))
    told = full.old.with_name("told.json")
    told.unlink(missing_ok=True)
    sources = [_tfrecord(one) if contender.tfrecord else one.old for one in (full, tiny)]
    new = "new.tfrecord" if contender.tfrecord else "new.parquet"
    options = {**contender.options, "new": new, "told": str(told)}
    environment = contender.environment
    python = interpreter(environment) if environment else Path(sys.executable)
    made = run(Job(contender.module, options, sources[0], sources[1], python))
    counted = json.loads(told.read_text())
    if counted != full.planted:
        raise SystemExit(f"{contender.name} counted {counted}, planted were {full.planted}")
    return made


def _tfrecord(one: Pair) -> Path:
    """The old side as TFRecord; the new one is beside it."""
    for source in (one.old, one.new):
        target = source.with_suffix(".tfrecord")
        if not target.exists():
            command = [str(_MIGRATE), "bridge", str(source), str(target), "--to", "tfrecord"]
            subprocess.run(command, check=True, capture_output=True)
    return one.old.with_suffix(".tfrecord")


def measurements(taken: Mapping[str, list[Run]]) -> Iterator[Measurement]:
    """The numbers as other benchmarks give them."""
    for name, runs in taken.items():
        most = {TFRECORD: TFRECORD_SECONDS[0]}.get(name)
        yield Measurement(f"{name}: time", _median(runs, "wall"), "s", most=most)
        peak = PEAK_GB if name in (OURS, TFRECORD, SMALL) else None
        yield Measurement(f"{name}: peak RSS", _median(runs, "peak_rss") / 1e9, "GB", most=peak)
    for peer, (goal, _) in FASTER.items():
        if OURS in taken and peer in taken:
            ratio = _median(taken[peer], "wall") / _median(taken[OURS], "wall")
            yield Measurement(f"faster than {peer}", ratio, "times", goal=goal)


def _median(runs: list[Run], field: str) -> float:
    return float(statistics.median(getattr(one, field) for one in runs))


def main() -> None:
    """Run and print a table; write every run's numbers where asked."""
    settings, file = _options()
    load = os.getloadavg()[0]
    taken = collect(settings)
    print(f"{settings.rows:,} rows on each side, {settings.rounds} round(s), load {load:.1f}\n")
    print(*_table(taken), sep="\n")
    if file is not None:
        runs = {name: [dataclasses.asdict(one) for one in made] for name, made in taken.items()}
        body = {"settings": dataclasses.asdict(settings), "runs": runs}
        file.write_text(json.dumps(body, indent=1) + "\n")


def _table(taken: Mapping[str, list[Run]]) -> Iterator[str]:
    yield "| | seconds | CPU-s | peak RSS, MB | ours is faster by | realistic | moonshot |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, runs in taken.items():
        wall, cpu = (_median(runs, field) for field in ("wall", "cpu"))
        peak = _median(runs, "peak_rss") / 1e6
        yield f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:,.0f} | {_against(name, taken)} |"


def _against(name: str, taken: Mapping[str, list[Run]]) -> str:
    if name in FASTER and OURS in taken:
        ratio = _median(taken[name], "wall") / _median(taken[OURS], "wall")
        return f"{ratio:.1f} × | {FASTER[name][0]:g} × | {FASTER[name][1]:g} ×"
    if name == TFRECORD:
        realistic, moonshot = TFRECORD_SECONDS
        return f" | ≤ {realistic:g} s | ≤ {moonshot:g} s"
    return f" | ≤ {PEAK_GB:g} GB | " if name in (OURS, SMALL) else " | | "


def _options() -> tuple[Settings, Path | None]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20,000 rows, one round: a smoke test")
    parser.add_argument("--rows", type=int, help="of each side (10,000,000)")
    parser.add_argument("--rounds", type=int, help="whose medians are compared (3)")
    parser.add_argument("--memory", help="DuckDB's memory limit of ours (1GB)")
    parser.add_argument("--small-memory", help="and of ours with little memory (512MB)")
    parser.add_argument("--only", help="contenders whose name has this in it")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = vars(parser.parse_args())
    file, settings = options.pop("json"), QUICK if options.pop("quick") else Settings()
    given = {name: value for name, value in options.items() if value is not None}
    return dataclasses.replace(settings, **given), file


if __name__ == "__main__":
    main()
