"""Dynamic dependencies run inside their step, and no failure among them goes unseen."""

from __future__ import annotations

import pytest

from tests.step.harness import Repository

DYNAMIC = """
import luigi

class Static(luigi.Task):
    def output(self):
        return luigi.LocalTarget("out/static")
    def run(self):
        with self.output().open("w") as out:
            out.write("s")

class Silent(luigi.Task):
    def run(self):
        raise AssertionError("a static requirement must not run again")

class Part(luigi.Task):
    n = luigi.IntParameter()
    def output(self):
        return luigi.LocalTarget("out/part-%d" % self.n)
    def run(self):
        with self.output().open("w") as out:
            out.write(str(self.n))

class Broken(Part):
    def run(self):
        raise ValueError("broken part")

class Absent(luigi.ExternalTask):
    def output(self):
        return luigi.LocalTarget("raw/absent")

class NeedsAbsent(Part):
    def requires(self):
        return Absent()

class BadRequires(Part):
    def requires(self):
        raise KeyError("requires")

class BadComplete(Part):
    def complete(self):
        raise KeyError("complete")

class Off(Part):
    disabled = True

class Base(luigi.Task):
    def requires(self):
        return Static()
    def output(self):
        return luigi.LocalTarget("out/all")
    def write(self, targets):
        with self.output().open("w") as out:
            out.write(self.input().open().read() + "".join(t.open().read() for t in targets))

class Good(Base):
    def run(self):
        first = yield Part(n=1)
        rest = yield [Part(n=2), Part(n=3)]
        self.write([first] + rest)

class Returns(Base):
    def run(self):
        return self.later()
    def later(self):
        found = yield Part(n=9)
        self.write([found])

def yielding(name, task):
    def run(self):
        found = yield [Part(n=1), task(n=7)] if task is not Absent else Absent()
        self.write([])
    return type(name, (Base,), {"run": run, "__module__": __name__})

YieldsBroken = yielding("YieldsBroken", Broken)
YieldsAbsent = yielding("YieldsAbsent", Absent)
YieldsNeedsAbsent = yielding("YieldsNeedsAbsent", NeedsAbsent)
YieldsBadRequires = yielding("YieldsBadRequires", BadRequires)
YieldsBadComplete = yielding("YieldsBadComplete", BadComplete)
YieldsOff = yielding("YieldsOff", Off)

class Forgets(Base):
    def run(self):
        yield Part(n=1)

class FailsLate(Base):
    def run(self):
        found = yield Part(n=1)
        raise ValueError("late")

class NeedsSilent(luigi.Task):
    def requires(self):
        return Silent()
    def run(self):
        yield Part(n=1)
"""


@pytest.fixture
def dynamic(repo: Repository) -> Repository:
    repo.write("shop.py", DYNAMIC)
    repo.step("Static", outputs={"static": []}).ok()
    return repo


STEP = {"inputs": {"static": [[], []]}, "outputs": {"all": []}}


@pytest.mark.parametrize(("family", "text"), {"Good": "s123", "Returns": "s9"}.items())
@pytest.mark.parametrize("flag", [True, False], ids=["flagged", "found out"])
def test_yielded_tasks_run_inside_the_step(
    dynamic: Repository, family: str, text: str, flag: bool
) -> None:
    ended = dynamic.step(family, dynamic=flag, **STEP).ok()
    assert (dynamic.artifact("all") / "all").read_text() == text
    assert ended.last.startswith(f"paved-road: {family}_")


FAILURES = {
    "YieldsBroken": ["Broken_7_", " failed", "YieldsBroken__99914b932b not run"],
    "YieldsAbsent": ["Absent__99914b932b is missing (external)"],
    "YieldsNeedsAbsent": ["Absent__99914b932b is missing (external)", "NeedsAbsent_7_"],
    "YieldsBadRequires": ["BadRequires_7_", " unknown"],
    "YieldsBadComplete": ["BadComplete_7_", " unknown"],
    "YieldsOff": ["Off_7_", " disabled"],
    "Forgets": ["run() ended without its output: LocalTarget "],
    "FailsLate": ["FailsLate__99914b932b failed"],
}


@pytest.mark.parametrize(("family", "said"), FAILURES.items(), ids=FAILURES)
def test_any_failure_inside_fails_the_step(
    dynamic: Repository, family: str, said: list[str]
) -> None:
    ended = dynamic.step(family, dynamic=True, **STEP)
    assert ended.code == 1
    assert all(words in ended.last for words in said), ended.last


def test_a_kept_alive_worker_does_not_wait_for_ever(dynamic: Repository) -> None:
    dynamic.write("luigi.cfg", "[worker]\nkeep_alive=true\nforce_multiprocessing=true\n")
    ended = dynamic.step("YieldsAbsent", dynamic=True, **STEP)
    assert "Absent__99914b932b is missing (external)" in ended.last
    ended = dynamic.step("YieldsBroken", dynamic=True, **STEP)
    assert "Broken_7_" in ended.last


def test_static_requirements_are_checked_and_never_run(dynamic: Repository) -> None:
    ended = dynamic.step("NeedsSilent", dynamic=True)
    assert ended.last.endswith("Unfulfilled dependency at run time: Silent__99914b932b")
    dynamic.write("luigi.cfg", "[worker]\ncheck_unfulfilled_deps=false\n")
    dynamic.step("NeedsSilent", dynamic=True).ok()


def test_in_place_a_second_run_is_skipped(dynamic: Repository) -> None:
    dynamic.step("Static", mode="in_place").ok()
    dynamic.step("Good", mode="in_place", dynamic=True).ok()
    assert (dynamic.path / "out/all").read_text() == "s123"
    assert dynamic.step("Good", mode="in_place", dynamic=True).ok().last.endswith(" skipped")
