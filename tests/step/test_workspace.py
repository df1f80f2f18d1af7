"""Workspace and in-place mode: legacy paths stay, and what is complete is skipped."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.step.harness import Repository

COUNTER = """
import os
import luigi

class Count(luigi.Task):
    def output(self):
        return luigi.LocalTarget("out/count.txt")

    def run(self):
        with self.output().open("w") as out:
            out.write(open("settings.txt").read())
        print("ran in", os.getcwd())
"""


@pytest.fixture
def counter(repo: Repository) -> Repository:
    repo.write("shop.py", COUNTER)
    repo.write("settings.txt", "42")
    return repo


def prepare(repo: Repository, workspace: Path) -> None:
    ended = repo.helper("prepare", [], None, mode="workspace", workspace=str(workspace)).ok()
    assert ended.last == "paved-road: prepare done"


def test_a_workspace_has_the_repository_and_the_outputs(
    counter: Repository, tmp_path: Path
) -> None:
    workspace = tmp_path / "volume"
    prepare(counter, workspace)
    step = {"mode": "workspace", "workspace": str(workspace), "outputs": {"o": []}}
    first = counter.step("Count", **step).ok()
    assert first.out == f"ran in {workspace}\n"
    assert first.last.endswith(" done")
    assert (workspace / "out/count.txt").read_text() == "42"
    assert not (counter.path / "out").exists()
    second = counter.step("Count", **step).ok()
    assert (second.out, second.last.split()[-1]) == ("", "skipped")
    target = counter.record("o")["targets"][0]
    assert (target["path"], target["file"], target["exists"]) == ("out/count.txt", None, True)


def test_the_environment_chooses_workspace_and_repository(
    counter: Repository, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    counter.path.rename(tmp_path / "elsewhere/code")
    env = {
        "PAVED_ROAD_WORKSPACE": str(tmp_path / "volume"),
        "PAVED_ROAD_REPO": str(tmp_path / "elsewhere/code"),
    }
    given = [{"kind": "prepare", "mode": "workspace", "workspace": "/not/here"}, {}, {}, {}]
    counter.start("command", given, env).ok()
    ended = counter.step("Count", mode="workspace", workspace="/not/here", env=env).ok()
    assert ended.out == f"ran in {tmp_path / 'volume'}\n"


def test_prepare_overwrites_nothing_and_leaves_out_what_is_no_code(
    counter: Repository, tmp_path: Path
) -> None:
    workspace = tmp_path / "volume"
    workspace.mkdir()
    (workspace / "settings.txt").write_text("mine")
    counter.write(".git/config", "")
    counter.write("pkg/__pycache__/x.pyc", "")
    counter.write("env/pyvenv.cfg", "")
    counter.write("pipeline/.paved-road.json", "{}")
    counter.write("pipeline/runs/total-1/workspace/shop.py", "")
    counter.write("env/lib/code.py", "")
    counter.write("data/deep/file.txt", "data")
    (counter.path / "link.txt").symlink_to("settings.txt")
    (counter.path / "data.link").symlink_to("data")
    prepare(counter, workspace)
    prepare(counter, workspace)
    found = sorted(str(p.relative_to(workspace)) for p in workspace.rglob("*"))
    kept = ["data", "data.link", "data/deep", "data/deep/file.txt", "link.txt", "pkg"]
    assert found == [*kept, "settings.txt", "shop.py"]
    assert (workspace / "settings.txt").read_text() == "mine"
    assert (workspace / "link.txt").readlink() == Path("settings.txt")


def test_a_workspace_inside_the_repository_does_not_contain_itself(counter: Repository) -> None:
    workspace = counter.path / "work"
    prepare(counter, workspace)
    assert sorted(p.name for p in workspace.iterdir()) == ["settings.txt", "shop.py"]


def test_two_prepare_steps_at_once_both_succeed(counter: Repository, tmp_path: Path) -> None:
    for number in range(300):
        counter.write(f"many/{number}.txt", "x" * 1000)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: prepare(counter, tmp_path / "volume"), range(2)))
    copies = list((tmp_path / "volume/many").iterdir())
    assert len(copies) == 300
    assert all(len(copy.read_text()) == 1000 for copy in copies)


def test_in_place_runs_in_the_repository_and_records_the_path(counter: Repository) -> None:
    first = counter.step("Count", mode="in_place", outputs={"o": []}, entry="run").ok()
    assert first.out == f"ran in {counter.path}\nreturned done\n"
    assert (counter.path / "out/count.txt").read_text() == "42"
    second = counter.step("Count", mode="in_place", outputs={"o": []}, entry="run").ok()
    assert second.out == "returned skipped\n"
    assert counter.record("o")["targets"][0]["file"] is None


REMOTE = """
import luigi

class Remote(luigi.Target):
    path = "ftp://me:secret@host/data.csv"
    def exists(self):
        return True

class Load(luigi.Task):
    def output(self):
        return Remote()
    def complete(self):
        return False
"""


def test_a_uri_is_recorded_without_its_password(repo: Repository) -> None:
    repo.write("shop.py", REMOTE)
    ended = repo.step("Load", mode="in_place", outputs={"o": []}).ok()
    assert repo.record("o")["targets"][0]["path"] == "ftp://host/data.csv"
    assert "all outputs exist, but complete() is still false" in ended.log


def test_an_artifact_can_feed_a_workspace_step(repo: Repository, tmp_path: Path) -> None:
    source = """
        import luigi

        class Make(luigi.Task):
            def output(self):
                return luigi.LocalTarget("out/made")
            def run(self):
                with self.output().open("w") as out:
                    out.write("made")

        class Use(luigi.Task):
            def requires(self):
                return Make()
            def output(self):
                return luigi.LocalTarget("out/used")
            def run(self):
                with self.output().open("w") as out:
                    out.write(self.input().open().read())
    """
    repo.write("shop.py", source)
    repo.step("Make", outputs={"made": []}).ok()
    workspace = tmp_path / "volume"
    mode = {"mode": "workspace", "workspace": str(workspace)}
    repo.step("Use", inputs={"made": [[], []]}, **mode).ok()
    assert (workspace / "out/used").read_text() == "made"


CONFIGURED = """
import luigi, luigi.configuration

class Report(luigi.Task):
    password = luigi.Parameter(significant=False)
    host = luigi.Parameter(default="nobody")
    def run(self):
        assert self.password == "hush"
        section = luigi.configuration.get_config().get("mail", "server", "none")
        print(self.host, section)
"""


@pytest.mark.parametrize("mode", ["artifact", "in_place", "workspace"])
def test_configuration_of_repository_path_and_secrets(
    repo: Repository, tmp_path: Path, mode: str
) -> None:
    repo.write("shop.py", CONFIGURED)
    repo.write("luigi.cfg", "[Report]\nhost=home\npassword=wrong\n")
    repo.write("conf/more.cfg", "[mail]\nserver=post\n")
    secrets = tmp_path / "secret.cfg"
    secrets.write_text("[Report]\npassword=hush\n")
    env = {"LUIGI_CONFIG_PATH": "conf/more.cfg", "PAVED_ROAD_SECRETS": str(secrets)}
    workspace = str(tmp_path / "volume")
    ended = repo.step("Report", mode=mode, workspace=workspace, env=env, omit=["password"]).ok()
    assert ended.out == "home post\n"
    assert "hush" not in ended.log


WARM = """
import json, os, sys
sys.path[:0] = sys.argv[1:2]
import luigi  # a warm interpreter has imported it before it knows the step's environment
os.environ["LUIGI_CONFIG_PATH"] = "conf/more.cfg"
import paved_road_step
paved_road_step.run(json.loads(sys.argv[2]))
"""


def test_the_named_configuration_is_read_where_luigi_was_imported_before(repo: Repository) -> None:
    repo.write("shop.py", CONFIGURED)
    repo.write("conf/more.cfg", "[mail]\nserver=post\n[Report]\npassword=hush\n")
    repo.step("Report")
    task = {"module": "shop", "family": "Report", "kind": "task", "mode": "artifact"}
    ended = repo.process(["-c", WARM, str(repo.root / "runtime"), json.dumps(task)], {}).ok()
    assert ended.out == "nobody post\n"


IN_MEMORY = """
import luigi
from luigi.mock import MockTarget

class Make(luigi.Task):
    number = luigi.IntParameter(default=1)
    def output(self):
        return MockTarget(u"m\u00e9mory/%d" % self.number)
    def run(self):
        with self.output().open("w") as out:
            out.write(u"made %d" % self.number)

class Use(luigi.Task):
    def requires(self):
        return Make()
    def run(self):
        print(self.input().open().read(), Make(2).output().open().read())
"""


@pytest.mark.slow
def test_in_memory_targets_are_on_the_volume_between_steps(
    repo: Repository, tmp_path: Path
) -> None:
    """Also those that a task opens without requiring them, which no artifact would bring."""
    repo.write("shop.py", IN_MEMORY)
    mode = {"mode": "workspace", "workspace": str(tmp_path / "volume")}
    assert "Unfulfilled dependency" in repo.step("Use", **mode).log
    for number in (1, 2):
        repo.step("Make", params={"number": str(number)}, **mode).ok()
    assert repo.step("Use", **mode).ok().out == "made 1 made 2\n"
    # Memory starts empty in each process of Luigi, so the task is made again.
    assert repo.step("Make", **mode).ok().last.endswith(" done")


def test_a_secrets_file_that_is_not_mounted_is_an_error(repo: Repository) -> None:
    repo.write("shop.py", CONFIGURED)
    ended = repo.step("Report", env={"PAVED_ROAD_SECRETS": "/not/mounted"})
    assert ended.last.endswith("PAVED_ROAD_SECRETS: no such file: /not/mounted")


GATHER = """
import luigi

class Part(luigi.ExternalTask):
    def output(self):
        return luigi.LocalTarget("settings.txt")

class Gather(luigi.WrapperTask):
    def requires(self):
        return Part()

    def run(self):
        with self.output().open("w") as out:
            out.write("gathered")

    def output(self):
        return luigi.LocalTarget("out/gathered")

class Tell(luigi.WrapperTask):
    def requires(self):
        return Part()

    def run(self):
        print("told")
"""


def test_a_wrapper_with_work_of_its_own_is_not_skipped_for_its_requirements(
    counter: Repository, tmp_path: Path
) -> None:
    counter.write("shop.py", GATHER)
    workspace = tmp_path / "volume"
    prepare(counter, workspace)
    step = {"mode": "workspace", "workspace": str(workspace), "kind": "wrapper"}
    said = [counter.step("Gather", **step).ok().last.split()[-1] for _ in range(2)]
    assert said == ["done", "skipped"]
    assert (workspace / "out/gathered").read_text() == "gathered"
    assert counter.step("Tell", **step).ok().out == "told\n"
