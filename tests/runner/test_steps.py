"""What one step sees and gives: values, artifacts, commands, environment, limits, secrets."""
# ruff: noqa: B006, UP006, UP035, UP045  pipelines are written as kfp 2.13 understands them

import json
import os
import stat
import sys
import time
from pathlib import Path
from typing import Dict, List, Optional

import pytest
from kfp import dsl, kubernetes

from bridges.kfp import ImageMap, RunState, StepState
from tests.legacy import find_interpreter
from tests.runner.conftest import states
from tests.runner.parts import (
    Dataset,
    Input,
    Output,
    component,
    echo,
    kinds,
    optional,
    read,
    write,
)


@component
def describe(i: int, f: float, b: bool, s: str, xs: List[int], d: Dict[str, float]) -> str:
    return repr((i, f, b, s, xs, d))


@dsl.pipeline
def values(
    i: int = 9007199254740993,
    f: float = 1.5,
    b: bool = False,
    s: str = 'it\'s "q" {{ds}} $HOME',
    xs: list = [1, 2],
    d: dict = {"k": 1.0},
) -> str:
    return describe(i=i, f=f, b=b, s=s, xs=xs, d=d).output


def test_values_arrive_as_a_cluster_delivers_them(run):
    """Every number is a double on the way, and one without a fraction arrives as an int."""
    seen = run(values).outputs.parameters["Output"]
    assert seen == repr((2**53, 1.5, False, 'it\'s "q" {{ds}} $HOME', [1, 2], {"k": 1}))


@dsl.pipeline
def formatted(day: str, n: int = 3) -> str:
    return echo(text=f"{day}/{n}/{dsl.PIPELINE_TASK_NAME_PLACEHOLDER}/{{{{ds}}}}").output


def test_texts_with_parameters_in_them_are_filled(run):
    result = run(formatted, {"day": "2020-01-01"})
    assert result.outputs.parameters == {"Output": "2020-01-01/3/echo/{{ds}}"}


@dsl.pipeline
def long_text(text: str) -> str:
    return echo(text=text).output


def test_a_parameter_may_be_longer_than_a_command_line_argument(run):
    text = "x" * 200_000
    assert run(long_text, {"text": text}).outputs.parameters["Output"] == text


@dsl.pipeline
def nothing_given(text: Optional[str] = None):
    optional(text=text)
    optional()


def test_optional_inputs_may_be_left_out(run):
    result = run(nothing_given)
    assert result.step("optional").outputs.parameters == {"Output": "(None, None)"}
    assert run(nothing_given, {"text": "t"}).step("optional").outputs.parameters == {
        "Output": "('t', None)"
    }


@dsl.pipeline
def all_kinds() -> int:
    return kinds().outputs["count"]


def test_every_kind_of_output_is_kept(run):
    result = run(all_kinds)
    outputs = result.step("kinds").outputs
    paths = {name: Path(found[0].uri) for name, found in outputs.artifacts.items()}
    assert result.outputs.parameters == {"Output": 2}
    assert outputs.parameters == {"count": 2, "names": ["a", "b"]}
    assert outputs.artifacts["scores"][0].metadata == {"accuracy": 0.5}
    assert outputs.artifacts["model"][0].type["schemaTitle"] == "system.Model"
    assert paths["report"].read_text() == "<p>fine</p>"
    assert (paths["folder"] / "part-0").read_text() == "p0"


@component
def elsewhere(path: str, out: Output[Dataset]):
    out.path = path
    with open(path, "w") as stream:
        stream.write("moved")


@dsl.pipeline
def custom_uri(path: str) -> str:
    return read(data=elsewhere(path=path).output).output


def test_a_step_may_put_its_artifact_elsewhere(run, tmp_path):
    result = run(custom_uri, {"path": str(tmp_path / "mine.txt")})
    assert result.outputs.parameters == {"Output": "moved"}


@dsl.pipeline
def imported(uri: str) -> Dataset:
    found = dsl.importer(
        artifact_uri=uri, artifact_class=Dataset, reimport=False, metadata={"from": uri}
    )
    read(data=found.output)
    return found.output


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_an_importer_takes_paths_and_file_uris(run, tmp_path, scheme):
    path = tmp_path / "there.txt"
    path.write_text("here")
    result = run(imported, {"uri": f"{scheme}{path}"})
    assert result.step("read").outputs.parameters == {"Output": "here"}
    assert result.outputs.artifacts["Output"][0].metadata == {"from": f"{scheme}{path}"}


def test_an_importer_leaves_remote_uris_alone(run):
    @dsl.pipeline
    def remote():
        dsl.importer(artifact_uri="gs://bucket/x", artifact_class=Dataset, reimport=False)

    assert run(remote).step("importer").outputs.artifacts["artifact"][0].uri == "gs://bucket/x"


SHOW = (
    "import json, os, sys; out = sys.argv[1]; os.makedirs(os.path.dirname(out), exist_ok=True);"
    "open(out, 'w').write(json.dumps(sys.argv[2:]))"
)


@dsl.container_component
def command(
    out: dsl.OutputPath(list),
    text: str,
    rows: list,
    data: Input[Dataset],
    extra: Optional[str] = None,
):
    return dsl.ContainerSpec(
        image="somewhere/tool:1",
        command=["python3", "-c", SHOW, out],
        args=[
            f"--text={text}",
            rows,
            data.path,
            dsl.IfPresentPlaceholder("extra", then=["--extra", extra], else_=["--none"]),
            dsl.ConcatPlaceholder(["<", text, ">"]),
        ],
    )


@dsl.pipeline
def commands(text: str = "a b"):
    data = write(text="d").output
    command(text=text, rows=[1, "x"], data=data)
    command(text=text, rows=[], data=data, extra="more")


def test_a_container_command_is_filled_and_run_here(run):
    result = run(commands)
    path = result.step("write").outputs.artifacts["out"][0].uri
    first = ["--text=a b", '[1,"x"]', path, "--none", "<a b>"]
    second = ["--text=a b", "[]", path, "--extra", "more", "<a b>"]
    assert result.step("command").outputs.parameters == {"out": first}
    assert result.step("command-2").outputs.parameters == {"out": second}


@dsl.container_component
def silent(out: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="x", command=["true"], args=[out])


def test_an_output_that_was_not_written_is_a_failure(run):
    step = run(silent).step("silent")
    assert step.state is StepState.FAILED
    assert step.detail == "the step ended well but did not write output 'out'"


def test_a_command_that_is_not_here_is_a_failure(run):
    @dsl.container_component
    def missing():
        return dsl.ContainerSpec(image="x", command=["no-such-tool"])

    step = run(missing).step("missing")
    assert step.detail == "cannot start no-such-tool: No such file or directory"


@dsl.container_component
def legacy_tool(out: dsl.OutputPath(str)):
    return dsl.ContainerSpec(
        image="legacy:1", command=["python", "/opt/tool/main.py"], args=["--out", out]
    )


@pytest.mark.legacy
def test_an_image_map_gives_interpreter_files_path_environment_and_directory(run, tmp_path):
    python = find_interpreter("2.7")
    if python is None:
        pytest.skip("not run: no Python 2.7 on this machine")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "old.py").write_text("print 'old'\nNAME = 'lib'\n")
    script = tmp_path / "main.py"
    script.write_text(
        "import os, sys, old\n"
        "with open(sys.argv[2], 'w') as out:\n"
        "    out.write('%s %s %s %s' % (sys.version_info[0], old.NAME, os.environ['K'],"
        " os.path.basename(os.getcwd())))\n"
    )
    (tmp_path / "repo").mkdir()
    image = ImageMap(
        python=str(python),
        pythonpath=(tmp_path / "lib",),
        env={"K": "v"},
        cwd=tmp_path / "repo",
        files={"/opt/tool/main.py": script},
    )
    result = run(legacy_tool, images={"legacy:1": image})
    assert result.outputs.parameters == {"out": "2 lib v repo"}
    assert "old" in result.steps[0].log.read_text()


@component
def show_environment() -> str:
    import os

    return os.environ.get("COLOUR", "unset")


def test_environment_variables_of_a_task_are_set(run):
    @dsl.pipeline
    def coloured() -> str:
        return show_environment().set_env_variable("COLOUR", "blue").output

    assert run(coloured).outputs.parameters == {"Output": "blue"}


@component
def flaky(marker: str, times: int) -> int:
    with open(marker, "a") as stream:
        stream.write("x")
    with open(marker) as stream:
        tries = len(stream.read())
    if tries <= times:
        raise RuntimeError("not yet")
    return tries


@dsl.pipeline
def retried(marker: str, times: int) -> int:
    task = flaky(marker=marker, times=times)
    return task.set_retry(num_retries=2, backoff_duration="1s", backoff_factor=2.0).output


def test_a_failed_step_starts_again(run, tmp_path):
    result = run(retried, {"marker": str(tmp_path / "m"), "times": 2}, longest_backoff=0.01)
    step = result.step("flaky")
    assert (step.attempts, result.outputs.parameters) == (3, {"Output": 3})
    assert step.log.read_text().count("RuntimeError: not yet") == 2


def test_retries_end(run, tmp_path):
    result = run(retried, {"marker": str(tmp_path / "m"), "times": 9}, longest_backoff=0.01)
    assert result.step("flaky").attempts == 3
    assert states(result) == {"flaky": "FAILED"}


@component
def stubborn(seconds: float):
    import signal
    import time

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(seconds)


@dsl.pipeline
def limited():
    kubernetes.set_timeout(stubborn(seconds=60.0), 1)


def test_a_step_that_takes_too_long_is_ended(run):
    begin = time.monotonic()
    step = run(limited).step("stubborn")
    assert step.detail == "took longer than its limit of 1 s"
    assert time.monotonic() - begin < 20


@component
def use_mounts() -> str:
    import json
    import os
    import stat

    path = os.environ["PAVED_ROAD_SECRETS"]
    mode = stat.S_IMODE(os.stat(path).st_mode)
    with open(path) as stream:
        text = stream.read()
    return json.dumps([os.environ["PAVED_ROAD_WORKSPACE"], os.environ["TOKEN"], text, mode, path])


@dsl.pipeline
def mounting() -> str:
    task = use_mounts()
    kubernetes.mount_pvc(task, pvc_name="data", mount_path="/data")
    kubernetes.use_secret_as_volume(task, "keys", "/secrets")
    kubernetes.use_secret_as_env(task, "keys", {"token": "TOKEN"})
    return task.output


def test_claims_and_secrets_stand_in_for_mounts(run, tmp_path):
    file = tmp_path / "file.cfg"
    file.write_text("[db]\npassword = p")
    secrets = {"keys": {"secrets.cfg": file, "token": "t0k"}}
    result = run(mounting, secrets=secrets)
    workspace, token, text, mode, path = json.loads(result.outputs.parameters["Output"])
    assert workspace == str(result.run_dir / "workspace")
    assert (token, text, mode) == ("t0k", "[db]\npassword = p", stat.S_IRUSR | stat.S_IWUSR)
    assert not os.path.exists(path)
    kept = [p for p in result.run_dir.rglob("*") if p.is_file() and b"t0k" in p.read_bytes()]
    assert [
        p for p in kept if p.name not in {"run.json", "step.json", "executor_output.json"}
    ] == []


def test_a_missing_secret_is_named(run):
    assert run(mounting).step("use-mounts").detail == (
        "secret 'keys' is not in the options of this run"
    )


def test_steps_of_unmapped_images_run_under_this_interpreter(run):
    @component
    def where() -> str:
        import sys

        return sys.executable

    assert run(where).outputs.parameters == {"Output": sys.executable}
    assert run(where).state is RunState.SUCCEEDED
