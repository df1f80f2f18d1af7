"""Capture, conversion (with compilation and proof) and the size of what comes out.

Measured on the example repository and on a grid of tasks that only copy a file: every task of a
row needs its neighbours of the row before, so edges grow with tasks as they do in real graphs.
"""

from __future__ import annotations

import importlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measurement import Measurement

from migrate.kfp.convert import convert
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from migrate.luigi.launch import capture_graph
from migrate.luigi.request import CaptureRequest

EXAMPLE = Path(__file__).parents[1] / "examples/legacy_company"
GRID = """\
import luigi

WIDTH = 10


class Cell(luigi.Task):
    row = luigi.IntParameter()
    column = luigi.IntParameter()

    def requires(self):
        if self.row == 0:
            return []
        near = (self.column - 1, self.column, self.column + 1)
        return [Cell(row=self.row - 1, column=column % WIDTH) for column in near]

    def output(self):
        return luigi.LocalTarget("out/%d-%d.txt" % (self.row, self.column))

    def run(self):
        with self.output().open("w") as out:
            out.write("%d\\n" % len(self.input()))


class Grid(luigi.WrapperTask):
    rows = luigi.IntParameter()

    def requires(self):
        return [Cell(row=self.rows - 1, column=column) for column in range(WIDTH)]
"""


def measure() -> Iterator[Measurement]:
    """The example, then grids of 100 and 400 tasks; kfp is imported before."""
    begin = time.perf_counter()
    importlib.import_module("kfp.compiler")
    yield Measurement("import kfp.compiler", time.perf_counter() - begin, "s")
    yield from _conversion(
        "example", EXAMPLE, "company.reports", "WeeklyReports", {"week": "2012-W23"}
    )
    with tempfile.TemporaryDirectory() as scratch:
        repo = Path(scratch)
        (repo / "grid.py").write_text(GRID)
        for rows in (10, 40):
            yield from _conversion(f"{rows * 10} tasks", repo, "grid", "Grid", {"rows": str(rows)})


def _conversion(
    name: str, repo: Path, module: str, task: str, params: dict[str, str]
) -> Iterator[Measurement]:
    begin = time.perf_counter()
    graph = capture_graph(CaptureRequest(repo=repo, modules=(module,), task=task, params=params))
    captured = time.perf_counter()
    conversion = convert(Source(repo), [graph], Settings())
    converted = time.perf_counter()
    yield Measurement(f"{name}: capture", captured - begin, "s")
    yield Measurement(f"{name}: convert, compile, prove", converted - captured, "s")
    size = len(conversion.files["pipeline.yaml"])
    yield Measurement(f"{name}: pipeline.yaml", size / 1024, "KiB")
