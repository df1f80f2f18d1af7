"""Which graph gives which findings, and that a plain one gives none but notes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migrate.findings import Severity
from migrate.kfp.rules import findings
from migrate.kfp.rules.subject import Subject
from migrate.luigi.graph import TaskGraph
from tests.kfp.building import (
    MODULE,
    READS,
    Raw,
    fan_in,
    graph,
    param,
    subject,
    task,
    task_class,
    wrapper,
    wrapper_class,
)


def one(params: list[Raw] | None = None, *, cls: Raw | None = None, **more: Any) -> TaskGraph:
    """A graph of one task that writes a file."""
    built = task("T", params or [], **{"outputs": "out/t", **more})
    return graph(built, classes={"T": cls} if cls else None)


def does(fact: str, method: str = "run") -> TaskGraph:
    listed = {"name": fact, "method": method, "path": "shop.py", "line": 9, "detail": "it"}
    return one(cls=task_class("T", [*READS, listed]))


def defines(method: str) -> TaskGraph:
    return one(cls=task_class("T", defines={"run": f"{MODULE}:T", method: f"{MODULE}:T"}))


def broken(where: str) -> TaskGraph:
    return one(errors=[{"where": where, "type": "ValueError", "message": "no"}])


def attribute(name: str, value: Any = 3) -> TaskGraph:
    return one(attributes={name: value})


def with_config(**sections: Raw) -> TaskGraph:
    return graph(task("T", outputs="out/t"), config=sections)


def listed(name: str, cls: str = "shop:T") -> Raw:
    return {"class": cls, "event": name, "handler": "log", "path": "shop.py", "line": 2}


def event(name: str) -> TaskGraph:
    return graph(task("T", outputs="out/t"), events=[listed(name)])


def dropped(**more: Any) -> TaskGraph:
    below = task("T", outputs="out/t")
    return graph(below, wrapper("W", below), classes={"W": wrapper_class("W")}, **more)


def two_writers() -> TaskGraph:
    first = task("A", outputs="out/x")
    return graph(first, task("B", requires=first["task_id"], outputs="out/x"))


def in_two_stores() -> TaskGraph:
    stores = ("luigi.contrib.ssh.RemoteTarget", "luigi.contrib.ftp.RemoteTarget")
    first, second = ({"class_name": name, "path": "/data/x"} for name in stores)
    above = task("A", outputs=first)
    return graph(above, task("B", requires=above["task_id"], outputs=second))


def shown_again() -> TaskGraph:
    first = task("A", outputs="out/x")
    shows = {**wrapper("W", first), "outputs": first["outputs"]}
    own_output = {**wrapper_class("W"), "defines": {"output": f"{MODULE}:W"}}
    return graph(first, shows, classes={"W": own_output})


def shared_family() -> TaskGraph:
    first = {**task("T", [param("a", "1")], outputs="out/1"), "class_key": "other:T"}
    last = task("T", [param("a", "2")], requires=first["task_id"], outputs="out/2")
    return graph(first, last)


def inherits(base: str) -> TaskGraph:
    return one(cls=task_class("T", bases=[f"{MODULE}.T", base, "luigi.task.Task"]))


def stored_in(target: str) -> TaskGraph:
    return one(outputs={"class_name": target, "path": "", "uri": "db://h/t"})


FTP = {"class_name": "luigi.contrib.ftp.RemoteTarget", "path": "ftp://h/x", "uri": "ftp://h/x"}
MOCK = {"class_name": "luigi.mock.MockTarget", "path": "x"}
ROW = {"class_name": "shop.RowTarget", "path": ""}

OPENS = [{"name": "opens_path", "method": "run", "path": "shop.py", "line": 9, "detail": "it"}]

BASES = {
    "luigi.contrib.spark.PySparkTask": "LK060",
    "luigi.contrib.hadoop.JobTask": "LK061",
    "luigi.contrib.docker_runner.DockerTask": "LK062",
    "luigi.contrib.kubernetes.KubernetesJobTask": "LK063",
    "luigi.contrib.batch.BatchTask": "LK064",
    "luigi.contrib.sge.SGEJobTask": "LK065",
    "luigi.contrib.dataproc.DataprocPysparkTask": "LK066",
    "luigi.contrib.postgres.CopyToTable": "LK067",
    "luigi.contrib.bigquery.BigQueryLoadTask": "LK066",
    "luigi.contrib.salesforce.QuerySalesforce": "LK068",
    "gokart.task.TaskOnKart": "LK070",
    "d6tflow.tasks.TaskData": "LK071",
    "law.task.base.Task": "LK072",
    "sciluigi.task.Task": "LK073",
    "b2luigi.core.task.Task": "LK074",
    "luisy.tasks.base.SpreadSheetTask": "LK075",
}
TARGETS = {
    "luigi.contrib.postgres.PostgresTarget": "LK111",
    "luigi.contrib.s3.S3Target": "LK110",
    "luigi.contrib.hdfs.target.HdfsTarget": "LK110",
    "d6tflow.targets.CacheTarget": "LK021",
    "gokart.in_memory.target.InMemoryTarget": "LK021",
    "luigi.contrib.simulate.RunAnywayTarget": "LK076",
}
CODES: dict[str, tuple[TaskGraph, set[str]]] = {
    **{base: (inherits(base), {code}) for base, code in BASES.items()},
    **{target: (stored_in(target), {code}) for target, code in TARGETS.items()},
    "plain": (one(), set()),
    "requires() failed": (broken("requires"), {"LK001"}),
    "output() failed": (broken("output"), {"LK002"}),
    "complete() failed": (broken("complete"), {"LK044"}),
    "another class's task has the id": (broken("task_id"), {"LK043"}),
    "parameters failed": (broken("params"), {"LK046"}),
    "dynamic": (one(dynamic=True), {"LK003"}),
    "opens a path": (does("opens_path"), {"LK004"}),
    "sets complete": (does("sets_complete"), {"LK004"}),
    "schedules": (does("schedules"), {"LK004", "LK005"}),
    "starts a program": (does("runs_process"), {"LK004", "LK047"}),
    "talks to a service": (does("touches_network"), {"LK048"}),
    "reads the environment": (does("reads_environment"), {"LK049"}),
    "reads the clock": (does("reads_clock"), {"LK050"}),
    "reads the clock in output()": (does("reads_clock", "output"), {"LK038"}),
    "output() from the input": (does("output_from_input", "output"), {"LK036"}),
    "no source": (does("no_source"), {"LK004", "LK037"}),
    "unknown call": (does("unknown_call"), {"LK004", "LK037"}),
    "__init__() works": (does("touches_network", "__init__"), {"LK048", "LK051"}),
    "an object as value": (
        one([param("p", None, transport="object", value_type="X")], route=[]),
        {"LK006", "LK023"},
    ),
    "an object as value, and no way to it": (
        one([param("p", None, transport="object", value_type="X")]),
        {"LK042", "LK023"},
    ),
    "an attribute that its parent sets": (one(handed=["ports"], route=[]), {"LK006"}),
    "an attribute that its parent sets, and no way to it": (one(handed=["ports"]), {"LK042"}),
    "a default that reads the clock": (
        one([param("p", "1", source="default", default_reads_clock=True)]),
        {"LK007", "LK023"},
    ),
    "a secret": (one([param("p", None, transport="secret")]), {"LK008", "LK023"}),
    "a placeholder": (
        one([param("p", "{{x}}", value=None, value_type="FrozenOrderedDict")]),
        {"LK042", "LK023"},
    ),
    "a parameter that no probe varies": (one([param("p", "1")]), {"LK023"}),
    "a secret option": (graph(task("T", outputs="o"), secrets=["db.password"]), {"LK009"}),
    "own complete()": (defines("complete"), {"LK004", "LK010"}),
    "own on_failure()": (defines("on_failure"), {"LK019"}),
    "resources": (attribute("resources", {"db": 1}), {"LK011"}),
    "priority": (attribute("priority"), {"LK013"}),
    "retries": (attribute("retry_count"), {"LK014"}),
    "timeout": (attribute("worker_timeout"), {"LK016"}),
    "disable window": (attribute("disable_window"), {"LK015"}),
    "disable failures": (attribute("disable_failures"), {"LK015"}),
    "messages": (attribute("accepts_messages", True), {"LK092"}),
    "batches": (attribute("max_batch_size"), {"LK017"}),
    "owner": (attribute("owner_email", "a@b"), {"LK032"}),
    "a wrapper": (dropped(), {"LK012"}),
    "an event that no step raises": (event("event.core.timeout"), {"LK018"}),
    "an event that steps raise": (event("event.core.failure"), set()),
    "an event that the task raises": (event("event.core.progress"), set()),
    "an event of a wrapper without a step": (
        dropped(events=[listed("event.core.success", "luigi.task:WrapperTask")]),
        {"LK012", "LK018"},
    ),
    "an event of a task below a wrapper": (
        dropped(events=[listed("event.core.success")]),
        {"LK012"},
    ),
    "no output": (one(outputs=None), {"LK020"}),
    "a mock": (one(outputs=MOCK), {"LK021"}),
    "a mock with a URL": (one(outputs={**MOCK, "path": "s3://b/x"}), {"LK021"}),
    "a mock on the volume": (
        one(outputs=MOCK, cls=task_class("T", OPENS)),
        {"LK004", "LK021"},
    ),
    "two writers": (two_writers(), {"LK022"}),
    "one path in two stores": (in_two_stores(), {"LK110"}),
    "a wrapper that shows what it requires": (shown_again(), set()),
    "no importer": (one(kind="external", outputs=FTP), {"LK027", "LK110"}),
    "no path": (one(outputs=ROW), {"LK040"}),
    "a path over the image's code": (one(outputs="/app/x"), {"LK041"}),
    "many inputs": (fan_in(41), {"LK034"}),
    "scheduler section": (with_config(scheduler={"retry_delay": "1"}), {"LK033"}),
    "central scheduler": (with_config(core={"default-scheduler-host": "h"}), {"LK033"}),
    "no central scheduler": (with_config(core={"no_configure_logging": "true"}), {"LK107"}),
    "old home of mails": (with_config(core={"error-email": "a@b.c"}), {"LK117"}),
    "workers": (with_config(core={"workers": "4"}), {"LK114"}),
    "other option of core": (with_config(core={"tmp-dir": "/scratch"}), {"LK039"}),
    "converted options": (with_config(worker={"timeout": "5"}), {"LK016"}),
    "worker section": (with_config(worker={"keep_alive": "true"}), {"LK032"}),
    "disabling": (with_config(scheduler={"disable_persist": "9"}), {"LK015"}),
    "history": (with_config(scheduler={"record_task_history": "true"}), {"LK118"}),
    "history section": (with_config(task_history={"db_connection": "x"}), {"LK118"}),
    "mail section": (with_config(email={"receiver": "a@b.c"}), {"LK117"}),
    "resources section": (with_config(resources={"db": "1"}), {"LK011"}),
    "exit codes": (with_config(retcode={"task_failed": "1"}), {"LK112"}),
    "logging sections": (with_config(loggers={"keys": "root"}, logger_root={"a": "b"}), {"LK107"}),
    "section of a task": (with_config(T={"a": "1"}), set()),
    "an option from the environment": (with_config(T={"a": "${CITY}/x"}), {"LK049"}),
    "other section": (with_config(shop={"a": "1"}), {"LK039"}),
    "stubs": (graph(task("T", outputs="o"), stubbed=["pyspark"]), {"LK028"}),
    "complete at capture": (one(complete=True), {"LK035"}),
    "one family, two classes": (shared_family(), {"LK023", "LK043"}),
}


def codes(found: Subject) -> set[str]:
    return {finding.code for finding in findings(found)}


@pytest.mark.parametrize(("built", "expected"), CODES.values(), ids=CODES)
def test_codes(built: TaskGraph, expected: set[str]) -> None:
    assert codes(subject(built)) == expected


def test_a_probe_that_changes_the_shape_is_told_apart() -> None:
    def made(family: str) -> TaskGraph:
        part = task(family, outputs="out/part")
        root = task("R", [param("c", family)], requires=part["task_id"], outputs="r")
        return graph(part, root)

    assert codes(subject(made("P"), made("Q"))) == {"LK024"}
    assert codes(subject(made("P"))) == {"LK023"}


def test_a_bound_parameter_gives_no_finding() -> None:
    assert codes(subject(one([param("p", "1")]), one([param("p", "2")]))) == set()


HELD: dict[str, tuple[str, bool]] = {
    "the repository": ("/mnt/me/shop", True),
    "a directory in it": ("/mnt/me/shop/data", True),
    "in a list": ('["/mnt/me/shop/a.csv"]', True),
    "one whose name only begins like it": ("/mnt/me/shop-2", False),
    "the directory above": ("/mnt/me", False),
    "a relative path": ("data", False),
}


@pytest.mark.parametrize(("text", "told"), HELD.values(), ids=HELD)
def test_a_path_of_the_machine_in_a_parameter_is_told(text: str, told: bool) -> None:
    built = replace(subject(one([param("p", text)])), repo=Path("/mnt/me/shop"))
    assert ("LK125" in codes(built)) is told


def test_findings_point_to_the_source() -> None:
    (found,) = findings(subject(does("touches_network")))
    assert str(found.location) == "shop.py:9"
    assert (found.subject, found.severity > Severity.NOTE) == ("T", found.needs_person)


def test_retries_are_told_as_the_step_has_them() -> None:
    (found,) = findings(subject(attribute("retry_count", 0)))
    assert "0 retries" in found.message and "-1" not in found.message


def test_each_thing_is_said_once() -> None:
    parts = [task("P", [param("n", str(n))], outputs=f"o/{n}", dynamic=True) for n in range(3)]
    built = graph(*parts, task("R", requires=[p["task_id"] for p in parts], outputs="o/r"))
    said = [f for f in findings(subject(built)) if f.code == "LK003"]
    assert len(said) == 1 and "3 step(s)" in said[0].message


def test_a_long_value_is_told_by_its_ends() -> None:
    (found,) = findings(subject(one([param("p", "a" * 3000 + "\nz")])))
    assert len(found.message) < 200
    assert "z (3002 characters)" in found.message and "\n" not in found.message


def test_a_priority_drawn_at_random_is_no_difference_between_conversions() -> None:
    first, second = (findings(subject(attribute("priority", n))) for n in (0.25, 0.75))
    assert first == second
