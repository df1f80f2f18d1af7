"""Lightweight components give the same outputs with kfp's executor and without kfp."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from kfp import dsl

from bridges.kfp import ImageMap
from bridges.kfp.commands import RUNNER, write_runner
from tests.legacy import find_interpreter
from tests.runner.parts import (
    component,
    echo,
    fail,
    join_data,
    kinds,
    optional,
    read,
    status,
    texts,
    write,
)


def _artifact(path: Path, kind: str = "Dataset", **metadata) -> dict:
    return {
        "artifacts": [
            {
                "name": path.name,
                "uri": str(path),
                "type": {"schemaTitle": f"system.{kind}", "schemaVersion": "0.0.1"},
                "metadata": metadata,
            }
        ]
    }


def _executor_input(folder: Path, parameters=None, artifacts=None, out=(), files=()) -> dict:
    return {
        "inputs": {"parameterValues": parameters or {}, "artifacts": artifacts or {}},
        "outputs": {
            "parameters": {name: {"outputFile": str(folder / name)} for name in files},
            "artifacts": {name: _artifact(folder / name, kind) for name, kind in out},
            "outputFile": str(folder / "executor_output.json"),
        },
    }


@component
def paths(data: dsl.InputPath("Dataset"), word: dsl.OutputPath(str), copy: dsl.OutputPath("Model")):
    with open(data) as source, open(copy, "w") as target:
        target.write(source.read())
    with open(word, "w") as stream:
        stream.write("w")


@component
def made_here() -> dsl.Dataset:
    return dsl.Dataset(name="n", uri="gs://bucket/x", metadata={"rows": 3, "nested": {"a": [1]}})


@component
def remote(out: dsl.Output[dsl.Dataset]) -> str:
    out.uri = "s3://bucket/model"
    before = out.path
    out.path = "/gcs/bucket/other"
    return before


CASES = {
    "text": (echo, {"parameters": {"text": "ünï"}, "files": ["Output"]}),
    "list": (texts, {"parameters": {"n": 2}, "files": ["Output"]}),
    "output artifact": (write, {"parameters": {"text": "t"}, "out": [("out", "Dataset")]}),
    "input artifact": (read, {"artifacts": ["data"], "files": ["Output"]}),
    "list of artifacts": (join_data, {"artifacts": ["parts"], "files": ["Output"]}),
    "optional left out": (optional, {"files": ["Output"]}),
    "optional given": (optional, {"parameters": {"text": "t"}, "artifacts": ["data"]}),
    "kinds": (
        kinds,
        {
            "out": [
                ("report", "HTML"),
                ("note", "Markdown"),
                ("scores", "Metrics"),
                ("model", "Model"),
                ("folder", "Artifact"),
            ]
        },
    ),
    "paths": (paths, {"artifacts": ["data"], "files": ["word"], "out": [("copy", "Model")]}),
    "returned artifact": (made_here, {"out": [("Output", "Dataset")]}),
    "remote uri": (remote, {"out": [("out", "Dataset")]}),
    "final status": (
        status,
        {"parameters": {"end": {"state": "FAILED", "pipelineTaskName": "t", "error": {}}}},
    ),
    "failure": (fail, {"parameters": {"text": "it"}}),
}


def _source(part, tmp_path: Path) -> Path:
    from kfp import compiler

    compiler.Compiler().compile(part, str(tmp_path / "c.yaml"))
    spec = yaml.safe_load((tmp_path / "c.yaml").read_text())
    (executor,) = spec["deploymentSpec"]["executors"].values()
    (tmp_path / "component.py").write_text(executor["container"]["command"][-1])
    return tmp_path / "component.py"


def _run(python: list[str], part, source: Path, folder: Path, given: dict) -> tuple[int, dict]:
    folder.mkdir()
    artifacts = {}
    for name in given.get("artifacts", ()):
        (folder / f"in-{name}").write_text("content")
        artifacts[name] = _artifact(folder / f"in-{name}")
    (folder / "input.json").write_text(
        json.dumps(_executor_input(folder, **{**given, "artifacts": artifacts}))
    )
    done = subprocess.run(
        [*python, write_runner(folder), "--source", source, "--function",
         part.component_spec.implementation.container.args[-1],
         "--executor-input", folder / "input.json"],
        capture_output=True, text=True, check=False, cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    )  # fmt: skip
    written = {
        str(path.relative_to(folder)): path.read_text().replace(str(folder), "HERE")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"input.json", RUNNER} and path.suffix != ".pyc"
    }
    output = json.loads(written.pop("executor_output.json", "{}"))
    return done.returncode, {"output": output, "files": written}


@pytest.mark.parametrize("case", CASES)
def test_outputs_are_equal_with_and_without_kfp(tmp_path, case):
    part, given = CASES[case]
    source = _source(part, tmp_path)
    bare = [sys.executable, "-S", "-E"]  # without site-packages there is no kfp
    with_kfp = _run([sys.executable], part, source, tmp_path / "with", given)
    without = _run(bare, part, source, tmp_path / "without", given)
    assert with_kfp == without
    assert with_kfp[0] == (1 if case == "failure" else 0)
    assert case == "failure" or with_kfp[1]["output"] or with_kfp[1]["files"]


@pytest.mark.legacy
@pytest.mark.parametrize("version", ["3.8", "3.9", "3.13"])
def test_other_interpreters_without_kfp_run_components(run, version):
    python = find_interpreter(version)
    if python is None:
        pytest.skip(f"not run: no Python {version} on this machine")

    @dsl.component(base_image="legacy:1", install_kfp_package=False)
    def which(out: dsl.Output[dsl.Dataset], tag: str = "t") -> str:
        import sys

        with open(out.path, "w") as stream:
            stream.write(tag)
        return ".".join(map(str, sys.version_info[:2]))

    result = run(which, images={"legacy:1": ImageMap(python=str(python))})
    assert result.outputs.parameters == {"Output": version}
