"""A range of dates: written out it always runs the same tasks, as a loop it looks for its gaps."""

from __future__ import annotations

from migrate.kfp.rules.by_class import range_tasks
from migrate.luigi.graph import TaskGraph
from tests.kfp.building import graph, param, subject, task, task_class


def dates(names: str) -> TaskGraph:
    days = [task("Day", [param("d", name)]) for name in names]
    asks = task("RangeDaily", [param("of", names)], requires=[d["task_id"] for d in days])
    cls = task_class("RangeDaily", bases=["luigi.tools.range.RangeDailyBase"])
    return graph(*days, asks, classes={"RangeDaily": cls})


def test_only_what_is_written_out_is_told() -> None:
    assert [f.code for f in range_tasks(subject(dates("abc")))] == ["LK045"]
    assert list(range_tasks(subject(dates("abc"), dates("abcd")))) == []
