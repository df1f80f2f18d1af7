"""A SciLuigi workflow, ports and shell commands included, runs converted as it runs itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.e2e.pipelines import (
    compiled_graph,
    convert,
    files_below,
    luigi,
    run_here,
    tasks_done,
    write_repo,
)
from tests.legacy import legacy_python

pytestmark = [pytest.mark.network, pytest.mark.slow]

WORKFLOW = """
    import sciluigi as sl

    class Genomes(sl.ExternalTask):
        def out_fasta(self):
            return sl.TargetInfo(self, "data/genomes.fa")

    class Replace(sl.Task):
        old = sl.Parameter()
        new = sl.Parameter()
        in_text = None

        def out_replaced(self):
            return sl.TargetInfo(self, self.in_text().path + "." + self.old + "2" + self.new)

        def run(self):
            self.ex("cat " + self.in_text().path + " | sed 's/" + self.old + "/" + self.new
                    + "/g' > " + self.out_replaced().path)

    class Merge(sl.Task):
        in_first = None
        in_second = None

        def out_merged(self):
            return sl.TargetInfo(self, self.in_first().path + ".merged")

        def run(self):
            with self.in_first().open() as one, self.in_second().open() as two:
                with self.out_merged().open("w") as out:
                    out.write(one.read() + "--\\n" + two.read())

    class Letters(sl.WorkflowTask):
        def workflow(self):
            genomes = self.new_task("genomes", Genomes)
            first = self.new_task("first", Replace, old="A", new="T")
            first.in_text = genomes.out_fasta
            second = self.new_task("second", Replace, old="G", new="C")
            second.in_text = genomes.out_fasta
            merge = self.new_task("merge", Merge)
            merge.in_first = first.out_replaced
            merge.in_second = second.out_replaced
            return merge
"""


def write_workflow(root: Path) -> Path:
    repo = write_repo(root, WORKFLOW)
    for name in ("data", "log", "audit"):
        (repo / name).mkdir()
    (repo / "data/genomes.fa").write_text(">one\nAGGTACGA\n>two\nGATTACA\n")
    return repo


def test_workflow(tmp_path: Path) -> None:
    """Names of its log and audit files hold the time, so only data files are compared."""
    python = legacy_python(f"{sys.version_info[0]}.{sys.version_info[1]}", "sciluigi==0.10.1")
    legacy, repo = write_workflow(tmp_path / "legacy"), write_workflow(tmp_path / "repo")
    done = luigi(legacy, "tasks", "Letters", python=python, PYTHONPATH=str(legacy))
    assert ":)" in done.stderr, done.stderr[-2000:]
    project = convert(repo, "tasks", "Letters", tmp_path / "out", "--python", python)
    families = sorted(family for family, _ in compiled_graph(project).tasks.values())
    assert families == ["Genomes", "Letters", "Merge", "Replace", "Replace"]
    run = run_here(project, tmp_path / "run")
    wanted = files_below(legacy / "data")
    assert len(wanted) == 4
    assert files_below(run / "workspace/data") == wanted
    assert len(tasks_done(run)) == 5
