"""What Luigi's worker does around run(), a step does in the same order."""

from __future__ import annotations

import pytest

from tests.step.harness import Repository

NOISY = """
import luigi

class Noisy(luigi.Task):
    fails = luigi.BoolParameter()
    accepts_messages = True

    def run(self):
        self.set_tracking_url("http://tracker/1")
        self.set_status_message("half way")
        self.set_progress_percentage(50)
        self.decrease_running_resources({"db": 1})
        assert self.scheduler_messages.empty()
        print("run")
        if self.fails:
            raise ValueError("broken")

    def on_success(self):
        assert self.set_status_message is None
        print("on_success")

    def on_failure(self, error):
        print("on_failure %s" % error)

def listen(event):
    @luigi.Task.event_handler(event)
    def heard(*args):
        print(event.split(".")[-1])

for name in ("START", "SUCCESS", "FAILURE", "PROCESSING_TIME", "DEPENDENCY_PRESENT",
             "DEPENDENCY_MISSING"):
    listen(getattr(luigi.Event, name))

class Outside(luigi.ExternalTask):
    there = luigi.BoolParameter()
    def complete(self):
        return self.there

class After(luigi.Task):
    def requires(self):
        return Outside(there=False)
"""

ORDER = {
    "success": ("Noisy", {"fails": "False"}, "start run processing_time on_success success"),
    "failure": ("Noisy", {"fails": "True"}, "start run failure on_failure:broken"),
    "unfulfilled": ("After", {}, "failure"),
    "external there": ("Outside", {"there": "True"}, "present"),
    "external missing": ("Outside", {"there": "False"}, "missing"),
}


@pytest.mark.parametrize(("family", "params", "order"), ORDER.values(), ids=ORDER)
def test_events_and_hooks(
    repo: Repository, family: str, params: dict[str, str], order: str
) -> None:
    repo.write("shop.py", NOISY)
    ended = repo.step(family, params=params)
    heard = [line.replace(" ", ":") for line in ended.out.splitlines()]
    assert heard == order.split()


def test_messages_to_the_scheduler_are_in_the_log(repo: Repository) -> None:
    repo.write("shop.py", NOISY)
    log = repo.step("Noisy", params={"fails": "False"}).ok().log
    for line in (
        "set tracking url: http://tracker/1",
        "set status message: half way",
        "set progress percentage: 50",
        "decrease running resources: {'db': 1}",
    ):
        assert f"paved-road: {line}" in log


def test_the_unfulfilled_check_can_be_switched_off_as_in_luigi(repo: Repository) -> None:
    repo.write("shop.py", NOISY)
    repo.write("luigi.cfg", "[worker]\ncheck_unfulfilled_deps=false\n")
    repo.step("After").ok()


DOUBTFUL = """
import luigi

class Doubtful(luigi.Task):
    raises = luigi.BoolParameter()
    def output(self):
        return luigi.LocalTarget("out/x")
    def run(self):
        self.output().open("w").close()
    def complete(self):
        if self.raises:
            raise IOError("no database")
        return False
"""

DOUBTS = {"False": "complete() is still false", "True": "no database"}


@pytest.mark.parametrize(("raises", "said"), DOUBTS.items())
def test_complete_after_run_is_logged_unless_luigi_is_told_to_check(
    repo: Repository, raises: str, said: str
) -> None:
    repo.write("shop.py", DOUBTFUL)
    assert said in repo.step("Doubtful", params={"raises": raises}).ok().log
    repo.write("luigi.cfg", "[worker]\ncheck_complete_on_run=true\n")
    ended = repo.step("Doubtful", params={"raises": raises})
    assert (ended.code, said in ended.last) == (1, True)


def test_a_wrapper_with_its_own_work_runs_like_a_task(repo: Repository) -> None:
    source = """
        import luigi

        class Gather(luigi.WrapperTask):
            def run(self):
                with self.output().open("w") as out:
                    out.write("gathered")
            def output(self):
                return luigi.LocalTarget("out/gathered")
    """
    repo.write("shop.py", source)
    repo.step("Gather", kind="wrapper", outputs={"o": []}).ok()
    assert (repo.artifact("o") / "gathered").read_text() == "gathered"


def test_the_working_directory_is_restored_for_the_caller(repo: Repository) -> None:
    repo.write("shop.py", NOISY)
    repo.write("driver.py", "")
    code = (
        "import os, sys; sys.path.insert(0, '../runtime'); import paved_road_step as s; "
        "t = {'module': 'shop', 'family': 'Noisy', 'kind': 'task', 'mode': 'workspace'}; "
        "s.run(dict(t, workspace='../volume'), {'fails': 'False'}); print(os.getcwd())"
    )
    repo.step("Noisy", params={"fails": "False"}).ok()
    assert repo.process(["-c", code], {}).ok().out.splitlines()[-1] == str(repo.path)
