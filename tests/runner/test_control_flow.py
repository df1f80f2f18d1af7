"""Conditions, loops, exit handlers and nested pipelines, compiled by the real SDK."""
# ruff: noqa: UP006, UP035  pipelines are written as kfp 2.13 understands them

import time
from itertools import pairwise
from typing import List

import pytest
from kfp import dsl

from bridges.kfp import RunState, SkipReason
from tests.runner.conftest import states
from tests.runner.parts import (
    Dataset,
    Input,
    echo,
    fail,
    join,
    join_data,
    number,
    read,
    shout,
    sleep,
    status,
    texts,
    write,
)


@dsl.pipeline
def branches(side: str = "a", n: int = 3, on: bool = True) -> str:
    with dsl.If(side == "a"):
        first = echo(text="first")
        with dsl.If(n > 2):
            echo(text="deep")
    with dsl.Elif(side == "b"):
        second = echo(text="second")
    with dsl.Else():
        third = echo(text="third")
    with dsl.If(on == False):  # noqa: E712  a pipeline channel, not a bool
        echo(text="off")
    return shout(text=dsl.OneOf(first.output, second.output, third.output)).output


@pytest.mark.parametrize(
    ("arguments", "output", "ran", "skipped"),
    [
        ({}, "FIRST!", {"echo", "echo-2"}, {"echo-3", "echo-4", "echo-5"}),
        ({"n": 2}, "FIRST!", {"echo"}, {"echo-2", "echo-3", "echo-4", "echo-5"}),
        ({"side": "b"}, "SECOND!", {"echo-3"}, {"echo", "echo-2", "echo-4", "echo-5"}),
        (
            {"side": "c", "on": False},
            "THIRD!",
            {"echo-4", "echo-5"},
            {"echo", "echo-2", "echo-3"},
        ),
    ],
)
def test_exactly_the_branch_that_holds_runs(run, arguments, output, ran, skipped):
    result = run(branches, arguments)
    by_task = {name.rsplit("/")[-1]: state for name, state in states(result).items()}
    assert result.outputs.parameters == {"Output": output}
    assert {n for n, s in by_task.items() if s == "SUCCEEDED"} == ran | {"shout"}
    assert {n for n, s in by_task.items() if s == "SKIPPED"} == skipped
    reasons = {step.reason for step in result.steps if step.state.value == "SKIPPED"}
    assert reasons == {SkipReason.CONDITION}


@dsl.pipeline
def loops(n: int = 2, rows: list = [{"k": "x"}, {"k": "y"}]) -> str:  # noqa: B006
    with dsl.ParallelFor(["a", "b"]) as letter:
        data = write(text=letter)
        with dsl.ParallelFor([1, 2]) as digit:
            number(value=digit)
            echo(text=letter)
        said = echo(text=letter)
    with dsl.ParallelFor(texts(n=n).output) as text:
        inside = shout(text=text)
    with dsl.ParallelFor(rows) as row:
        key = echo(text=row.k)
    join_data(parts=dsl.Collected(data.outputs["out"]))
    join(parts=dsl.Collected(inside.output))
    join(parts=dsl.Collected(key.output))
    return join(parts=dsl.Collected(said.output)).output


def test_loops_run_over_constants_parameters_outputs_and_keys(run):
    result = run(loops, cache=False)
    assert result.state is RunState.SUCCEEDED
    assert result.outputs.parameters == {"Output": "a,b"}
    assert result.step("join-data").outputs.parameters == {"Output": "a,b"}
    assert result.step("join").outputs.parameters == {"Output": "0!,1!"}
    assert result.step("join-2").outputs.parameters == {"Output": "x,y"}


def test_steps_of_iterations_have_names_and_folders_of_their_own(run):
    result = run(loops, cache=False)
    names = [step.name for step in result.steps]
    logs = {step.log for step in result.steps}
    assert len(names) == len(set(names)) == len(logs)
    inner = [n for n in names if n.endswith("/number")]
    assert len(inner) == 4
    assert all(log.is_file() for log in logs)


def test_a_loop_over_nothing_collects_nothing(run):
    result = run(loops, {"n": 0, "rows": []})
    assert result.step("join").outputs.parameters == {"Output": ""}
    assert result.step("join-2").outputs.parameters == {"Output": ""}


@dsl.pipeline
def guarded(text: str = "it"):
    with dsl.ExitHandler(status()):
        broken = fail(text=text)
        after = echo(text=broken.output)
        echo(text="beside")
        shout(text=after.output)


def test_an_exit_handler_sees_the_failure_and_runs(run):
    result = run(guarded)
    end = result.step("status").outputs.parameters["Output"]
    assert result.state is RunState.FAILED
    assert end.startswith("FAILED|exit-handler-1|ended with exit code 1")
    assert states(result) == {
        "exit-handler-1/echo": "SKIPPED",
        "exit-handler-1/echo-2": "SUCCEEDED",
        "exit-handler-1/fail": "FAILED",
        "exit-handler-1/shout": "SKIPPED",
        "status": "SUCCEEDED",
    }
    skipped = result.step("exit-handler-1/echo")
    assert (skipped.reason, skipped.detail) == (SkipReason.UPSTREAM, "fail failed")
    assert "no luck with it" in result.step("exit-handler-1/fail").log.read_text()


@dsl.pipeline
def calm():
    with dsl.ExitHandler(status()):
        echo(text="fine")


def test_an_exit_handler_sees_success(run):
    assert run(calm).step("status").outputs.parameters["Output"].startswith("SUCCEEDED|")


@dsl.pipeline
def inner(data: Input[Dataset], loud: bool = False) -> str:
    text = read(data=data)
    with dsl.If(loud == True):  # noqa: E712
        shout(text=text.output)
    return text.output


def test_nested_pipelines_take_artifacts_and_defaults(run):
    @dsl.pipeline
    def top() -> str:
        inner(data=write(text="one").output)
        return inner(data=write(text="two").output, loud=True).output

    result = run(top)
    assert result.outputs.parameters == {"Output": "two"}
    assert result.step("inner/condition-1/shout").reason is SkipReason.CONDITION
    assert result.step("inner-2/condition-1/shout").outputs.parameters == {"Output": "TWO!"}


@dsl.pipeline
def wide():
    for i in range(4):
        sleep(seconds=0.8, tag=str(i))
    with dsl.ParallelFor(["a", "b", "c", "d"]) as tag:
        sleep(seconds=0.8, tag=tag)


def test_independent_steps_and_iterations_overlap(run):
    begin = time.monotonic()
    result = run(wide, workers=8)
    assert len(result.steps) == 8
    assert time.monotonic() - begin < 8 * 0.8 / 2


@dsl.pipeline
def narrow():
    with dsl.ParallelFor(["a", "b", "c"], parallelism=1) as tag:
        sleep(seconds=0.1, tag=tag)


def test_parallelism_limits_a_loop(run):
    spans = sorted((s.started, s.ended) for s in run(narrow, workers=8).steps)
    assert len(spans) == 3
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))


@dsl.component(base_image="python:3.11", install_kfp_package=False)
def clean_up(text: str = "nothing came") -> str:
    return text


@dsl.pipeline
def tolerant():
    clean_up(text=fail(text="it").output).ignore_upstream_failure()


def test_a_task_may_ignore_the_failure_before_it(run):
    result = run(tolerant)
    assert result.state is RunState.FAILED
    assert result.step("clean-up").outputs.parameters == {"Output": "nothing came"}


@dsl.pipeline
def many() -> List[Dataset]:
    with dsl.ParallelFor(["a", "b"]) as letter:
        data = write(text=letter)
    return dsl.Collected(data.outputs["out"])


def test_a_loop_runs_over_artifacts_of_a_nested_pipeline(run):
    @dsl.pipeline
    def over_artifacts() -> List[str]:
        with dsl.ParallelFor(many().output) as data:
            text = read(data=data)
        return dsl.Collected(text.output)

    assert run(over_artifacts).outputs.parameters == {"Output": ["a", "b"]}
