"""What cannot be read is located and named; the rest of the repository is assessed."""

from __future__ import annotations

import os

import pytest

from migrate.ledger import Outcome
from migrate.luigi.inventory import reading
from migrate.luigi.inventory.files import find
from migrate.luigi.inventory.reading import read_repository
from tests.assess.building import assessed, codes, places

GOOD = "import luigi\nclass Good(luigi.Task):\n    pass\n"


@pytest.mark.parametrize(
    ("name", "content", "code", "where"),
    [
        ("broken.py", "import luigi\nclass Bad(luigi.Task)\n    pass\n", "PY002", "broken.py:2"),
        (
            "template.py",
            "from {{ name }} import x\nclass Bad(T):\n  pass\n",
            "PY007",
            "template.py:1",
        ),
        ("binary.py", b"\x7fELF\x02\x01\0\0" * 50, "PY006", "binary.py"),
        ("latin.py", b"# M\xfcller\nx = 1\n", "PY003", "latin.py:1"),
        ("mixed.py", "x = 'ü'\n".encode() + b"y = '\xfc'\n", "PY003", "mixed.py:2"),
        ("old.py", "import luigi\nprint 'x'\n", "PY001", "old.py:2"),
        ("tabs.py", "if a:\n        b()\n\tc()\n", "PY004", "tabs.py:3"),
        ("word.py", "send(async=True)\n", "PY008", "word.py:1"),
        ("names.py", "x = {}\nx.has_key(1)\n", "PY009", "names.py:2"),
        ("deep.py", "x = " + "(" * 5000 + ")" * 5000, "PY002", "deep.py:1"),
        ("luigi.cfg", "[core\nx = 1\n[Good]\ny = 1\n", "LK121", "luigi.cfg:1"),
        ("luigi.cfg", b"\0GITCRYPT\0\x80\x81", "LK121", "luigi.cfg"),
        ("luigi.toml", "[core]\nx = = 1\n", "LK121", "luigi.toml:2"),
        ("luigi.cfg", "[core]\nx = 1\n[Good]\n[core]\n", "LK121", "luigi.cfg:4"),
        ("luigi.cfg", "[core]\nx = 1\nX = 2\n", "LK121", "luigi.cfg:3"),
        ("luigi.cfg", b"[core]\nx = 1\ny = caf\xe9\n", "LK121", "luigi.cfg:3"),
        ("luigi.cfg", "[core]\nx = 1\n".encode("utf-16"), "LK121", "luigi.cfg:1"),
        ("unknown.py", b"# coding: klingon\nx = 1\n", "PY003", "unknown.py:1"),
    ],
)
def test_is_located_and_the_rest_works(tmp_path, name, content, code, where):
    found = assessed(tmp_path, {"good.py": GOOD, name: content})
    assert [v.cls.name for v in found.tasks] == ["Good"]
    assert any(place.startswith(f"{where} ") for place in places(found, code)), places(found, code)


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\na = 1\n[core]\na = 2\n[DEFAULT]\nb = 1\n",
        "[core]\nx = 1\n[Good]\nx = 1\n",
        "[core]\nx = 1,\n    x\n",
        "[core]\nx = café\n",
    ],
    ids=["DEFAULT twice", "one name in two sections", "a continued value", "utf-8"],
)
def test_a_configuration_that_luigi_reads_is_no_finding(tmp_path, text):
    assert not places(assessed(tmp_path, {"good.py": GOOD, "luigi.cfg": text}), "LK121")


def test_classes_of_a_broken_file_are_named_and_refused(tmp_path):
    found = assessed(tmp_path, {"bad.py": "class A(luigi.Task):\n  x = (\n\nclass B(A): pass\n"})
    assert any("classes in it: A, B" in f.message for f in found.findings if f.code == "PY002")
    refused = {e.name for e in found.ledger.entries if e.outcome is Outcome.REFUSED}
    assert {"bad.py:1 A", "bad.py:4 B"} <= refused


def test_python2_classes_are_assessed_at_their_lines(tmp_path):
    source = """
        import luigi
        class A(luigi.Task):
            def run(self):
                try:
                    print "x"
                except E, (a, b):
                    pass
                open("words.txt")
    """
    found = assessed(tmp_path, {"old.py": source})
    assert places(found, "LK004") == ["old.py:8 A"]


def test_a_directory_that_links_to_itself_is_read_once(tmp_path):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "loop").symlink_to(tmp_path)
    (tmp_path / "again.py").symlink_to(tmp_path / "good.py")
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere.py")
    found = assessed(tmp_path, {"good.py": GOOD})
    assert [v.cls.name for v in found.tasks] == ["Good"]
    assert places(found, "PY005") == ["dangling.py "]


@pytest.mark.skipif(os.geteuid() == 0, reason="not run: root reads everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path):
    (tmp_path / "closed.py").write_text("x = 1\n")
    (tmp_path / "closed.py").chmod(0)
    found = assessed(tmp_path, {"good.py": GOOD})
    assert places(found, "PY005") == ["closed.py "]


def test_a_file_that_vanishes_is_named(tmp_path):
    (tmp_path / "gone.py").write_text("x = 1\n")
    files = list(find(tmp_path))
    (tmp_path / "gone.py").unlink()
    lost = read_repository(tmp_path, found=files).lost
    assert [(f.path, f.code) for f in lost] == [("gone.py", "PY005")]


def test_environments_and_caches_are_left_out(tmp_path):
    files = {f"{d}/x.py": GOOD for d in ("venv", ".tox", "node_modules", "__pycache__", "odd")}
    found = assessed(tmp_path, {**files, "good.py": GOOD, "odd/pyvenv.cfg": "home = /usr\n"})
    assert len(found.tasks) == 1


@pytest.mark.slow
def test_a_generated_module_of_50000_lines(tmp_path):
    body = "".join(
        f"class T{n}(luigi.Task):\n    a = luigi.Parameter()\n    def requires(self):\n"
        f"        return T{n - 1}()\n    def output(self):\n"
        f"        return luigi.LocalTarget('t{n}' + self.a)\n\n"
        for n in range(1, 7200)
    )
    found = assessed(tmp_path, {"generated.py": f"import luigi\n{body}", "good.py": GOOD})
    assert len(found.tasks) == 7200
    assert len(found.static) == 7198


def test_reading_in_processes_gives_the_same(tmp_path, monkeypatch):
    files = {f"p{n}/tasks.py": GOOD.replace("Good", f"T{n}") for n in range(40)}
    alone = assessed(tmp_path, files)
    monkeypatch.setattr(reading, "ALONE", 0)
    together = read_repository(tmp_path, workers=2)
    assert together == alone.inventory.reading


_read_python = reading.read_python


def deadly(root, path):
    """Reads like the real one, but ends the process over one file."""
    if path.startswith("deadly"):
        os._exit(1)
    return _read_python(root, path)


@pytest.mark.slow
def test_a_file_that_kills_its_reader_is_named(tmp_path, monkeypatch):
    files = {f"p{n}.py": GOOD.replace("Good", f"T{n}") for n in range(40)}
    assessed(tmp_path, {**files, "deadly.py": "x = 1\n"})
    monkeypatch.setattr(reading, "ALONE", 0)
    monkeypatch.setattr(reading, "read_python", deadly)
    seen: list[int] = []
    found = read_repository(tmp_path, workers=2, progress=seen.append)
    assert [f.path for f in found.lost] == ["deadly.py"]
    assert len(found.modules) == 40
    assert seen[-1] == 41


def test_a_repository_without_luigi_says_so(tmp_path):
    assert "LK102" in codes(assessed(tmp_path, {"x.py": "print('hello')\n"}))
