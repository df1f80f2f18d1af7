"""The results of the benchmark of the bridge, as tables to read and as JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.metadata
import os
import platform
from collections.abc import Iterator
from typing import Any, Final

from bridge_results import Results, Settings
from contenders import PEAK_MB, Goal, contenders, goals

_VERSIONS: Final = ("apache-beam", "tfx", "tfx-bsl", "tensorflow", "pyarrow", "fastavro", "numba")


def heading(settings: Settings, load: tuple[float, float, float]) -> str:
    """When, with what and under which load the results were taken."""
    versions = ", ".join(f"{name} {_version(name)}" for name in _VERSIONS)
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, "
        f"{versions}.\n{os.cpu_count()} processors, load {load[0]:.1f} at the start and "
        f"{os.getloadavg()[0]:.1f} at the end. {settings.rows:,} rows, {settings.slow_rows:,} "
        f"for slow peers (*), medians of up to {settings.rounds} runs.\n"
    )


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def rates(results: Results) -> Iterator[str]:
    """A table with a line for each contender."""
    yield (
        "| | rows/CPU-s | rows/s | bytes/row | peak RSS, MB | import, CPU-s | warm-up, CPU-s "
        "| runs |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for contender in contenders():
        name = contender.name
        if name in results.runs:
            rate, wall = (results.median(name, f"rows_per_{x}second") for x in ("cpu_", ""))
            size = results.median(name, "bytes") / results.median(name, "rows")
            memory = results.median(name, "peak_rss") / 1e6
            imported, warm = (results.median(name, f"{x}_cpu") for x in ("import", "warm"))
            yield (
                f"| {name}{' *' if contender.slow else ''} | {rate:,.0f} | {wall:,.0f} | "
                f"{size:,.0f} | {memory:,.0f} | {imported:.1f} | {warm:.1f} | "
                f"{len(results.runs[name])} |"
            )
        elif name in results.not_run:
            yield f"| {name} | not run: {results.not_run[name]} | | | | | | |"
    for source, seconds in results.compilation.items():
        yield f"| first compilation of the kernels, from {source} | | | | | | {seconds:.1f} | 1 |"


def ratios(results: Results) -> Iterator[str]:
    """A table with a line for each goal."""
    yield "| ours against | ratio | realistic | moonshot | |"
    yield "|---|---:|---:|---:|---|"
    for goal in goals():
        ratio = results.ratio(goal)
        said = "not run" if ratio is None else f"{ratio:.2f}"
        yield (
            f"| {goal.name} | {said} | {goal.realistic:g} | {goal.moonshot:g} | "
            f"{_verdict(ratio, goal)} |"
        )
    yield from _memory(results)


def _memory(results: Results) -> Iterator[str]:
    """The largest of our conversions by one process on this machine."""
    ours = [one for one in contenders() if one.module == "ours" and not one.options.get("workers")]
    peaks = [results.median(one.name, "peak_rss") / 1e6 for one in ours if one.name in results.runs]
    if peaks:
        realistic, moonshot = PEAK_MB
        verdict = "moonshot met" if max(peaks) <= moonshot else "met"
        verdict = verdict if max(peaks) <= realistic else "not met"
        yield f"| peak RSS, MB | {max(peaks):.0f} | ≤ {realistic} | ≤ {moonshot} | {verdict} |"


def _verdict(ratio: float | None, goal: Goal) -> str:
    if ratio is None:
        return ""
    if ratio < goal.realistic:
        return "not met"
    return "met" if ratio < goal.moonshot else "moonshot met"


def as_json(settings: Settings, results: Results) -> dict[str, Any]:
    """Every run's numbers."""
    return {
        "settings": dataclasses.asdict(settings),
        "versions": {name: _version(name) for name in _VERSIONS},
        "runs": {
            name: [dataclasses.asdict(one) for one in all_] for name, all_ in results.runs.items()
        },
        "not_run": dict(results.not_run),
        "compilation": dict(results.compilation),
        "ratios": {goal.name: results.ratio(goal) for goal in goals()},
    }
