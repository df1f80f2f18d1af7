"""TFX components in a KFP pipeline: what is compiled, what an executor gets, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bridges.errors import BridgeError, DataError

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
KINDS = "tfx.types.standard_artifacts"


@pytest.fixture(scope="module")
def parts() -> Any:
    """The module with components; TFX is imported with it."""
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    from tests.tfx_steps import components

    return components


def test_every_component_is_one_step_wired_as_its_channels_are(parts: Any, tmp_path: Path) -> None:
    spec = parts.compiled(tmp_path, parts.chain)
    tasks = spec["root"]["dag"]["tasks"]
    assert sorted(tasks) == ["filebasedexamplegen", "folder", "schemagen", "statisticsgen"]
    feeds = {
        (name, key): source["taskOutputArtifact"]
        for name, task in tasks.items()
        for key, source in task.get("inputs", {}).get("artifacts", {}).items()
    }
    assert feeds == {
        ("filebasedexamplegen", "input_base"): {
            "producerTask": "folder", "outputArtifactKey": "out"},
        ("statisticsgen", "examples"): {
            "producerTask": "filebasedexamplegen", "outputArtifactKey": "examples"},
        ("schemagen", "statistics"): {
            "producerTask": "statisticsgen", "outputArtifactKey": "statistics"},
    }  # fmt: skip
    request = parts.request_of(spec, "statisticsgen")
    assert request.executor == "tfx.components.statistics_gen.executor.Executor"
    assert request.inputs == {"examples": ("examples", f"{KINDS}.Examples")}
    assert request.outputs == {"statistics": f"{KINDS}.ExampleStatistics"}
    assert parts.request_of(spec, "filebasedexamplegen").late == {"input_base": "path"}


def test_the_same_pipeline_compiles_to_the_same_bytes(parts: Any, tmp_path: Path) -> None:
    first, second = (parts.compiled(tmp_path, parts.chain) for _ in range(2))
    assert first == second


def test_properties_reach_the_executor_as_tfx_would_pass_them(parts: Any, tmp_path: Path) -> None:
    spec = parts.compiled(tmp_path, parts.with_properties)
    given = {"inputs": {"parameterValues": {"exclude_splits": '["eval"]'}}}
    assert parts.properties_of(parts.request_of(spec, "statisticsgen"), given) == {
        "exclude_splits": '["eval"]'
    }
    found = parts.properties_of(parts.request_of(spec, "schemagen"), {})
    assert found == {"infer_feature_shape": 1, "exclude_splits": "[]"}


@pytest.mark.parametrize(("kind", "given", "expected"), [
    ("int", 3.0, 3), ("float", 3, 3.0), ("str", "x", "x"), ("bool", True, True),
])  # fmt: skip
def test_numbers_that_travelled_as_doubles_get_their_type_back(
    parts: Any, kind: str, given: object, expected: object
) -> None:
    request = parts.StepRequest("x", late={"p": kind})
    found = parts.properties_of(request, {"inputs": {"parameterValues": {"p": given}}})["p"]
    assert (found, type(found)) == (expected, type(expected))


def test_properties_of_an_artifact_survive_kfp_and_its_doubles(parts: Any, tmp_path: Path) -> None:
    place = {"name": "examples", "uri": str(tmp_path / "e"), "metadata": {"own": 1.0}}
    artifact = parts.tfx_output(place, f"{KINDS}.Examples")
    artifact.split_names, artifact.span = '["train", "eval"]', 2**40 + 1
    artifact.set_string_custom_property("payload_format", "FORMAT_TF_EXAMPLE")
    handed_on = json.loads(json.dumps(parts.kfp_output(place, artifact)))
    again = parts.tfx_input(handed_on, f"{KINDS}.Examples")
    assert (again.split_names, again.span) == ('["train", "eval"]', 2**40 + 1)
    assert again.get_string_custom_property("payload_format") == "FORMAT_TF_EXAMPLE"
    assert again.uri == str(tmp_path / "e")
    assert handed_on["metadata"]["own"] == 1.0


def test_examples_of_another_step_have_the_splits_of_its_folders(
    parts: Any, tmp_path: Path
) -> None:
    for name in ("Split-train", "Split-eval"):
        (tmp_path / name).mkdir()
    found = parts.tfx_input({"uri": f"file://{tmp_path}"}, f"{KINDS}.Examples")
    assert found.split_names == '["eval", "train"]'


def test_examples_without_splits_are_refused(parts: Any, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no Split-… folder"):
        parts.tfx_input({"uri": str(tmp_path)}, f"{KINDS}.Examples")


def test_values_are_read_before_the_executor_runs(parts: Any, tmp_path: Path) -> None:
    place = {"uri": str(tmp_path / "out/value")}
    artifact = parts.tfx_output(place, f"{KINDS}.String")
    artifact.write("hello")
    assert parts.tfx_input(parts.kfp_output(place, artifact), f"{KINDS}.String").value == "hello"


@pytest.mark.parametrize(("uri", "path"), [
    ("gs://b/k", "/gcs/b/k"), ("s3://b/k", "/s3/b/k"), ("minio://b/k", "/minio/b/k"),
])  # fmt: skip
def test_remote_artifacts_are_where_kfp_mounts_them(parts: Any, uri: str, path: str) -> None:
    assert parts.tfx_input({"uri": uri}, f"{KINDS}.Schema").uri == path


MESSAGES = {
    "executor": "Boxed: has a TemplatedExecutorContainerSpec; only executors in Python",
    "producer": "StatisticsGen: reads 'examples' of FileBasedExampleGen, which is no step",
    "union": "StatisticsGen: gets 'examples' from a UnionChannel",
    "importer": "StatisticsGen: reads 'result' of Importer, which is no step",
    "span": "FileBasedExampleGen: its pattern has spans or versions",
    "property": "FileBasedExampleGen: has no property 'inputbase'",
    "runtime": "FileBasedExampleGen: 'input_base' is a RuntimeParameter of TFX",
}


@pytest.mark.parametrize("case", MESSAGES)
def test_what_cannot_be_a_step_is_refused_by_name(parts: Any, tmp_path: Path, case: str) -> None:
    with pytest.raises(BridgeError) as error:
        parts.compiled(tmp_path, lambda steps, data, _: parts.REFUSED[case](steps, data))
    assert str(error.value).startswith(MESSAGES[case])
    assert "next: " in str(error.value)
