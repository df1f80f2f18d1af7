"""``migrate run``: options, exit codes, what is printed, what is kept."""

import json
import signal
import subprocess
import sys
import time

import pytest
from kfp import dsl

from migrate.cli.main import run as migrate
from migrate.kfp.local import read_local_settings
from tests.runner.kfp_server import serving
from tests.runner.parts import component, echo, fail, shout, sleep


@dsl.pipeline(name="greet")
def greet(name: str, times: int = 1):
    shout(text=echo(text=name).output)


@dsl.pipeline(name="broken")
def broken():
    echo(text=fail(text="it").output)


@pytest.fixture
def project(compiled, tmp_path):
    """A directory with a compiled pipeline.yaml."""

    def make(pipeline):
        folder = tmp_path / "project"
        folder.mkdir(exist_ok=True)
        compiled(pipeline).rename(folder / "pipeline.yaml")
        return folder

    return make


def test_a_good_run_prints_its_steps_and_where_they_are(project, capsys):
    folder = project(greet)
    assert migrate(["run", str(folder), "--param", "name=you"]) == 0
    out, err = capsys.readouterr()
    run_dir = folder / "runs" / "greet-1"
    assert "greet: SUCCEEDED, " + str(run_dir) in out
    assert [line.split()[:2] for line in out.splitlines()[1:3]] == [
        ["echo", "SUCCEEDED"],
        ["shout", "SUCCEEDED"],
    ]
    assert "SUCCEEDED echo" in err
    assert (run_dir / "run.json").is_file()


def test_run_folders_are_numbered(project):
    folder = project(greet)
    for _ in range(2):
        assert migrate(["run", str(folder / "pipeline.yaml"), "-q", "--param", "name=x"]) == 0
    assert sorted(p.name for p in (folder / "runs").iterdir() if p.name[0] != ".") == [
        "greet-1",
        "greet-2",
    ]


def test_a_failed_run_shows_the_log_and_what_did_not_run(project, capsys):
    assert migrate(["run", str(project(broken))]) == 4
    out = capsys.readouterr().out
    assert "fail failed: ended with exit code 1" in out
    assert "ValueError: no luck with it" in out
    assert "steps not run: 1\n  echo: fail failed\n" in out


def test_json_is_all_of_stdout(project, capsys):
    folder = project(greet)
    assert migrate(["run", str(folder), "--json", "--param", "name=you"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["state"], data["run_dir"]) == ("SUCCEEDED", str(folder / "runs" / "greet-1"))
    assert data["steps"][1]["outputs"]["parameters"] == {"Output": "YOU!"}


def test_quiet_says_nothing(project, capfd):
    assert migrate(["run", str(project(greet)), "-q", "--param", "name=you"]) == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "parameter 'name' (STRING) has no value"),
        (["--param", "name"], "'name' is not name=value"),
        (["--param", "name=x", "--param", "times=two"], "parameter 'times': could not convert"),
        (["--param", "nam=x"], "the pipeline has no parameter 'nam'"),
        (["--param", "name=x", "--resume", "gone"], "there is no run to resume"),
        (["--param", "name=x", "--namespace", "n"], "--namespace needs --host"),
        (["--host", "http://h", "--workers", "2"], "--workers does not go with --host"),
    ],
)
def test_bad_input_is_one_message(project, capsys, arguments, message):
    folder = project(greet)
    assert migrate(["run", str(folder), *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not (folder / "runs").exists()


def test_a_directory_without_a_pipeline_is_told(tmp_path, capsys):
    assert migrate(["run", str(tmp_path)]) == 2
    assert "there is no compiled pipeline" in capsys.readouterr().err


def test_migration_toml_maps_images_and_secrets(project, capsys):
    @dsl.container_component
    def tool(out: dsl.OutputPath(str)):
        return dsl.ContainerSpec(
            image="legacy:1", command=["python2.7", "/opt/tool.py"], args=["--out", out]
        )

    folder = project(tool)
    (folder / "lib").mkdir()
    (folder / "lib" / "helper.py").write_text("WORD = 'mapped'\n")
    (folder / "tool.py").write_text(
        "import helper, os, sys\nopen(sys.argv[2], 'w').write(helper.WORD + os.environ['K'])\n"
    )
    (folder / "python").symlink_to(sys.executable)
    (folder / "migration.toml").write_text(
        '[local.images."legacy:1"]\n'
        'python = "python"\npythonpath = ["lib"]\nenv = { K = "!" }\ncwd = "lib"\n'
        'files = { "/opt/tool.py" = "tool.py" }\n'
    )
    assert migrate(["run", str(folder), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["outputs"]["parameters"] == {"out": "mapped!"}


def test_a_secret_comes_from_the_environment_of_the_run(tmp_path, monkeypatch):
    (tmp_path / "migration.toml").write_text(
        '[local.secrets.s]\nTOKEN = { env = "PAVED_ROAD_A" }\nOTHER = { env = "PAVED_ROAD_B" }\n'
    )
    monkeypatch.setenv("PAVED_ROAD_A", "a")
    assert read_local_settings(tmp_path).secrets == {"s": {"TOKEN": "a"}}


def test_settings_of_other_pipelines_are_included(tmp_path):
    inner, outer = tmp_path / "inner", tmp_path / "outer"
    for folder in (inner, outer):
        folder.mkdir()
    (inner / "lib").mkdir()
    (inner / "migration.toml").write_text(
        '[local]\npreload = ["luigi", "json"]\n'
        '[local.images.a]\ncwd = "lib"\n[local.images.b]\nenv = { K = "inner" }\n'
    )
    (outer / "migration.toml").write_text(
        '[local]\ninclude = ["../inner"]\npreload = ["json"]\n'
        '[local.images.b]\nenv = { K = "outer" }\n'
    )
    found = read_local_settings(outer)
    assert found.preload == ("json", "luigi")
    assert found.images["a"].cwd.samefile(inner / "lib")
    assert found.images["b"].env == {"K": "outer"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[local", "not valid TOML"),
        ("[local.images.x]\npython = 'gone'", "there is no such interpreter"),
        ("[local.images.x]\ncwd = 'gone'", "there is no such directory"),
        ("[local.images.x]\npyton = 'p'", "pyton does not fit in [local.images.'x']"),
        ("[local.secrets.s]\nk = 'gone'", "is not a file"),
        ("local = 1", "[local] is not a table"),
        ("[local]\ninclude = ['gone']", "include = 'gone': there is no migration.toml"),
        ("[local]\ninclude = ['.']", "include = '.' comes back to a file that includes this one"),
    ],
)
def test_local_settings_are_checked(project, capsys, text, message):
    folder = project(greet)
    (folder / "migration.toml").write_text(text)
    assert migrate(["run", str(folder), "--param", "name=x"]) == 2
    assert message in capsys.readouterr().err


@component
def wait_here(marker: str):
    import time

    open(marker, "w").close()
    time.sleep(60)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 4)], ids=["int", "term"]
)
def test_signals_end_the_run(project, tmp_path, number, code):
    folder, marker = project(wait_here), tmp_path / "marker"
    command = [sys.executable, "-m", "migrate", "run", folder, "--param", f"marker={marker}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    end = time.monotonic() + 30
    while not marker.exists() and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(number)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"wait-here: CANCELED" in out


def test_a_time_limit_ends_the_run(project):
    @dsl.pipeline
    def slow():
        sleep(seconds=60.0, tag="x")

    assert migrate(["run", str(project(slow)), "-q", "--timeout", "0.5"]) == 4


def test_a_resumed_run_goes_on(project, tmp_path, capsys):
    @component
    def needs(path: str, text: str) -> str:
        with open(path) as stream:
            return text + stream.read()

    @dsl.pipeline(name="late")
    def late(path: str):
        needs(path=path, text=echo(text="x").output)

    folder, path = project(late), tmp_path / "late.txt"
    arguments = ["run", str(folder), "-q", "--param", f"path={path}"]
    assert migrate(arguments) == 4
    path.touch()
    assert migrate([*arguments[:2], "--json", *arguments[3:], "--resume",
                    str(folder / "runs" / "late-1")]) == 0  # fmt: skip
    states = {s["name"]: s["state"] for s in json.loads(capsys.readouterr().out)["steps"]}
    assert states == {"echo": "CACHED", "needs": "SUCCEEDED"}


@pytest.fixture
def kfp_api(tmp_path):
    with serving(tmp_path) as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pipeline", "arguments", "code", "state"),
    [(greet, ["--param", "name=x"], 0, "SUCCEEDED"), (broken, [], 4, "FAILED")],
    ids=["good", "broken"],
)
def test_a_run_on_a_server_exits_with_its_result(
    project, kfp_api, capsys, pipeline, arguments, code, state
):
    folder = project(pipeline)
    assert migrate(["run", str(folder), "--host", kfp_api.url, "--json", *arguments]) == code
    data = json.loads(capsys.readouterr().out)
    assert (data["state"], data["host"]) == (state, kfp_api.url)


def test_without_following_the_run_is_only_submitted(project, kfp_api, capsys):
    @dsl.pipeline
    def slow():
        sleep(seconds=30.0, tag="x")

    assert migrate(["run", str(project(slow)), "--host", kfp_api.url, "--no-follow"]) == 0
    (run_id,) = kfp_api.runs
    assert run_id in capsys.readouterr().out
