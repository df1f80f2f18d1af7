"""Runs the benchmarks of this directory and prints one line per number."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from measurement import Measurement

HERE = Path(__file__).parent


def main() -> int:
    """Exit code 1 when a measurement exceeds its limit; a goal that is missed is only said."""
    options = _options()
    taken = []
    for name in options.names or available():
        for measurement in _measure(name):
            print(_line(name, measurement), flush=True)
            taken.append({"benchmark": name, **dataclasses.asdict(measurement)})
    if options.json:
        options.json.write_text(json.dumps(taken, indent=1) + "\n")
    return int(any(row["limit"] is not None and row["value"] > row["limit"] for row in taken))


def available() -> list[str]:
    """Names of the benchmarks, without ``bench_``."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(available()))
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    for name in set(options.names) - set(available()):
        parser.error(f"no benchmark {name}; there are: {', '.join(available())}")
    return options


def _measure(name: str) -> Iterator[Measurement]:
    module = importlib.import_module(f"bench_{name}")
    yield from module.measure()


def _line(name: str, row: Measurement) -> str:
    return f"{name:16} {row.name:44} {row.value:10.3f} {row.unit}{_verdict(row)}"


def _verdict(row: Measurement) -> str:
    said = "ok" if row.holds else "MISSED"
    if row.limit is not None:
        return f"  limit {row.limit:g} {said}"
    if row.most is not None:
        return f"  goal <= {row.most:g} {said}"
    return "" if row.goal is None else f"  goal {row.goal:g} {said}"


if __name__ == "__main__":
    sys.exit(main())
