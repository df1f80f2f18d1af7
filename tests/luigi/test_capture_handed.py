"""What a task was handed besides its parameters, and routes that lead elsewhere each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.luigi.capturing import captured, node_of

CODE = """
import random

class Helper(object):
    pass

class Up(luigi.Task):
    n = luigi.Parameter(default="1")
    def __init__(self, *args, **kwargs):
        super(Up, self).__init__(*args, **kwargs)
        self.ports = {{}}
        self.helper = Helper()
        self.drawn = random.random()
    def requires(self):
        self.asked = True
        return []
    def output(self):
        self.where = luigi.LocalTarget("up.txt")
        return self.where

class Other(luigi.Task):
    pass

class Root(luigi.Task):
    def requires(self):
        up = Up({value})
        {line}
        return [Other(), up]
"""

HANDED = {
    "a port": ("up.ports['in'] = Other()", ["ports"]),
    "a new attribute": ("up.connection = Helper()", ["connection"]),
    "a target": ("up.source = luigi.LocalTarget('x')", ["source"]),
    "a method of another task": ("up.in_data = Other().output", ["in_data"]),
    "two": ("up.a = 1; up.b = 2", ["a", "b"]),
}

NOT_HANDED = {
    "nothing": "pass",
    "what every new task has": "up.ports = {}",
    "an equal helper": "up.helper = Helper()",
    "what differs in each new task": "up.drawn = 3",
    "what its own output() remembers": "up.output()",
    "what its own requires() remembers": "up.requires()",
    "read only": "up.ports.get('in')",
}


@pytest.mark.parametrize("case", HANDED)
def test_what_requires_sets_on_a_task_is_handed_to_it(case: str, tmp_path: Path) -> None:
    line, names = HANDED[case]
    graph = captured(tmp_path, CODE.format(line=line, value="'2'"))
    node = node_of(graph, "Up")
    assert node["handed"] == names
    assert node["route"] == [1]
    assert node_of(graph, "Root")["handed"] == node_of(graph, "Other")["handed"] == []


@pytest.mark.parametrize("case", NOT_HANDED)
def test_what_a_new_task_has_too_is_not(case: str, tmp_path: Path) -> None:
    graph = captured(tmp_path, CODE.format(line=NOT_HANDED[case], value="'2'"))
    assert node_of(graph, "Up")["handed"] == []


@pytest.mark.parametrize(
    ("line", "route"), [("up.ports['in'] = 1", None), ("pass", [1])], ids=["handed", "by parameter"]
)
def test_a_route_through_a_drawn_parameter_is_none(
    line: str, route: list[int] | None, tmp_path: Path
) -> None:
    """It leads elsewhere each time; a task that its parameters make does not need it."""
    graph = captured(tmp_path, CODE.format(line=line, value="str(random.random())"))
    assert node_of(graph, "Up")["route"] == route
