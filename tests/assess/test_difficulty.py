"""Each class of difficulty, by the tasks that are in it."""

from __future__ import annotations

import pytest

from tests.assess.building import assessed, task

OUT = "    def output(self):\n        return luigi.LocalTarget('x' + self.task_id)\n"
RUN = "    def run(self):\n        self.output().open('w').write({})\n"
PLAIN = f"class T(luigi.Task):\n{OUT}{RUN.format('1')}"
HELPER = "def words():\n    return 1\n"
GRADES = {
    "nothing but Luigi": (PLAIN, "A"),
    "data from elsewhere": (f"class T(luigi.ExternalTask):\n{OUT}", "A"),
    "a plain wrapper": ("class T(luigi.WrapperTask):\n    def requires(self):\n        return []\n", "A"),
    "a function of the repository": (f"{HELPER}class T(luigi.Task):\n{OUT}{RUN.format('words()')}", "B"),
    "a base class": (PLAIN.replace("T(", "Base(") + "class T(Base):\n    pass\n", "B"),
    "a path of its own": (f"class T(luigi.Task):\n{OUT}" + RUN.format("open('w.txt').read()"), "C"),
    "a program": (f"import subprocess\nclass T(luigi.Task):\n{OUT}" + RUN.format("subprocess.call('x')"), "C"),
    "a program behind a function": (
        "import subprocess\ndef go():\n    subprocess.call('x')\n"
        f"class T(luigi.Task):\n{OUT}{RUN.format('go()')}",
        "C",
    ),
    "a service": (f"import requests\nclass T(luigi.Task):\n{OUT}" + RUN.format("requests.get('u')"), "D"),
    "a secret": (PLAIN.replace("    def output", "    password = luigi.Parameter()\n    def output", 1), "D"),
    "a database": ("import luigi.contrib.postgres as p\nclass T(p.CopyToTable):\n    pass\n", "D"),
    "dynamic dependencies": (f"class U(luigi.Task): pass\nclass T(luigi.Task):\n{OUT}    def run(self):\n        yield U()\n", "E"),
    "a wrapper that lists files": (
        "class T(luigi.WrapperTask):\n    def requires(self):\n        return os.listdir('x')\n",
        "E",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "grade"), GRADES.values(), ids=GRADES)
def test_grade(tmp_path, source, grade):
    assert task(assessed(tmp_path, source), "T").grade.difficulty.name == grade


def test_reasons_are_gravest_first(tmp_path):
    source = (
        f"class U(luigi.Task): pass\nclass T(luigi.Task):\n{OUT}"
        "    def run(self):\n        open('words.txt')\n        yield U()\n        self.output()\n"
    )
    assert task(assessed(tmp_path, source), "T").grade.reasons == (
        "run() yields tasks",
        "it opens paths of its own",
    )
