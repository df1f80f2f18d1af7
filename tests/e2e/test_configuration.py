"""Configuration as real repositories use it: converted and run, the bytes are Luigi's."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.pipelines import convert, files_below, luigi, run_files, run_here

HEAD = "import datetime, os\nimport luigi\nimport luigi.configuration\n"
WRITE = """
    def output(self):
        return luigi.LocalTarget("out/%s.txt" % type(self).__name__)
    def run(self):
        with self.output().open("w") as out:
            out.write(self.text())
"""


@dataclass(frozen=True)
class Case:
    """A repository's tasks and files, and the environment that Luigi and the conversion see."""

    tasks: str
    files: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()


def root(body: str, *, bases: str = "luigi.Task", before: str = "") -> str:
    body = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return f"{HEAD}{textwrap.dedent(before)}\nclass Root({bases}):\n{body}\n{WRITE}"


NAMED = "name = luigi.Parameter()\ndef text(self):\n    return self.name"
BASE = "class Base(luigi.Task):\n    name = luigi.Parameter()\n    size = luigi.IntParameter(3)\n"
CASES = {
    "only luigi.cfg has the parameter": Case(root(NAMED), {"luigi.cfg": "[Root]\nname=cfg\n"}),
    "DEFAULT": Case(root(NAMED), {"luigi.cfg": "[DEFAULT]\nname=all\n[Root]\n"}),
    "interpolation": Case(
        root(NAMED), {"luigi.cfg": "[DEFAULT]\nbase=/data\n[Root]\nname=%(base)s/in\n"}
    ),
    "dashes": Case(
        root("my_name = luigi.Parameter()\ndef text(self):\n    return self.my_name"),
        {"luigi.cfg": "[Root]\nmy-name=dash\n"},
    ),
    "client.cfg under luigi.cfg": Case(
        root(NAMED), {"client.cfg": "[Root]\nname=low\n", "luigi.cfg": "[Root]\nname=high\n"}
    ),
    "LUIGI_CONFIG_PATH": Case(
        root(NAMED),
        {"conf/prod.cfg": "[Root]\nname=prod\n", "luigi.cfg": "[Root]\nname=here\n"},
        {"LUIGI_CONFIG_PATH": "conf/prod.cfg"},
    ),
    "Config class": Case(
        root(
            "def text(self):\n    return limits().name + str(limits().size)",
            before="""
            class limits(luigi.Config):
                name = luigi.Parameter()
                size = luigi.IntParameter(default=1)
            """,
        ),
        {"luigi.cfg": "[limits]\nname=lim\nsize=4\n"},
    ),
    "get_config()": Case(
        root('def text(self):\n    return luigi.configuration.get_config().get("shop", "city")'),
        {"luigi.cfg": "[shop]\ncity=Gent\n"},
    ),
    "attribute that pins": Case(
        root(
            'name = "pinned"\ndef text(self):\n    return self.name + str(self.size)',
            bases="Base",
            before=BASE,
        )
    ),
    "attribute that removes": Case(
        root(
            "name = None\ndef text(self):\n    return repr(self.name) + str(self.size)",
            bases="Base",
            before=BASE,
        )
    ),
    "a class as value": Case(
        root(
            """
            kind = luigi.TaskParameter()
            def requires(self):
                return self.kind()
            def text(self):
                return self.input().open().read()
            """,
            before="class Leaf(luigi.Task):\n    def text(self):\n        return 'leaf'\n" + WRITE,
        ),
        options=("--param", "kind=Leaf"),
    ),
    "an instance as value": Case(
        root(
            """
            def requires(self):
                return Over(below=Leaf(n=2))
            def text(self):
                return self.input().open().read()
            """,
            before=(
                "class Leaf(luigi.Task):\n    n = luigi.IntParameter()\n"
                "    def text(self):\n        return str(self.n)\n" + WRITE + "\n"
                "class Over(luigi.Task):\n    below = luigi.Parameter()\n"
                "    def requires(self):\n        return self.below\n"
                "    def text(self):\n        return self.input().open().read() * 2\n" + WRITE
            ),
        )
    ),
    "default computed at import": Case(
        root(
            "name = luigi.Parameter(default=open('name.txt').read())\n"
            "def text(self):\n    return self.name"
        ),
        {"name.txt": "read"},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_configuration(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    for folder in ("legacy", "repo"):
        for file, text in {"tasks.py": case.tasks, **case.files}.items():
            path = tmp_path / folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    given = [f"--{option}" for option in case.options[1:]]
    told = luigi(tmp_path / "legacy", "tasks", "Root", *given, **case.env)
    assert ":)" in told.stderr, told.stderr
    for variable, value in case.env.items():
        monkeypatch.setenv(variable, value)
    project = convert(tmp_path / "repo", "tasks", "Root", tmp_path / "out", *case.options)
    for variable in case.env:
        monkeypatch.delenv(variable)
    run_here(project, tmp_path / "run")
    made = {Path(p).name: data for p, data in run_files(tmp_path / "run").items()}
    assert made == files_below(tmp_path / "legacy/out")
