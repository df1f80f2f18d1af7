"""Little repositories, written and assessed."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

from migrate.assess.assess import Assessment, assess
from migrate.luigi.inventory.reading import read_repository

HEADER = "import datetime, os\nimport luigi\n\n"


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = textwrap.dedent(content).lstrip("\n").encode()
        path.write_bytes(content)
    return root


def assessed(root: Path, files: Mapping[str, str | bytes] | str, **options: bool) -> Assessment:
    """The assessment of ``files``; a text is ``tasks.py`` below the usual imports."""
    if isinstance(files, str):
        files = {"tasks.py": HEADER + textwrap.dedent(files)}
    write(root, files)
    return assess(root, read_repository(root), **options)


def codes(assessment: Assessment) -> set[str]:
    return {f.code for f in assessment.findings}


def places(assessment: Assessment, code: str) -> list[str]:
    return [f"{f.location} {f.subject}" for f in assessment.findings if f.code == code]


def edges(assessment: Assessment) -> set[tuple[str, str]]:
    """Static edges by class names."""
    name = {view.key: view.cls.name for view in assessment.tasks}
    return {(name[up], name[down]) for up, down in assessment.static}


def task(assessment: Assessment, name: str):
    return next(view for view in assessment.tasks if view.cls.name == name)
