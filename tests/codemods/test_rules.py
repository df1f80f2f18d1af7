"""Each rule: what it rewrites, what it leaves alone, and the laws every rewrite obeys."""

from __future__ import annotations

import ast

import pytest

from codemods.engine import Changed, Refused, Unchanged, apply
from codemods.rules import RULES

BY_NAME = {rule.name: rule for rule in RULES}

REWRITES = [
    *((rule.name, rule.before, rule.after) for rule in RULES),
    (
        "contrib-imports",
        "from luigi.hdfs import HdfsTarget\n",
        "from luigi.contrib.hdfs import HdfsTarget\n",
    ),
    ("contrib-imports", "from luigi import s3\n", "from luigi.contrib import s3\n"),
    (
        "contrib-imports",
        "from luigi import s3, Task  # both\n",
        "from luigi.contrib import s3\nfrom luigi import Task  # both\n",
    ),
    ("contrib-imports", "import luigi.hadoop as h\n", "import luigi.contrib.hadoop as h\n"),
    (
        "contrib-imports",
        "from luigi import (\n    s3,  # kept\n    Task,\n)\n",
        "from luigi.contrib import (\n    s3,  # kept\n    )\nfrom luigi import (\n    Task,\n)\n",
    ),
    (
        "contrib-imports",
        "from luigi import Task, \\\n    s3\n",
        "from luigi.contrib import s3\nfrom luigi import Task\n",
    ),
    (
        "contrib-imports",
        "if old: from luigi import s3, Task\n",
        "if old: from luigi.contrib import s3; from luigi import Task\n",
    ),
    (
        "contrib-imports",
        "import luigi as l\nl.hdfs.HdfsTarget(p)\n",
        "import luigi as l\nl.contrib.hdfs.HdfsTarget(p)\n",
    ),
    (
        "contrib-imports",
        "from luigi import file\nfile.LocalTarget(p)\n",
        "from luigi import local_target as file\nfile.LocalTarget(p)\n",
    ),
    (
        "contrib-imports",
        "from ours import luigi\nluigi.hadoop.JobTask\n",
        "from ours import luigi\nluigi.contrib.hadoop.JobTask\n",
    ),
    ("contrib-imports", "import luigi.file\n", "import luigi.local_target\n"),
    (
        "parameter-classes",
        "from luigi.parameter import BooleanParameter\nx = BooleanParameter()\n",
        "from luigi.parameter import BoolParameter\nx = BoolParameter()\n",
    ),
    (
        "parameter-classes",
        "from luigi import File, LocalTarget\nf(File=File(p), g=h.File)\n",
        "from luigi import LocalTarget\nf(File=LocalTarget(p), g=h.File)\n",
    ),
    (
        "parameter-classes",
        "import luigi as l\nl.File(p)\n",
        "import luigi as l\nl.LocalTarget(p)\n",
    ),
    (
        "parameter-classes",
        "from luigi.mock import MockFile\nMockFile(p)\n",
        "from luigi.mock import MockTarget\nMockTarget(p)\n",
    ),
    (
        "parameter-flags",
        "from luigi import Parameter\nx = Parameter(is_boolean=True)\n",
        "from luigi import BoolParameter, Parameter\nx = BoolParameter()\n",
    ),
    (
        "parameter-flags",
        "luigi.Parameter(\n    default=1,\n    is_global=False,\n)\n",
        "luigi.Parameter(\n    default=1,\n)\n",
    ),
    (
        "parameter-classes",
        "from luigi import File\nFile('a')\n",
        "from luigi import LocalTarget\nLocalTarget('a')\n",
    ),
    (
        "parameter-classes",
        "from luigi import File as F\nF('a')\n",
        "from luigi import LocalTarget as F\nF('a')\n",
    ),
    ("parameter-flags", "luigi.IntParameter(is_list=False)\n", "luigi.IntParameter()\n"),
    (
        "parameter-flags",
        "luigi.Parameter(default=1, is_global=False)\n",
        "luigi.Parameter(default=1)\n",
    ),
]

LEAVES_ALONE = {
    "already moved": "import luigi.contrib.s3\n",
    "another luigi attribute": "import luigi.date_interval\n",
    "relative import": "from .luigi import s3\n",
    "somebody else's s3": "from boto import s3\nboto.s3.connect()\n",
    "File of another module": "from io import File\nFile('a')\nf.File\n",
    "BoolParameter": "x = luigi.BoolParameter(default=False)\n",
    "flags of other calls": "f(is_boolean=True)\n",
    "a name that a function takes": "def f(File):\n    return File()\n",
    "another library's Parameter": "from torch.nn import Parameter\nx = Parameter(is_list=True)\n",
    "a comma that is there": "x = luigi.Parameter(is_list=True,)\n",
}


@pytest.mark.parametrize(("name", "before", "after"), REWRITES)
def test_rewrites(name: str, before: str, after: str) -> None:
    outcome = apply(before, [BY_NAME[name]])
    assert isinstance(outcome, Changed)
    assert outcome.source == after
    ast.parse(outcome.source)
    assert not isinstance(apply(outcome.source, RULES), Changed), "a second run changes nothing"
    assert isinstance(apply(before, []), Unchanged)


@pytest.mark.parametrize("code", LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(code: str) -> None:
    assert isinstance(apply(code, RULES), Unchanged)


NEEDS_PERSON = {
    "x = luigi.Parameter(is_list=True)\n": (1, "parameter-flags: is_list=True: ListParameter"),
    "import luigi\n\nx = luigi.Parameter(is_boolean=flag)\n": (3, "parameter-flags: is_boolean"),
    "x = luigi.Parameter(is_boolean=True, is_list=True)\n": (1, "parameter-flags: is_boolean"),
    "from luigi import six\n": (1, "contrib-imports: luigi.six is gone"),
    "import luigi.six\n": (1, "contrib-imports: luigi.six is gone"),
    "from luigi.mrrunner import main\n": (1, "contrib-imports: luigi.mrrunner is gone"),
}


@pytest.mark.parametrize("code", NEEDS_PERSON)
def test_what_needs_a_person_is_said_with_its_line(code: str) -> None:
    outcome = apply(code, RULES)
    assert isinstance(outcome, Unchanged)
    line, text = NEEDS_PERSON[code]
    note = outcome.warnings[0]
    assert note.line == line
    assert f"{note.rule}: {note.text}".startswith(text)


def test_lines_are_those_of_the_source_as_it_was() -> None:
    code = "from luigi import s3, Parameter\nx = Parameter(is_global=True)\n"
    outcome = apply(code, RULES)
    assert isinstance(outcome, Changed)
    assert [note.line for note in outcome.warnings] == [2]


@pytest.mark.parametrize("line", ["print 'x'\n", "try: pass\nexcept A, e: pass\n"])
@pytest.mark.parametrize("before", ["import luigi.s3\n", "import os\n"])
def test_python_2_is_refused_with_its_line(before: str, line: str) -> None:
    outcome = apply(before + line, RULES)
    assert isinstance(outcome, Refused)
    assert outcome.line == line.count("\n") + 1
