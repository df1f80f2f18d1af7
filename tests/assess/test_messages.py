"""What a finding names: the tasks that run() yields, the targets that a function makes."""

from __future__ import annotations

import pytest

from tests.assess.building import assessed

YIELDING = """
from pathlib import Path
from collections import OrderedDict
import numpy as np
from elsewhere import Foreign

class A(luigi.Task):
    p = luigi.Parameter(default="")
class B(A): pass
class C(A): pass
class D(A): pass
class E(A): pass
class Helper(object): pass

def made():
    return A()

class Root(luigi.Task):
    def run(self):
        {line}
"""

YIELDS = {
    "one": ("yield A()", "A"),
    "a list": ("yield [B(), A()]", "A, B"),
    "arguments that are no tasks": ("yield A(p=str(Path(OrderedDict(x=Helper()))))", "A"),
    "a task of another package": ("yield Foreign()", "Foreign"),
    "a function of another package": ("yield A(p=np.array(1))", "A"),
    "more than four": ("yield [A(), B(), C(), D(), E()]", "A, B, C, D and 1 more"),
    "what a function makes": ("yield made()", "what it finds at run time"),
    "a variable": ("yield from self.found", "what it finds at run time"),
}


@pytest.mark.parametrize("case", YIELDS)
def test_yielded_tasks_are_named(case, tmp_path):
    line, names = YIELDS[case]
    found = assessed(tmp_path, YIELDING.format(line=line))
    (message,) = [f.message for f in found.findings if f.code == "LK003"]
    assert message == f"run() yields tasks: {names}"


FACTORY = """
from luigi.contrib.s3 import S3Target

class OwnTarget(luigi.Target):
    def exists(self):
        return True

def MadeTarget(path):
    {body}

class T(luigi.Task):
    day = luigi.Parameter()
    def output(self):
        return MadeTarget(self.day)
"""

MADE = {
    "local": ("return luigi.LocalTarget(path)", set()),
    "in a store": ("return S3Target(path)", {"LK110"}),
    "either": ("return S3Target(path) if path else luigi.LocalTarget(path)", {"LK110"}),
    "of its own": ("return OwnTarget()", {"LK040"}),
    "not to be seen": ("return make(path)", {"LK040"}),
}


@pytest.mark.parametrize("case", MADE)
def test_a_function_that_makes_a_target_is_no_target_class(case, tmp_path):
    body, codes = MADE[case]
    found = assessed(tmp_path, FACTORY.format(body=body))
    of_task = {f.code for f in found.findings if f.subject == "T"}
    assert of_task & {"LK040", "LK110"} == codes
