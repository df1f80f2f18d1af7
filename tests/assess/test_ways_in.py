"""Command lines of Luigi in scripts, container files, crontabs and programs, and only those."""

from __future__ import annotations

import pytest

from migrate.assess.rules.starts import entries
from tests.assess.building import assessed

TASKS = "import luigi\nclass T(luigi.Task):\n    pass\n"
STARTS = {
    "shell": ("run.sh", "luigi --module a.b T --x 1", "luigi command line", "a.b.T"),
    "python -m": ("run.sh", "python3.6 -m luigi --module a T", "luigi command line", "a.T"),
    "over two lines": ("run.sh", "luigi \\\n  --module a T", "luigi command line", "a.T"),
    "with a path": ("run.sh", "/opt/bin/luigi --module a T", "luigi command line", "a.T"),
    "by variables": ("run.sh", "luigi $TASK --workers 3", "luigi command line", ""),
    "make": ("Makefile", "all:\n\tPYTHONPATH=. luigi --module a T", "luigi command line", "a.T"),
    "crontab": ("crontab", "0 3 * * * luigi --module a T", "luigi command line", "a.T"),
    "Docker": ("Dockerfile", 'CMD ["luigi", "--module", "a", "T"]', "luigi command line", "a.T"),
    "Docker in two": (
        "Dockerfile",
        'CMD ["--module", "a", "T"]\nENTRYPOINT ["luigi"]',
        "luigi command line",
        "a.T",
    ),
    "compose": ("docker-compose.yml", "command: luigi --module a T", "luigi command line", "a.T"),
    "script without ending": (
        "bin/go",
        "#!/bin/sh\nluigi --module a T",
        "luigi command line",
        "a.T",
    ),
    "program text": ("go.py", "os.system('luigi --module a T')", "luigi command line", "a.T"),
    "scheduler": ("start.sh", "luigid --background", "luigid", ""),
}
NO_STARTS = {
    "installing": ("run.sh", "pip install luigi --upgrade"),
    "installing over lines": ("Dockerfile", "RUN pip install \\\n  luigi \\\n  numpy"),
    "a comment": ("run.sh", "# luigi --module a T"),
    "a directory": ("run.sh", "mkdir -p /etc/luigi /var/log/luigid"),
    "a message": ("run.sh", "echo luigi --module a T"),
    "a requirement": ("env.yml", "- luigi=2.8"),
    "a docstring": ("go.py", '"""Start with luigi --module a T"""'),
    "another program": ("run.sh", "super-luigi --module a T"),
}


def found(tmp_path, name: str, text: str):
    assessment = assessed(tmp_path, {"tasks.py": TASKS, name: text + "\n"})
    return [(e.way, "".join(e.roots)) for e in entries(assessment.inventory)]


@pytest.mark.parametrize(("name", "text", "way", "root"), STARTS.values(), ids=STARTS)
def test_starts(tmp_path, name, text, way, root):
    assert found(tmp_path, name, text) == [(way, root)]


@pytest.mark.parametrize(("name", "text"), NO_STARTS.values(), ids=NO_STARTS)
def test_does_not_start(tmp_path, name, text):
    assert found(tmp_path, name, text) == []


def test_console_scripts_count_where_they_lead_to_a_start(tmp_path):
    files = {
        "shop/tasks.py": TASKS + "def main():\n    return luigi.build([T()])\n",
        "shop/other.py": "def main(): pass\n",
        "pyproject.toml": '[project.scripts]\nshop = "shop.tasks:main"\nno = "shop.other:main"\n',
        "setup.py": "entry_points={'console_scripts': [\n    'old = shop.tasks:main',\n]}\n",
    }
    assessment = assessed(tmp_path, files)
    scripts = {e.detail for e in entries(assessment.inventory) if e.way == "console script"}
    assert scripts == {"shop", "old"}
    reasons = {e.reason for e in assessment.ledger.entries if e.kind == "way in"}
    assert "does not start Luigi" in reasons
