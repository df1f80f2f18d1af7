"""A pipeline with loops over what Luigi's requires() lists equals Luigi's graph at any value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from migrate.errors import BadInput
from migrate.kfp.convert import convert
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from migrate.luigi.graph import to_json
from migrate.luigi.launch import capture_graph
from migrate.luigi.request import CaptureRequest
from migrate.parity.graph import compare_graphs, read_side, read_sides
from tests.parity.graph.graphs import told

pytestmark = pytest.mark.slow

REPO = """\
import luigi


class Raw(luigi.Task):
    day = luigi.IntParameter()

    def output(self):
        return luigi.LocalTarget("raw-%d.txt" % self.day)


class Clean(luigi.Task):
    day = luigi.IntParameter()

    def requires(self):
        return Raw(day=self.day)

    def output(self):
        return luigi.LocalTarget("clean-%d.txt" % self.day)

    def run(self):
        self.input()
        self.output()


class Month(luigi.Task):
    days = luigi.IntParameter()

    def requires(self):
        return [Clean(day=day) for day in range(self.days)]

    def output(self):
        return luigi.LocalTarget("month-%d.txt" % self.days)

    def run(self):
        self.input()
        self.output()
"""


def captured(repo: Path, days: int):
    params = {"days": str(days)}
    return capture_graph(
        CaptureRequest(repo=repo, modules=("months",), task="Month", params=params)
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``pipeline.yaml`` made of 2, 3 and 4 days, and graphs of 3 and of 6, which it never saw."""
    folder = tmp_path_factory.mktemp("months")
    (folder / "months.py").write_text(REPO)
    graphs = {days: captured(folder, days) for days in (2, 3, 4, 6)}
    made = convert(Source(folder), [graphs[days] for days in (2, 3, 4)], Settings())
    (folder / "pipeline.yaml").write_bytes(made.files["pipeline.yaml"])
    for days in (3, 6):
        (folder / f"{days}.json").write_text(to_json(graphs[days].raw))
    return folder


@pytest.mark.parametrize("days", [3, 6])
def test_a_loop_equals_the_graph_at_any_value(files, days):
    arguments = {"days": str(days)}
    for names in ((f"{days}.json", "pipeline.yaml"), ("pipeline.yaml", f"{days}.json")):
        old, new = read_sides(*(files / name for name in names), arguments)
        parity = compare_graphs(old, new)
        assert told(parity) == []
        assert parity.equal
        assert len(parity.nodes) == 2 * days + 1


def test_a_graph_of_other_values_cannot_tell(files):
    with pytest.raises(BadInput, match=r"days=3, .* at 6\n.*--param days=6"):
        read_sides(files / "6.json", files / "pipeline.yaml", {"days": "3"})


def test_a_loop_that_lost_its_order_is_told(files):
    old, new = read_sides(files / "3.json", files / "pipeline.yaml", {"days": "3"})
    ends = {edge for edge in (*new.edges, *new.waits) if edge[1] == "month"}
    assert ends
    broken = replace(new, edges=new.edges - ends, waits=new.waits - ends)
    found = told(compare_graphs(old, broken))
    assert len(found) == 3
    assert all(line.startswith("missing Clean") for line in found)


def test_without_luigis_graph_the_loop_is_refused_by_name(files):
    with pytest.raises(BadInput, match="only a run can tell"):
        read_side(files / "pipeline.yaml", {"days": "3"})
