"""Python 2 text is read, every construct is named, and lines stay the original ones."""

from __future__ import annotations

import ast
import json
import random
import subprocess

import pytest

from codemods.py2 import Decoded, NotText, Parsed, Unparsable, decode, parse
from codemods.py2.syntax import CONSTRUCTS, TABS, rescue
from tests.legacy import find_interpreter

REWRITES = {
    "print statement": "print 'a', b\n",
    "print to a file": "print >>log, 'a', 'b',\nprint 'c'\n",
    "print of nothing": "def f():\n    print\n    print 'x'\n",
    "except with a comma": "try:\n    f()\nexcept (A, B), e:\n    raise\n",
    "except into a tuple": "try:\n    f()\nexcept A, (x, y):\n    g()\n",
    "raise with a value": "raise E, 'x'\n",
    "raise with a traceback": "raise E, 'x', tb\n",
    "throw": "g.throw(E, 'x', tb)\nprint 'x'\n",
    "exec": "exec code in names\n",
    "backticks": "x = `a`\n",
    "not equal": "x = a <> b\n",
    "octal": "mode = 0755\n",
    "long": "x = 10L\n",
    "bytes with a backslash and u": "x = 'C:\\users'\n",
    "raw unicode": "x = ur'\\d'\n",
    "tuple parameter": "def f(a, (b, c)):\n    return b\n",
    "tuple parameter of a lambda": "f = lambda (a, b): a\n",
    "async as a name": "send(async=True)\n",
    "tabs": "if a:\n        b()\n\tc()\n",
}
LEAVES_ALONE = {
    "print function": "print('a', b)\n",
    "print function by future": "from __future__ import print_function\nprint('a', file=b)\n",
    "coroutine": "async def f():\n    await g()\n",
    "f-string": "f'{x!r:>{w}}'\n",
    "walrus and match": "if (x := 1):\n    match x:\n        case 1:\n            pass\n",
    "unicode literal": "x = u'a'\n",
    "invalid escape": "x = '\\d'\n",
}
NO_PYTHON = {
    "a broken class": ("class A(B)\n    pass\n", 1),
    "an open bracket": ("x = 1\ny = [1,\n", 2),
    "prose": ("This is not a program.\n", 1),
    "a template": ("import {{ cookiecutter.name }}.x\nprint 'a'\n", 1),
    "a conflict": ("x = 1\n<<<<<<< HEAD\ny = 2\n", 2),
}


@pytest.mark.parametrize("source", REWRITES.values(), ids=REWRITES)
def test_python2_is_read_and_its_construct_named(source):
    parsed = parse(source)
    assert isinstance(parsed, Parsed)
    assert parsed.rewrites
    assert {r.construct for r in parsed.rewrites} <= {*CONSTRUCTS.values(), TABS}


@pytest.mark.parametrize("source", LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_python3_pays_for_nothing(source):
    assert parse(source) == Parsed(_Any(), ())


class _Any:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, ast.Module)

    __hash__ = object.__hash__


@pytest.mark.parametrize(("source", "line"), NO_PYTHON.values(), ids=NO_PYTHON)
def test_what_is_no_python_is_located(source, line):
    found = parse(source)
    assert isinstance(found, Unparsable)
    assert found.line == line
    assert found.reason


def test_every_fixer_is_reached():
    named = {r.construct for s in REWRITES.values() for r in parse(s).rewrites}
    assert named == {*CONSTRUCTS.values(), TABS}


def test_a_rewrite_stands_at_its_own_line():
    source = "x = 1\n# why\ntry:\n    f()\nexcept A:\n    g()\nexcept B, e:\n    print e\ny = `x`\n"
    found = {(r.construct, r.line) for r in parse(source).rewrites}
    assert found == {("except E, name", 7), ("print statement", 8), ("backticks", 9)}


MARKED = [
    "def at_{n}(a, (b, c)):\n    mark('{line}')\n    return b\n",
    "try:\n    f()\nexcept E, (x, y):\n    mark('{line}')\n",
    "try:\n    f()\nexcept E, e: mark('{line}')\n",
    "print 'a', \\\n    mark('{line}')\n",
    "text = '''one\ntwo\n'''; mark('{line}')\n",
    "# a comment\n\nmark('{line}')\n",
    "exec code in names\nmark('{line}')\n",
    "raise E, 'x', mark('{line}')\n",
    "if a <> b:\n        mark('{line}')\n",
    "x = [1,\n     `mark('{line}')`]\n",
    "f = lambda (a, b): mark('{line}')\n",
]


@pytest.mark.parametrize("seed", range(40))
def test_lines_of_the_tree_are_those_of_the_text(seed):
    """Each call says in which line it was written; pieces that grow stand in any order."""
    source, rng = "print 'python 2'\n", random.Random(seed)
    for n in range(rng.randint(3, 25)):
        piece = rng.choice(MARKED)
        before = piece[: piece.index("{line}")].count("\n")
        line = source.count("\n") + before + 1
        source += piece.replace("{line}", str(line)).replace("{n}", str(n))
    parsed = parse(source)
    assert isinstance(parsed, Parsed)
    marks = [n for n in ast.walk(parsed.tree) if isinstance(n, ast.Call) and _is_mark(n)]
    assert len(marks) == source.count("mark(")
    assert all(int(n.args[0].value) == n.lineno for n in marks)


def _is_mark(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "mark"


def test_lines_never_go_back():
    rescued = rescue("".join(piece.format(n=n, line=0) for n, piece in enumerate(MARKED)))
    assert rescued is not None
    assert list(rescued.lines) == sorted(rescued.lines)


def test_expressions_that_are_too_deep_end_well():
    assert isinstance(parse("x = " + "(" * 500 + ")" * 500), Unparsable)
    assert isinstance(parse("x = " + "-" * 100_000 + "1"), Unparsable)


BYTES = [
    r"'C:\users\Users\New'",
    r"'\\users \\\users \x41\n'",
    r"'\N{DASH} \u0041'",
    "'''one\n\\u'''",
    r"'it\'s \u'",
    r"r'\u0041 \N'",
    r"b'\u0041 \N'",
]


@pytest.mark.legacy
@pytest.mark.filterwarnings("ignore:invalid escape sequence")
def test_byte_strings_keep_the_value_that_python2_gave_them():
    python = find_interpreter("2.7")
    if python is None:
        pytest.skip("not run: no Python 2.7 here")
    says = "import sys; print repr([{}])".format(", ".join(BYTES))
    said = subprocess.run([str(python), "-c", says], capture_output=True, text=True, check=True)
    wanted = [value.encode("latin-1") for value in ast.literal_eval(said.stdout)]
    rescued = rescue("print 1\nx = [{}]\n".format(", ".join(BYTES)))
    assert rescued is not None
    found = ast.literal_eval(rescued.source.split("x = ")[1])
    as_bytes = [v if isinstance(v, bytes) else v.encode("latin-1") for v in found]
    assert as_bytes == wanted


def test_unicode_literals_mean_what_they_mean_in_python3():
    future = "from __future__ import (print_function,\n    unicode_literals)\n"
    for source, value in {
        future + "x = '\\u00e9' <> 1\n": "é",
        "x = u'\\u00e9' <> 1\n": "é",
    }.items():
        rescued = rescue(source)
        assert rescued is not None
        constants = [
            n.value for n in ast.walk(ast.parse(rescued.source)) if isinstance(n, ast.Constant)
        ]
        assert constants[0] == value
    assert isinstance(parse(future + "x = 'C:\\users'\n"), Unparsable)


LATIN = "# coding: latin-1\nx = 'ü'\n"
WINDOWS = "#!/usr/bin/python\n# -*- coding: cp1252 -*-\nx = '€'\n"
LYING = "# coding: ascii\nx = 'ü'\n"
DECODED = {
    "plain": (b"x = 1\n", "x = 1\n", 0),
    "utf-8": ("x = 'ü'\n".encode(), "x = 'ü'\n", 0),
    "byte order mark": (b"\xef\xbb\xbfx = 1\n", "x = 1\n", 0),
    "coding line": (LATIN.encode("latin-1"), LATIN, 0),
    "second coding line": (WINDOWS.encode("cp1252"), WINDOWS, 0),
    "latin-1 that says nothing": (b"# M\xfcller\nx = 1\n", "# Müller\nx = 1\n", 1),
    "utf-8 and latin-1": ("x = 'ü'\n".encode() + b"# \xfc\n", "x = 'ü'\n# ü\n", 2),
    "a coding line that lies": (LYING.encode(), LYING, 1),
    "a coding nobody knows": (b"# coding: klingon\nx = 1\n", "# coding: klingon\nx = 1\n", 1),
    "in the second line": (b"#!\n# coding: klingon\nx = 1\n", "#!\n# coding: klingon\nx = 1\n", 2),
    "a mark that the coding line denies": (
        b"\xef\xbb\xbf# coding: latin-1\nx = 1\n", "# coding: latin-1\nx = 1\n", 1
    ),
    "Windows lines": (b"x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n", 0),
    "old Macintosh lines": (b"x = 1\ry = 2\r", "x = 1\ny = 2\n", 0),
    "utf-16": ("x = 1\n".encode("utf-16"), "x = 1\n", 1),
    "nothing": (b"", "", 0),
}  # fmt: skip


@pytest.mark.parametrize(("data", "text", "guessed"), DECODED.values(), ids=DECODED)
def test_bytes_become_text(data, text, guessed):
    found = decode(data)
    assert isinstance(found, Decoded)
    assert (found.text, found.guessed_line) == (text, guessed)


@pytest.mark.parametrize("data", [b"\x7fELF\0\0", bytes(range(256)) * 8, b"\xff\xfe\0"])
def test_binary_data_is_no_text(data):
    assert isinstance(decode(data), NotText)


@pytest.mark.legacy
def test_the_examples_are_python2():
    python = find_interpreter("2.7")
    if python is None:
        pytest.skip("not run: no Python 2.7 on this machine")
    check = "import ast, json, sys\nfor s in json.load(sys.stdin): ast.parse(s.encode('utf-8'))"
    sources = [s for name, s in REWRITES.items() if name != "async as a name"]
    done = subprocess.run(
        [python, "-c", check], input=json.dumps(sources), text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr
