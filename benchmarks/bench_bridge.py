"""The bridge against other ways to convert the same table: rows per CPU-second, memory, size.

Every contender runs in a process of its own, in turn, so that all meet the same load; medians of
some rounds are compared. On a shared machine CPU-seconds are steadier than the wall clock.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bridge_report import as_json, heading, rates, ratios
from bridge_results import Results, Settings
from contenders import Contender, Source, contenders, goals
from measurement import Measurement
from processes import Job, NotRun, Run, run
from tables import Table, table

DATA: Final = Path(__file__).parents[1] / "build" / "bench"
_TINY: Final = 500
QUICK: Final = Settings(rows=2_000, slow_rows=500, rounds=1)


def measure() -> Iterator[Measurement]:
    """Rates of all who ran, then the ratios that are promised."""
    yield from measurements(collect(Settings()))


def measurements(results: Results) -> Iterator[Measurement]:
    """The numbers as other benchmarks give them."""
    for name in results.runs:
        yield Measurement(name, results.median(name, "rows_per_cpu_second"), "rows/CPU-s")
    for source, seconds in results.compilation.items():
        yield Measurement(f"compile kernels from {source}, once", seconds, "CPU-s")
    for goal in goals():
        ratio = results.ratio(goal)
        if ratio is not None:
            yield Measurement(goal.name, ratio, "times", goal=goal.realistic)


def collect(settings: Settings) -> Results:
    """Run all contenders in turn, so many rounds."""
    tables = {rows: table(rows, DATA) for rows in (_TINY, settings.slow_rows, settings.rows)}
    runs: dict[str, list[Run]] = {}
    not_run: dict[str, str] = {}
    end = time.monotonic() + settings.minutes * 60
    for turn in range(settings.rounds):
        for contender in contenders():
            if turn and time.monotonic() > end:
                break
            if settings.only in contender.name and contender.name not in not_run:
                rows = settings.slow_rows if contender.slow else settings.rows
                _take_turn(contender, tables[rows], runs, not_run)
    return Results(runs, not_run, dict(_compilation()))


def _take_turn(
    contender: Contender,
    rows: Table,
    runs: dict[str, list[Run]],
    not_run: dict[str, str],
) -> None:
    try:
        made = run(_job(contender, rows))
    except NotRun as reason:
        not_run[contender.name] = str(reason)
        print(f"{contender.name:34} not run: {reason}", file=sys.stderr)
        return
    if made.rows != contender.rows(rows):
        raise SystemExit(f"{contender.name} made {made.rows} rows of {contender.rows(rows)}")
    runs.setdefault(contender.name, []).append(made)
    print(f"{contender.name:34} {made.rows_per_cpu_second:12,.0f} rows/CPU-s", file=sys.stderr)


def _job(contender: Contender, rows: Table) -> Job:
    tiny = contender.source.of(table(_TINY, DATA))
    return Job(contender.module, contender.options, contender.input(rows), tiny)


def _compilation() -> Iterator[tuple[str, float]]:
    """Seconds of the first conversion ever, with nothing compiled before."""
    for source in Source:
        to = "parquet" if source is Source.TFRECORD else "tfrecord"
        contender = Contender(source.value, "ours", source, {"to": to})
        with tempfile.TemporaryDirectory() as empty:
            made = run(_job(contender, table(_TINY, DATA)), {"NUMBA_CACHE_DIR": empty})
        yield source.value, made.warm_cpu


def main() -> None:
    """Run, print the tables, and write every run's numbers where asked."""
    settings, file = _options()
    load = os.getloadavg()
    results = collect(settings)
    print(heading(settings, load), *rates(results), "", *ratios(results), sep="\n")
    if file is not None:
        file.write_text(json.dumps(as_json(settings, results), indent=1) + "\n")


def _options() -> tuple[Settings, Path | None]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny tables, one round: a smoke test")
    parser.add_argument("--rows", type=int, help="of the table (1,000,000)")
    parser.add_argument("--slow-rows", type=int, help="of it for slow peers (100,000)")
    parser.add_argument("--rounds", type=int, help="whose medians are compared (3)")
    parser.add_argument("--minutes", type=float, help="no turn begins later (after round one)")
    parser.add_argument("--only", help="contenders whose name has this in it")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = vars(parser.parse_args())
    file, settings = options.pop("json"), QUICK if options.pop("quick") else Settings()
    given = {name: value for name, value in options.items() if value is not None}
    return dataclasses.replace(settings, **given), file


if __name__ == "__main__":
    main()
