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
        "from luigi.contrib import s3; from luigi import Task  # both\n",
    ),
    ("contrib-imports", "import luigi.hadoop as h\n", "import luigi.contrib.hadoop as h\n"),
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
    "flag known only at run time": "x = luigi.Parameter(is_boolean=flag)\n",
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


def test_what_needs_a_person_is_said() -> None:
    outcome = apply("x = luigi.Parameter(is_list=True)\n", RULES)
    assert isinstance(outcome, Unchanged)
    assert "ListParameter" in outcome.warnings[0]


def test_python_2_is_refused_with_its_line() -> None:
    outcome = apply("import luigi.s3\nprint 'x'\n", RULES)
    assert isinstance(outcome, Refused)
    assert outcome.line == 2
