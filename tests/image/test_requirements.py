"""The packages a repository needs, from whatever file declares them, else from its imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.image.requirements import Requirements, name_of, read_requirements

FILES: dict[str, tuple[dict[str, str], list[str]]] = {
    "requirements.txt": (
        {"requirements.txt": "# top\nluigi==2.8\n\npandas>=1 # why\n-e .\n--index-url x\n"},
        ["luigi==2.8", "pandas>=1"],
    ),
    "URL with a fragment": (
        {"requirements.txt": "git+https://x/y#egg=z\n"},
        ["git+https://x/y#egg=z"],
    ),
    "hashes over several lines": (
        {"requirements.txt": "a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nb==2\n"},
        ["a==1", "b==2"],
    ),
    "byte order mark and Windows lines": (
        {"requirements.txt": "\ufeffa==1\r\nb==2\r\n"},
        ["a==1", "b==2"],
    ),
    "-r": (
        {
            "requirements.txt": "-r deps/base.txt\nb\n",
            "deps/base.txt": "-rmore.txt\na\n",
            "deps/more.txt": "c\n",
        },
        ["b", "a", "c"],
    ),
    "-r in a circle": (
        {
            "requirements.txt": "a\n-r deps/x.txt\n",
            "deps/x.txt": "b\n-r ../deps/../requirements.txt\n",
        },
        ["a", "b"],
    ),
    "-r of nothing": ({"requirements.txt": "-r none.txt\na\n"}, ["a"]),
    "pyproject.toml": (
        {"pyproject.toml": '[project]\ndependencies = ["luigi>=3", "pandas"]\n'},
        ["luigi>=3", "pandas"],
    ),
    "poetry": (
        {
            "pyproject.toml": "[tool.poetry.dependencies]\npython = '^3.8'\na = '^1.2'\nb = '*'\n"
            "c = '1.0'\nd = {version = '~2.1', extras = ['x']}\ne = '>=1,<2'\nf = '~=1.4'\n"
        },
        ["a>=1.2", "b", "c==1.0", "d>=2.1", "e>=1,<2", "f~=1.4"],
    ),
    "setup.cfg": (
        {"setup.cfg": "[options]\ninstall_requires =\n    luigi\n    pandas>1\n"},
        ["luigi", "pandas>1"],
    ),
    "setup.py": (
        {"setup.py": "from setuptools import setup\nsetup(install_requires=['a', 'b>1'])\n"},
        ["a", "b>1"],
    ),
    "setup.py with a text": (
        {"setup.py": "setup(install_requires='''\n  a\n  b>1\n''')\n"},
        ["a", "b>1"],
    ),
    "Pipfile": ({"Pipfile": "[packages]\na = '*'\nb = '==1.2'\n"}, ["a", "b==1.2"]),
    "environment.yml": (
        {
            "environment.yml": "dependencies:\n- python=3.6\n- pip\n- a=1.2=py36_0\n- b>=2\n"
            "- c==3\n- pip:\n  - d==4\n"
        },
        ["a==1.2", "b>=2", "c==3", "d==4"],
    ),
    "conda.yml": ({"conda.yml": "dependencies: [a]\n"}, ["a"]),
}


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


@pytest.mark.parametrize(("files", "lines"), FILES.values(), ids=FILES)
def test_declared(tmp_path: Path, files: dict[str, str], lines: list[str]) -> None:
    found = read_requirements(written(tmp_path, files))
    assert (list(found.lines), found.guessed) == (lines, False)
    assert found.source == next(iter(files))


def test_a_file_outside_the_repository_is_not_read(tmp_path: Path) -> None:
    written(tmp_path, {"secret.txt": "hidden\n", "repo/requirements.txt": "a\n-r ../secret.txt\n"})
    assert read_requirements(tmp_path / "repo").lines == ("a",)


# Each of these says nothing, so the imports are read.
SILENT = {
    "empty": {"requirements.txt": "# nothing\n"},
    "not TOML": {"pyproject.toml": "[project\n"},
    "tables of the wrong kind": {"pyproject.toml": "project = 3\ntool = 'x'\n"},
    "dynamic": {"setup.py": "setup(install_requires=read('x'))\n"},
    "None": {"setup.py": "setup(install_requires=None)\n"},
    "Python 2": {"setup.py": "print 'x'\nsetup(install_requires=['a'])\n"},
    "not a config": {"setup.cfg": "install_requires = a\n"},
    "not YAML": {"environment.yml": "dependencies: [\n"},
    "YAML of the wrong kind": {"environment.yml": "dependencies: 3\n"},
    "empty pip list": {"environment.yml": "dependencies:\n- pip:\n"},
    "packages of the wrong kind": {"Pipfile": "packages = 3\n"},
}


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT)
def test_a_file_that_says_nothing_leaves_it_to_the_imports(
    tmp_path: Path, files: dict[str, str]
) -> None:
    found = read_requirements(written(tmp_path, {**files, "a.py": "import pandas\n"}))
    assert found == Requirements(("pandas",), "imports", guessed=True)


def test_luigi_is_pinned_to_the_version_that_made_the_graph() -> None:
    lines = Requirements(("Luigi[toml]>=2", "sciluigi", "luigi"), "x").with_luigi("3.8.1")
    assert lines == ("sciluigi", "luigi[toml]==3.8.1")


NAMES = {"pin": ("A.b_C==1", "a-b-c"), "extra": ("a[b]>1", "a"), "URL": ("git+ssh://x", "git")}
NAMES |= {"option": ("--no-index", ""), "empty": ("", "")}


@pytest.mark.parametrize(("line", "name"), NAMES.values(), ids=NAMES)
def test_name_of(line: str, name: str) -> None:
    assert name_of(line) == name
