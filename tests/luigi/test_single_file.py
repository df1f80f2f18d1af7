"""A package of modules becomes one script that means the same, or an error says why it cannot."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from bridges.luigi.modules import NotOneFile
from bridges.luigi.single_file import join_modules, joined_script

PACKAGES = ("bridges.luigi.step", "migrate.luigi.capture")
GOOD = {
    "__init__": '"""Count the letters of the arguments.\n\nA \\backslash stays.\n"""\n',
    "command": '''"""The command."""

from __future__ import print_function

import sys

from bridges.demo.letters import (
    LETTERS,
    count,
)
from bridges.demo.words.text import as_text


def main(argv):
    # type: (list) -> int
    print(sum(map(count, map(as_text, argv))), LETTERS)  # all of them
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
''',
    "letters": '''"""What counts.

Letters, whatever their case.
"""

import re
import sys

from bridges.demo.words.text import as_text

# Not digits.
LETTERS = as_text("[a-z]")


def count(text):
    return len(re.findall(LETTERS, text, re.I))
''',
    "words.__init__": '"""Words, a part of the whole."""\n',
    "words.text": """from collections import OrderedDict

try:
    from urllib.parse import unquote
except ImportError:  # Python 2
    from urllib import unquote


def as_text(value):
    import json

    return json.dumps(unquote(value)) and OrderedDict([(value, 1)]).popitem()[0]
""",
}
SCRIPT = '''#!/usr/bin/env python
# -*- coding: utf-8 -*-
# Joined from the modules of bridges.demo, each a section here: change them, not this file.
"""Count the letters of the arguments.

A \\backslash stays.
"""

from __future__ import print_function

import re
import sys
from collections import OrderedDict

# ---------------------------------------------------------------------------------------------
# words.text


try:
    from urllib.parse import unquote
except ImportError:  # Python 2
    from urllib import unquote


def as_text(value):
    import json

    return json.dumps(unquote(value)) and OrderedDict([(value, 1)]).popitem()[0]


# ---------------------------------------------------------------------------------------------
# letters: What counts.
#
# Letters, whatever their case.


# Not digits.
LETTERS = as_text("[a-z]")


def count(text):
    return len(re.findall(LETTERS, text, re.I))


# ---------------------------------------------------------------------------------------------
# command: The command.


def main(argv):
    # type: (list) -> int
    print(sum(map(count, map(as_text, argv))), LETTERS)  # all of them
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
'''


def test_modules_follow_each_other_as_they_are_written(tmp_path: Path) -> None:
    script = join_modules("bridges.demo", GOOD)
    assert script == SCRIPT
    assert join_modules("bridges.demo", dict(reversed(GOOD.items()))) == script
    (tmp_path / "script.py").write_text(script)
    words = [sys.executable, "-I", str(tmp_path / "script.py"), "a1b", "C"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("3 [a-z]\n", 0)


END = 1 + len(GOOD["letters"].splitlines())
"""The line of what is added to letters.py."""

ADDED = {
    "defined twice": ("as_text = 1\n", "letters.py: as_text is defined by words.text too"),
    "defined twice, in a block": ("for as_text in ():\n    pass\n", "defined by words.text too"),
    "a name of Python": (
        "def filter():\n    pass\n",
        "letters.py: filter is defined by Python too",
    ),
    "a name of the library": ("OrderedDict = 1\n", "letters.py: OrderedDict is defined by"),
    "one name, two imports": ("import json as OrderedDict\n", "OrderedDict is defined by"),
    "another name": (
        "from bridges.demo.words.text import as_text as other\n",
        f"letters.py:{END}: from bridges.demo.words.text import as_text as other: a name has to be",
    ),
    "all names": ("from bridges.demo.words.text import *\n", "a name has to be the same"),
    "a module": (
        "import bridges.demo.words.text\n",
        f"letters.py:{END}: import bridges.demo.words.text: nei",
    ),
    "a module from the package": ("from bridges.demo import words\n", "neither of"),
    "a relative import": ("from .text import as_text\n", "neither of"),
    "not of the library": ("\nimport luigi\n", f"letters.py:{END + 1}: import luigi: neither of"),
    "imported inside": (
        "def f():\n    if f:\n        from bridges.demo.words.text import as_text\n",
        f"letters.py:{END + 2}: from bridges.demo.words.text import as_text: import it at the top",
    ),
    "imported inside, relative": (
        "try:\n    pass\nexcept OSError:\n    from . import x\n",
        f"letters.py:{END + 3}: from . import x: import it at the top",
    ),
    "global": (
        "def f():\n    while f:\n        global LETTERS\n",
        f"letters.py:{END + 2}: global LETTERS: another module keeps",
    ),
    "no such module": (
        "from bridges.demo.word import word\n",
        "there is no word.py, which letters.py needs",
    ),
    "no such name": (
        "from bridges.demo.words.text import word\nfrom bridges.demo.words.text import unquote\n",
        "letters.py: words.text.py defines no word",
    ),
}


@pytest.mark.parametrize(("text", "said"), ADDED.values(), ids=ADDED)
def test_what_would_mean_another_thing_is_an_error(text: str, said: str) -> None:
    with pytest.raises(NotOneFile) as raised:
        join_modules("bridges.demo", GOOD | {"letters": GOOD["letters"] + text})
    assert said in str(raised.value)


CHANGED = {
    "a circle": (
        {"words.text": GOOD["words.text"] + "from bridges.demo.letters import LETTERS\n"},
        "modules import each other: letters -> words.text -> letters",
    ),
    "not used": ({"other": ""}, "command.py does not lead to other"),
    "code in a package": ({"words.__init__": "x = 1\n"}, "words.__init__.py: "),
    "code beside the docstring": ({"__init__": '"""It."""\nx = 1\n'}, "__init__.py: "),
    "no docstring": ({"__init__": "x = 1\n"}, "__init__.py: "),
}


@pytest.mark.parametrize(("changed", "said"), CHANGED.values(), ids=CHANGED)
def test_a_package_that_is_not_one_script(changed: dict[str, str], said: str) -> None:
    with pytest.raises(NotOneFile) as raised:
        join_modules("bridges.demo", GOOD | changed)
    assert said in str(raised.value)


def test_no_command() -> None:
    with pytest.raises(NotOneFile, match=r"there is no command\.py"):
        join_modules("bridges.demo", {"__init__": GOOD["__init__"]})


STYLE = (
    ("format", "--check", "--isolated", "--line-length=100", "-"),
    ("check", "--isolated", "--line-length=100", "--select=E,W,F,I", "-"),
)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_script_is_written_like_the_rest(package: str) -> None:
    script = joined_script(package)
    assert joined_script(package) is script
    for words in STYLE:
        ruff = [sys.executable, "-m", "ruff", *words]
        done = subprocess.run(ruff, input=script, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", PACKAGES)
def test_the_script_imports_nothing_of_ours(package: str) -> None:
    ours = package.partition(".")[0]
    for node in ast.walk(ast.parse(joined_script(package))):
        if isinstance(node, ast.Import):
            assert all(alias.name.partition(".")[0] != ours for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert not node.level
            assert str(node.module).partition(".")[0] != ours
