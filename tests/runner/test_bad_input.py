"""One error that names the place: arguments that do not fit, documents that are no pipeline."""
# ruff: noqa: B006, UP006, UP035, UP045  pipelines are written as kfp 2.13 understands them

import copy
from typing import List, Optional

import pytest
import yaml
from kfp import dsl

from bridges.kfp import ArgumentInvalid, SpecInvalid, arguments_from_text, load_pipeline
from tests.runner.parts import echo


@dsl.pipeline
def typed(
    s: str,
    i: int = 1,
    f: float = 0.5,
    b: bool = True,
    xs: List[int] = [1],
    o: Optional[str] = None,
):
    echo(text=s)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "parameter 's' (STRING) has no value"),
        ({"s": "x", "t": 1}, "the pipeline has no parameter 't'; it has b, f, i, o, s, xs"),
        ({"s": 1}, "parameter 's': expected STRING, got int 1"),
        ({"s": "x", "i": 1.5}, "parameter 'i': expected NUMBER_INTEGER, got 1.5"),
        ({"s": "x", "i": True}, "parameter 'i': expected NUMBER_INTEGER, got bool True"),
        ({"s": "x", "f": "1"}, "parameter 'f': expected NUMBER_DOUBLE, got str '1'"),
        ({"s": "x", "f": float("nan")}, "parameter 'f': nan has no JSON form"),
        ({"s": "x", "xs": {"a": 1}}, "parameter 'xs': expected LIST, got dict {'a': 1}"),
    ],
)
def test_arguments_are_checked_before_anything_starts(run, tmp_path, arguments, message):
    with pytest.raises(ArgumentInvalid) as error:
        run(typed, arguments, run_dir=tmp_path / "run")
    assert str(error.value) == message
    assert not (tmp_path / "run").exists()


def test_texts_become_values_of_the_declared_types(compiled):
    root = load_pipeline(compiled(typed)).root
    texts = {"s": "1", "i": "2", "f": "2", "b": "false", "xs": "[3]", "o": ""}
    assert arguments_from_text(root, texts) == {
        "s": "1", "i": 2, "f": 2, "b": False, "xs": [3], "o": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("i", "two", "parameter 'i': could not convert string to float: 'two'"),
        ("b", "yes", "parameter 'b': expected true or false, got 'yes'"),
        ("xs", "[", "parameter 'xs': Expecting value: line 1 column 2 (char 1)"),
    ],
)
def test_texts_that_do_not_fit_are_named(compiled, name, text, message):
    with pytest.raises(ArgumentInvalid) as error:
        arguments_from_text(load_pipeline(compiled(typed)).root, {name: text})
    assert str(error.value) == message


@dsl.pipeline
def two_steps():
    echo(text=echo(text="a").output)


def _change(spec, *path, to):
    *front, last = path
    for key in front:
        spec = spec[key]
    if to is None:
        del spec[last]
    else:
        spec[last] = to


TASK = ("root", "dag", "tasks", "echo-2")
BROKEN = {
    "no root": (("root",), None, "no 'root' in the first document"),
    "missing component": (
        ("components", "comp-echo-2"), None,
        "task root/echo-2: there is no component 'comp-echo-2'",
    ),
    "missing executor": (
        ("deploymentSpec", "executors", "exec-echo"), None,
        "component comp-echo: there is no executor 'exec-echo'",
    ),
    "dangling dependency": (
        (*TASK, "dependentTasks"), ["gone"], "task root/echo-2: there is no task 'gone' before it",
    ),
    "cycle": (
        ("root", "dag", "tasks", "echo", "dependentTasks"), ["echo-2"],
        "the tasks wait for each other: echo",
    ),
    "parent input": (
        (*TASK, "inputs", "parameters", "text"), {"componentInputParameter": "x"},
        "task root/echo-2: input 'text' wants 'x', which is no input of root",
    ),
    "unknown input": (
        (*TASK, "inputs", "parameters", "text"), {"odd": 1},
        "task echo-2: cannot read the parameter input {'odd': 1}",
    ),
    "form": (("components",), [1], "the PipelineSpec has an unexpected form"),
}  # fmt: skip


@pytest.fixture(scope="module")
def good_spec(tmp_path_factory):
    from kfp import compiler

    path = tmp_path_factory.mktemp("good") / "p.yaml"
    compiler.Compiler().compile(two_steps, str(path))
    return yaml.safe_load(path.read_text())


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_document_is_refused_with_the_place(good_spec, tmp_path, case):
    path, value, message = BROKEN[case]
    spec = copy.deepcopy(good_spec)
    _change(spec, *path, to=value)
    file = tmp_path / "broken.yaml"
    file.write_text(yaml.safe_dump(spec))
    with pytest.raises(SpecInvalid) as error:
        load_pipeline(file)
    assert str(error.value).startswith(f"{file}: ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not YAML"),
        ("", "not a compiled KFP v2 pipeline"),
        ("- 1", "not a compiled KFP v2 pipeline"),
        ("apiVersion: argoproj.io/v1alpha1\nkind: Workflow", "not a compiled KFP v2 pipeline"),
    ],
)
def test_other_files_are_refused(tmp_path, text, message):
    file = tmp_path / "other.yaml"
    file.write_text(text)
    with pytest.raises(SpecInvalid, match=message):
        load_pipeline(file)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SpecInvalid, match=r"gone.yaml: cannot read it: No such file"):
        load_pipeline(tmp_path / "gone.yaml")


def test_task_names_cannot_leave_the_run_folder(good_spec, tmp_path):
    spec = copy.deepcopy(good_spec)
    spec["root"]["dag"]["tasks"]["../../out"] = spec["root"]["dag"]["tasks"].pop("echo-2")
    file = tmp_path / "p.yaml"
    file.write_text(yaml.safe_dump(spec))
    with pytest.raises(SpecInvalid, match="is not a legal task name"):
        load_pipeline(file)
