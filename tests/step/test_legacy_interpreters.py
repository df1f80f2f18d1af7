"""The same repository gives the same artifacts under every interpreter and Luigi we promise."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.legacy import legacy_python
from tests.step.harness import Repository

pytestmark = pytest.mark.legacy

STACKS = [
    ("2.7", "luigi==2.0.1"),
    ("2.7", "luigi==2.3.0"),
    ("2.7", "luigi==2.8.13"),
    ("3.6", "luigi==3.0.0"),
    ("3.8", "luigi==2.8.13"),
    ("3.13", "luigi==3.8.1"),
]

SHOP = """
# -*- coding: utf-8 -*-
import luigi
from luigi.mock import MockTarget

class Raw(luigi.ExternalTask):
    def output(self):
        return luigi.LocalTarget("raw/in.txt")

class Part(luigi.Task):
    n = luigi.IntParameter()
    day = luigi.DateParameter()
    name = luigi.Parameter(default="x")
    quiet = luigi.Parameter(default="", significant=False)

    def requires(self):
        return Raw()

    def output(self):
        return luigi.LocalTarget("out/%s/%d.txt" % (self.day, self.n))

    def run(self):
        with self.input().open("r") as source, self.output().open("w") as out:
            out.write(source.read() * self.n)

class Sum(luigi.Task):
    day = luigi.DateParameter()
    size = luigi.IntParameter(default=3)

    def requires(self):
        return dict((str(n), Part(n=n, day=self.day)) for n in range(self.size))

    def output(self):
        return {"sum": luigi.LocalTarget("out/sum.txt"), "memory": MockTarget("memory/sum")}

    def run(self):
        total = 0
        for target in self.input().values():
            with target.open("r") as source:
                total += len(source.read())
        for target in self.output().values():
            with target.open("w") as out:
                out.write(u"%d" % total)

class Show(luigi.Task):
    secret = luigi.Parameter(significant=False)

    def requires(self):
        return Sum(day=luigi.DateParameter().parse("2020-02-29"))

    def run(self):
        with self.input()["memory"].open("r") as source:
            print("%s %s" % (self.secret, source.read().strip()))

class Grow(luigi.Task):
    breaks = luigi.BoolParameter()

    def output(self):
        return luigi.LocalTarget("out/grown.txt")

    def run(self):
        found = yield [Leaf(n=n, breaks=self.breaks) for n in range(3)]
        with self.output().open("w") as out:
            for target in found:
                with target.open("r") as source:
                    out.write(source.read())

class Leaf(luigi.Task):
    n = luigi.IntParameter()
    breaks = luigi.BoolParameter()

    def output(self):
        return luigi.LocalTarget("out/leaf-%d-%s" % (self.n, self.breaks))

    def run(self):
        if self.breaks and self.n == 1:
            raise ValueError("leaf")
        with self.output().open("w") as out:
            out.write(str(self.n))

class Callback(luigi.Task):
    def run(self, tracking_url_callback=None):
        print("tracked" if tracking_url_callback else "plain")
"""

DAY = {"day": "2020-02-29"}


@pytest.fixture(params=STACKS, ids=["python {} {}".format(*stack) for stack in STACKS])
def legacy(request: pytest.FixtureRequest, repo: Repository) -> Repository:
    version, luigi = request.param
    repo.write("shop.py", SHOP)
    repo.write("raw/in.txt", "abc")
    return dataclasses.replace(repo, python=str(legacy_python(version, luigi)))


def build(repo: Repository, size: int) -> None:
    repo.step("Raw", kind="external", outputs={"raw": []}).ok()
    for n in range(size):
        params = {**DAY, "n": str(n)}
        repo.step("Part", params=params, inputs={"raw": [[], []]}, outputs={f"p{n}": []}).ok()


def test_a_graph_runs_through_artifacts_bundle_and_memory(
    legacy: Repository, tmp_path: Path
) -> None:
    build(legacy, 3)
    assert (legacy.artifact("p2") / "2.txt").read_text() == "abcabc"
    legacy.helper("bundle", ["p0", "p1", "p2"], "bundle").ok()
    outputs = {"sum": ["sum"], "memory": ["memory"]}
    legacy.step("Sum", params=DAY, inputs={"bundle": [None, None]}, outputs=outputs).ok()
    assert (legacy.artifact("sum") / "sum.txt").read_text() == "9"
    (tmp_path / "s.cfg").write_text("[Show]\nsecret: hush\n")
    inputs = {"sum": [[], ["sum"]], "memory": [[], ["memory"]]}
    env = {"PAVED_ROAD_SECRETS": str(tmp_path / "s.cfg")}
    assert legacy.step("Show", inputs=inputs, env=env).ok().out == "hush 9\n"
    assert not (legacy.path / "out").exists()


def test_ids_are_luigis_own_with_odd_text(legacy: Repository) -> None:
    name = "it's -odd"
    arguments = f"n=1, day=shop.luigi.DateParameter().parse('2020-02-29'), name={name!r}"
    code = f"import shop; print(shop.Part({arguments}).task_id)"
    own = legacy.process(["-c", code], {}).ok().out.strip()
    legacy.step("Raw", kind="external", outputs={"raw": []}).ok()
    for given in ("", own):
        params = {**DAY, "n": "1", "name": name, "quiet": "q", "__task_id__": given}
        ended = legacy.step("Part", params=params, inputs={"raw": [[], []]}).ok()
        assert ended.last == f"paved-road: {own} done"
    wrong = legacy.step("Part", params={**DAY, "n": "2", "__task_id__": own})
    assert (wrong.code, "in Luigi's graph" in wrong.last) == (1, True)


def test_dynamic_dependencies_succeed_or_fail(legacy: Repository) -> None:
    good = legacy.step("Grow", dynamic=True, params={"breaks": "False"}, outputs={"grown": []})
    good.ok()
    assert (legacy.artifact("grown") / "grown.txt").read_text() == "012"
    bad = legacy.step("Grow", mode="in_place", dynamic=True, params={"breaks": "True"})
    assert bad.code == 1
    assert "Luigi's scheduler did not finish" in bad.last
    assert "Leaf" in bad.last


def test_missing_data_and_skipping(legacy: Repository, tmp_path: Path) -> None:
    volume = str(tmp_path / "volume")
    mode = {"mode": "workspace", "workspace": volume}
    missing = legacy.step("Raw", kind="external", **mode)
    assert (missing.code, "LocalTarget raw/in.txt" in missing.last) == (1, True)
    legacy.helper("prepare", [], None, **mode).ok()
    params = {**DAY, "n": "1"}
    for end in ("done", "skipped"):
        ended = legacy.step("Part", params=params, outputs={"p": []}, **mode).ok()
        assert ended.last.endswith(end)
    assert legacy.record("p")["targets"][0]["exists"] is True


def test_run_with_the_old_callback_argument(legacy: Repository) -> None:
    assert legacy.step("Callback").ok().out == "tracked\n"


REMEMBER = """
# -*- coding: utf-8 -*-
import luigi
from luigi.mock import MockTarget

class Make(luigi.Task):
    kind = luigi.Parameter()
    def output(self):
        return MockTarget({"unicode": u"m\u00e9mory", "bytes": "m\u00e9mory"}[self.kind])
    def run(self):
        with self.output().open("w") as out:
            out.write(u"made " + self.kind)

class Use(luigi.Task):
    kind = luigi.Parameter()
    def requires(self):
        return Make(self.kind)
    def run(self):
        print(self.input().open("r").read())
"""


@pytest.mark.parametrize("kind", ["unicode", "bytes"])
def test_what_is_in_memory_under_a_name_that_is_not_ascii_is_found_by_the_next_step(
    repo: Repository, tmp_path: Path, kind: str
) -> None:
    repo.write("shop.py", REMEMBER.lstrip())
    legacy = dataclasses.replace(repo, python=str(legacy_python("2.7", "luigi==2.8.13")))
    mode = {"mode": "workspace", "workspace": str(tmp_path / "volume")}
    legacy.step("Make", params={"kind": kind}, **mode).ok()
    assert legacy.step("Use", params={"kind": kind}, **mode).ok().out == f"made {kind}\n"
