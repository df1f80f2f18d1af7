"""The cache, and resuming a run: what runs again and what does not."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from kfp import dsl, kubernetes

from bridges.kfp import ImageMap, RunFolderInvalid, RunState
from tests.runner.conftest import states
from tests.runner.parts import component, echo, fail, read, write


@component
def stamp(text: str, log: str) -> str:
    with open(log, "a") as stream:
        stream.write(text)
    return text


@dsl.pipeline
def stamped(text: str, log: str) -> str:
    return stamp(text=text, log=log).output


def test_an_equal_step_comes_from_the_cache_of_an_earlier_run(run, tmp_path):
    log = tmp_path / "log"
    first = run(stamped, {"text": "a", "log": str(log)})
    second = run(stamped, {"text": "a", "log": str(log)})
    assert (states(first), states(second)) == ({"stamp": "SUCCEEDED"}, {"stamp": "CACHED"})
    assert second.outputs.parameters == {"Output": "a"}
    assert log.read_text() == "a"


def _other_input(pipeline, log):
    return {"arguments": {"text": "b", "log": log}}


def _no_cache(pipeline, log):
    return {"arguments": {"text": "a", "log": log}, "cache": False}


def _other_environment(pipeline, log):
    images = {"python:3.11": ImageMap(env={"K": "v"})}
    return {"arguments": {"text": "a", "log": log}, "images": images}


@pytest.mark.parametrize("change", [_other_input, _no_cache, _other_environment])
def test_a_different_step_runs(run, tmp_path, change):
    log = str(tmp_path / "log")
    run(stamped, {"text": "a", "log": log})
    assert states(run(stamped, **change(stamped, log))) == {"stamp": "SUCCEEDED"}


def test_a_task_without_caching_always_runs(run, tmp_path):
    @dsl.pipeline
    def uncached(log: str):
        stamp(text="a", log=log).set_caching_options(False)

    for _ in range(2):
        assert states(run(uncached, {"log": str(tmp_path / "l")})) == {"stamp": "SUCCEEDED"}


def test_a_step_on_a_shared_volume_always_runs(run, tmp_path):
    """Its work is in the volume, which the cache does not keep."""

    @dsl.pipeline
    def mounting(log: str):
        kubernetes.mount_pvc(stamp(text="a", log=log), pvc_name="c", mount_path="/data")

    for _ in range(2):
        assert states(run(mounting, {"log": str(tmp_path / "l")})) == {"stamp": "SUCCEEDED"}


def test_edited_code_behind_an_image_is_a_different_step(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = tmp_path / "code"
    code.mkdir()
    (code / "rules.py").write_text("RATE = 1")
    images = {"python:3.11": ImageMap(python=sys.executable, pythonpath=(Path("code"),))}

    @component
    def rate() -> int:
        import rules

        return rules.RATE

    assert run(rate, images=images).outputs.parameters == {"Output": 1}
    assert states(run(rate, images=images)) == {"rate": "CACHED"}
    (code / "rules.py").write_text("RATE = 22")
    assert run(rate, images=images).outputs.parameters == {"Output": 22}


@dsl.pipeline
def written(text: str) -> str:
    return read(data=write(text=text).output).output


def test_a_changed_output_artifact_is_made_again(run):
    first = run(written, {"text": "a"})
    with open(first.step("write").outputs.artifacts["out"][0].uri, "w") as stream:
        stream.write("spoilt")
    second = run(written, {"text": "a"})
    assert states(second) == {"write": "SUCCEEDED", "read": "CACHED"}
    assert second.outputs.parameters == {"Output": "a"}


@component
def needs(path: str, text: str) -> str:
    with open(path) as stream:
        return text + stream.read()


@dsl.pipeline
def stops_half_way(path: str) -> str:
    one = echo(text="one").set_caching_options(False)
    two = needs(path=path, text=one.output)
    echo(text="side").set_caching_options(False)
    return echo(text=two.output).output


def test_a_resumed_run_runs_only_what_failed_or_is_missing(run, compiled, tmp_path):
    spec = compiled(stops_half_way)
    path = tmp_path / "late"
    failed = run(spec, {"path": str(path)})
    assert states(failed) == {
        "echo": "SUCCEEDED",
        "echo-2": "SUCCEEDED",
        "echo-3": "SKIPPED",
        "needs": "FAILED",
    }
    path.write_text("!")
    resumed = run(spec, {"path": str(path)}, resume=failed.run_dir)
    assert states(resumed) == {
        "echo": "CACHED",
        "echo-2": "CACHED",
        "echo-3": "SUCCEEDED",
        "needs": "SUCCEEDED",
    }
    assert resumed.run_dir == failed.run_dir
    assert resumed.outputs.parameters == {"Output": "one!"}


@component
def in_volume(name: str, needs: str = ""):
    import os

    folder = os.environ["PAVED_ROAD_WORKSPACE"]
    if needs:
        open(os.path.join(folder, needs)).close()
    open(os.path.join(folder, name), "a").close()


@dsl.pipeline
def volume(path: str):
    first = in_volume(name="first")
    gate = needs(path=path, text="").after(first)
    second = in_volume(name="second", needs="first").after(gate)
    for task in (first, second):
        kubernetes.mount_pvc(task, pvc_name="c", mount_path="/data")


@pytest.mark.parametrize(
    ("lose_volume", "first"), [(False, "CACHED"), (True, "SUCCEEDED")], ids=["kept", "lost"]
)
def test_resuming_trusts_a_volume_only_while_it_is_there(
    run, compiled, tmp_path, lose_volume, first
):
    spec, path = compiled(volume), tmp_path / "late"
    failed = run(spec, {"path": str(path)})
    assert states(failed)["in-volume-2"] == "SKIPPED"
    path.touch()
    if lose_volume:
        shutil.rmtree(failed.run_dir / "workspace")
    resumed = run(spec, {"path": str(path)}, resume=failed.run_dir)
    assert states(resumed) == {
        "in-volume": first,
        "needs": "SUCCEEDED",
        "in-volume-2": "SUCCEEDED",
    }


def test_only_a_run_folder_can_be_resumed(run, compiled, tmp_path):
    with pytest.raises(RunFolderInvalid, match="there is no run to resume"):
        run(compiled(written), {"text": "a"}, resume=tmp_path)


def test_a_run_folder_is_not_overwritten(run, compiled, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes").touch()
    with pytest.raises(RunFolderInvalid, match="is not empty"):
        run(compiled(written), {"text": "a"}, run_dir=tmp_path / "mine")


def test_run_json_tells_the_whole_run(run):
    @dsl.pipeline
    def mixed():
        echo(text=fail(text="x").output)

    result = run(mixed)
    data = json.loads((result.run_dir / "run.json").read_text())
    rows = {row["name"]: row for row in data["steps"]}
    assert (data["format"], data["version"], data["state"]) == ("paved-road/run", 1, "FAILED")
    assert result.state is RunState.FAILED
    assert data["started"] <= rows["fail"]["started"] <= rows["fail"]["ended"] <= data["ended"]
    assert rows["fail"]["attempts"] == 1
    assert (result.run_dir / rows["fail"]["log"]).is_file()
    assert (rows["echo"]["state"], rows["echo"]["reason"]) == ("SKIPPED", "upstream")
