"""Classes are recognised across files, aliases, mixins and decorators, and only those."""

from __future__ import annotations

import pytest

from tests.assess.building import assessed, codes, edges, places, task

RECOGNISED = {
    "plain": "import luigi\nclass T(luigi.Task): pass\n",
    "from import": "from luigi import Task\nclass T(Task): pass\n",
    "from the module": "from luigi.task import Task as Base\nclass T(Base): pass\n",
    "module alias": "import luigi as lg\nclass T(lg.Task): pass\n",
    "star import": "from luigi import *\nclass T(Task): pass\n",
    "luigi by a star import": "from common import *\nclass T(luigi.Task): pass\n",
    "assigned alias": "import luigi\nBase = luigi.Task\nclass T(Base): pass\n",
    "mixin first": "import luigi\nclass M(object): pass\nclass T(M, luigi.Task): pass\n",
    "generic": "import luigi\nfrom typing import G\nclass T(luigi.Task, G[X]): pass\n",
    "six.with_metaclass": "import luigi, six\nclass T(six.with_metaclass(M, luigi.Task)): pass\n",
    "in a try": "import luigi\ntry:\n    f()\nfinally:\n    class T(luigi.Task): pass\n",
    "import in a function": "def f():\n    import luigi\n    class T(luigi.Task): pass\n",
    "Python 2": "import luigi\nclass T(luigi.Task):\n    def run(self):\n        print 'x'\n",
}
OTHERS = {
    "a thread": "import luigi, threading\nclass T(threading.Thread):\n    def run(self): pass\n",
    "a class called Task": "class Task: pass\nclass T(Task):\n    def run(self): pass\n",
    "celery": "import celery\nclass T(celery.Task):\n    def run(self): pass\n",
    "a test case": "import luigi, unittest\nclass T(unittest.TestCase):\n    def run(self): pass\n",
    "an error": "import luigi\nclass T(Exception): pass\n",
}


@pytest.mark.parametrize("source", RECOGNISED.values(), ids=RECOGNISED)
def test_is_a_task(tmp_path, source):
    found = assessed(tmp_path, {"tasks.py": source})
    assert [v.cls.resolved.cls.name for v in found.tasks] == ["T"]


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_is_no_task(tmp_path, source):
    found = assessed(tmp_path, {"tasks.py": source})
    assert [v.cls.name for v in found.tasks] == []
    assert codes(found) == {"LK102"}


ACROSS = {
    "shop/__init__.py": "from .base import Daily\n",
    "shop/base.py": """
        import luigi
        class Mixin(object):
            limit = luigi.IntParameter(default=1)
        class Daily(Mixin, luigi.Task):
            date = luigi.DateParameter()
            def output(self):
                return luigi.LocalTarget(str(self.date))
    """,
    "shop/load.py": "from shop import Daily\nclass Load(Daily):\n    limit = None\n",
    "shop/deep/report.py": """
        from ..load import Load
        from .. import base as b
        class Report(b.Daily):
            def requires(self):
                return {"load": self.clone(Load), "all": [Load(date=d) for d in self.days()]}
    """,
    "jobs/main.py": """
        import sys
        sys.path.append("..")
        from shop.deep.report import Report
        from helper import more
        class Main(Report):
            def requires(self):
                yield super().requires()
                yield from more(self)
    """,
    "jobs/helper.py": """
        from other import Extra
        def more(task):
            return [Extra(date=task.date)]
    """,
    "jobs/other.py": "from shop import *\nclass Extra(Daily): pass\n",
}


def test_ancestors_and_edges_cross_files(tmp_path):
    found = assessed(tmp_path, ACROSS)
    assert {v.cls.name for v in found.tasks} == {"Daily", "Load", "Report", "Main", "Extra"}
    assert edges(found) == {("Load", "Report"), ("Load", "Main"), ("Extra", "Main")}
    assert list(task(found, "Load").params) == ["date"]
    assert list(task(found, "Report").params) == ["limit", "date"]
    assert [v.wave for v in found.tasks if v.cls.name in {"Load", "Report", "Main"}] == [1, 2, 2]


def test_decorators_lend_parameters_and_edges(tmp_path):
    source = """
    from luigi.util import inherits, requires
    class A(luigi.Task):
        a = luigi.Parameter()
    class B(luigi.Task):
        b = luigi.Parameter()
    @requires(A, other=B)
    class C(luigi.Task):
        c = luigi.Parameter()
    @inherits(C)
    class D(luigi.Task):
        def requires(self):
            return self.clone_parents()
    """
    found = assessed(tmp_path, source)
    assert edges(found) == {("A", "C"), ("B", "C"), ("C", "D")}
    assert set(task(found, "D").params) == {"a", "b", "c"}


def test_decorators_that_lend_in_a_circle_end(tmp_path):
    source = """
    @luigi.util.inherits(B)
    class A(luigi.Task): pass
    @luigi.util.inherits(A)
    class B(luigi.Task): pass
    """
    assert len(assessed(tmp_path, source).tasks) == 2


def test_dynamic_edges_are_kept_apart(tmp_path):
    source = """
    class A(luigi.Task): pass
    class B(luigi.Task):
        def run(self):
            yield A()
    """
    found = assessed(tmp_path, source)
    assert not found.static
    assert len(found.dynamic) == 1


def test_the_nearest_module_of_a_name_is_meant(tmp_path):
    base = "import luigi\nclass Base(luigi.{}): pass\n"
    use = "from base import Base\nclass T{}(Base): pass\n"
    files = {
        "one/base.py": base.format("WrapperTask"),
        "one/use.py": use.format(1),
        "two/base.py": base.format("ExternalTask"),
        "two/use.py": use.format(2),
    }
    found = assessed(tmp_path, files)
    assert task(found, "T1").cls.lineage.kind == "wrapper"
    assert task(found, "T2").cls.lineage.kind == "external"


def test_tests_are_counted_but_not_assessed(tmp_path):
    files = {
        "tasks.py": "import luigi\nclass T(luigi.Task): pass\n",
        "tests/test_tasks.py": "import luigi\nclass Fake(luigi.Task):\n    priority = 3\n",
    }
    found = assessed(tmp_path, files)
    assert [v.cls.name for v in found.tasks] == ["T"]
    assert "LK013" not in codes(found)
    assert found.ledger.counts()["class"] == {
        "converted": 1, "noted": 0, "stubbed": 0, "refused": 0, "ignored": 1,
    }  # fmt: skip
    both = assessed(tmp_path, files, include_tests=True)
    assert {v.cls.name for v in both.tasks} == {"T", "Fake"}


def test_configuration_is_linked_to_tasks(tmp_path):
    files = {
        "tasks.py": """
            import luigi
            class Load(luigi.Task):
                task_namespace = "shop"
                row_limit = luigi.IntParameter()
            class paths(luigi.Config):
                base = luigi.Parameter()
        """,
        "luigi.cfg": "[shop.Load]\nrow-limit = 3\nlost = 1\n[paths]\nbase = /x\n[Lod]\nx = 1\n",
    }
    found = assessed(tmp_path, files)
    assert places(found, "LK120") == ["luigi.cfg:3 "]
    assert places(found, "LK119") == ["luigi.cfg:6 "]
    assert {"luigi.cfg:1 ", "luigi.cfg:4 "} <= set(places(found, "LK039"))


def test_a_helper_charges_only_those_who_call_it(tmp_path):
    source = """
    class Base(luigi.Task):
        def lines(self):
            return open("words.txt")
        def output(self):
            return luigi.LocalTarget(self.task_id)
    class Uses(Base):
        def run(self):
            self.output().write(self.lines())
    class Does_not(Base):
        def run(self):
            self.output().write(1)
    """
    found = assessed(tmp_path, source)
    assert len(places(found, "LK004")) == 1
    assert task(found, "Uses").grade.difficulty.name == "C"
    assert task(found, "Does_not").grade.difficulty.name == "B"
