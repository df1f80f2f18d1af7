"""Imports are read as text, so that Python 2 files count, and prose does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.image.imports import imported_distributions

SOURCES: dict[str, tuple[str, list[str]]] = {
    "plain": ("import pandas\n", ["pandas"]),
    "several with names": ("import pandas as pd, numpy.linalg as la\n", ["numpy", "pandas"]),
    "from": ("from scipy.sparse import csr_matrix\n", ["scipy"]),
    "from in brackets": ("from scipy import (\n    sparse,\n)\n", ["scipy"]),
    "indented": ("try:\n    import ujson\nexcept ImportError:\n    pass\n", ["ujson"]),
    "comment behind": ("import pandas  # frames\n", ["pandas"]),
    "two statements": ("import pandas; pandas.x()\n", ["pandas"]),
    "Windows lines": ("import pandas\r\nimport numpy\r\n", ["numpy", "pandas"]),
    "other name": ("import yaml\nimport sklearn.svm\n", ["PyYAML", "scikit-learn"]),
    "standard library": ("import os, json\nfrom datetime import date\n", []),
    "relative": ("from . import x\nfrom .y import z\n", []),
    "luigi itself": ("import luigi\nfrom luigi.util import inherits\n", []),
    "Python 2": ("import cPickle\nprint 'x'\nimport pandas\n", ["pandas"]),
    "prose": ('"""\nfrom the beginning\nimport a file\nimport of data, see x\n"""\n', []),
    "commented out": ("# import pandas\n", []),
}


@pytest.mark.parametrize(("source", "names"), SOURCES.values(), ids=SOURCES)
def test_imports(tmp_path: Path, source: str, names: list[str]) -> None:
    (tmp_path / "a.py").write_bytes(source.encode())
    assert imported_distributions(tmp_path) == names


def test_the_standard_library_of_python_2_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import cPickle, urllib2, pandas\nfrom Queue import Queue\n")
    assert imported_distributions(tmp_path) == ["pandas"]


def test_own_modules_and_tests_are_left_out(tmp_path: Path) -> None:
    for name in ("pkg/__init__.py", "pkg/deep.py", "tests/test_x.py", ".venv/lib/x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("import pkg, deep\nimport pytest_only\n" * ("x" in name))
    (tmp_path / "pkg/main.py").write_text("import pkg.deep, deep, pandas\n")
    assert imported_distributions(tmp_path) == ["pandas"]


def test_a_project_that_a_conversion_wrote_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made/pipeline.py").write_text("import kfp\n")
    assert imported_distributions(tmp_path) == ["kfp"]
    (tmp_path / "made/.paved-road.json").write_text("{}")
    assert imported_distributions(tmp_path) == []


def test_a_file_too_large_to_be_source_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import pandas\n" + "#" * 1024 * 1024)
    assert imported_distributions(tmp_path) == []
