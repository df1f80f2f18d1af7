"""What the handlers of a task's events do is evidence about the task that they are called for."""

from __future__ import annotations

from pathlib import Path

from tests.luigi.capturing import captured, node_of, write_repo

CODE = """
import late

class Up(luigi.Task):
    pass

class Root(luigi.Task):
    def requires(self):
        return Up()

@Root.event_handler(luigi.Event.SUCCESS)
def note(task):
    with open("log.txt", "a") as log:
        log.write(task.task_id)

@luigi.Task.event_handler(luigi.Event.START)
def own_files(task):
    task.output()

@Root.event_handler(luigi.Event.TIMEOUT)
def too_late(task, error):
    open("timeouts.txt", "a")

@Root.event_handler("my.own")
def told(task):
    open("told.txt")
"""


def test_each_class_has_the_facts_of_its_own_handlers(tmp_path: Path) -> None:
    """Nobody raises TIMEOUT in a step; an event of one's own is raised by the task itself."""
    write_repo(tmp_path, {"late.py": "import luigi\n"})
    graph = captured(tmp_path, CODE)
    found = {
        family: {
            (fact["method"], fact["name"], fact["line"])
            for fact in graph["classes"][node_of(graph, family)["class_key"]]["facts"]
        }
        for family in ("Root", "Up")
    }
    everywhere = ("event handler own_files", "writes_output", 19)
    assert found["Up"] == {everywhere}
    assert found["Root"] == {
        everywhere,
        ("event handler note", "opens_path", 14),
        ("event handler told", "opens_path", 27),
    }
    assert {event["module"] for event in graph["events"]} == {"pipeline"}
