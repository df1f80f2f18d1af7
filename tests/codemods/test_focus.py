"""What is left out of a module before its rules see it; the outcome does not tell."""

from __future__ import annotations

import ast

import pytest

from codemods import engine
from codemods.engine import Changed, Refused, any_of, apply
from codemods.focus import focus, whole
from codemods.rules import RULES
from tests.codemods.test_rules import LEAVES_ALONE, NEEDS_PERSON, REWRITES

GOES = {
    "a function": "def run():\n    return 1\n",
    "a decorated one": "@wraps(\n    f\n)\nasync def run():\n    pass\n",
    "a class": "class A(B):\n    x = 1\n",
    "a table": "TABLE = {\n    'a': 1,\n}\n",
    "a call": "register(A)\n",
}
STAYS = {
    "a word of a rule": "def run():\n    return old\n",
    "an import": "import os\n",
    "a branch": "if x:\n    y = 1\n",
    "several names at once": "a, b = 1, 2\n",
    "global": "def run():\n    global luigi\n",
    "a walrus": "print(luigi := 3)\n",
    "two in a line": "a = 1; b = 2\n",
    "a decorator in parentheses": "@(\n    f\n)\ndef run(): pass\n",
}
WORDS = any_of(["old"])


def _focused(code: str):
    return focus(code, ast.parse(code), WORDS)


@pytest.mark.parametrize("code", GOES.values(), ids=GOES)
def test_goes(code: str) -> None:
    found = _focused(f"import luigi\n\n# kept\n{code}import os\n")
    assert list(found.left_out.values()) == [code]
    assert "# kept\n" in found.text


@pytest.mark.parametrize("code", STAYS.values(), ids=STAYS)
def test_stays(code: str) -> None:
    assert not _focused(f"import luigi\n{code}").left_out


def test_a_run_leaves_its_names_and_a_class_what_concerns_it() -> None:
    code = "import luigi\r\na = b = 1\r\ndef f(): ...\r\nclass C:\r\n\tz = old\r\n\tdef g(): ..."
    found = _focused(code)
    assert found.text.split("\r\n") == [
        "import luigi",
        "a = b = f = 'left out: line 2'",
        "class C:",
        "\tz = old",
        "\tg = 'left out: line 6'",
    ]
    assert found.restored(found.text.replace("old", "new")) == code.replace("old", "new")
    assert [found.line(n) for n in range(1, 6)] == [1, 2, 4, 5, 6]


BEFORE = "'Doc.'\n"
AFTER = """
# a comment
def helper(luigi):
    return luigi


class Between(object):
    first = 1

    def run(self):
        return {'a':
                2}


TABLE = {
    "x": 1,
}
"""
SOURCES = [*(before for _, before, _ in REWRITES), *LEAVES_ALONE.values(), *NEEDS_PERSON]
SHADOWED = "class luigi(object):\n    pass\n\n\nluigi.File(p)\nluigi.s3.S3Target(p)\n"


@pytest.mark.parametrize("source", [*SOURCES, SHADOWED])
def test_the_outcome_is_that_of_the_whole_module(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = BEFORE + source + AFTER + source + AFTER
    outcome = apply(code, RULES)
    monkeypatch.setattr(engine, "focus", lambda text, *_: whole(text))
    assert outcome == apply(code, RULES)


DEEP = {
    "parentheses": f"import luigi.s3\nx = {'(' * 3000}{')' * 3000}\n",
    "a chain": f"import luigi.s3\nx = {'+'.join(['luigi.s3'] * 1000)}\n",
    "a longer chain": f"import luigi.s3\nx = {'+'.join(['luigi.s3'] * 9000)}\n",
    "branches": "import luigi.s3\nif a: pass\n" + "elif b: pass\n" * 1000,
}


@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP)
def test_what_is_nested_too_deeply_is_left_alone(code: str) -> None:
    outcome = apply(code, RULES)
    assert isinstance(outcome, Refused)
    assert "too deeply" in outcome.reason


def test_what_is_nested_too_deeply_does_not_matter_where_no_rule_looks() -> None:
    outcome = apply(f"import luigi.s3\nx = {'+'.join(['y'] * 1000)}\n", RULES)
    assert isinstance(outcome, Changed)
