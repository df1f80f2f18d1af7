"""Steps after a failed one that run all the same: where no more than files are missing."""
# ruff: noqa: UP006, UP035  pipelines are written as kfp 2.13 understands them

from typing import List

from kfp import dsl

from bridges.kfp import RunState
from tests.runner.conftest import Run, states
from tests.runner.parts import Dataset, Input, Output, component, echo, write


@component
def break_down(out: Output[Dataset]):
    raise ValueError("no luck")


@component
def no_texts() -> List[str]:
    raise ValueError("no luck")


@component
def place(data: Input[Dataset]) -> str:
    import os

    return f"{data.path} {os.listdir(data.path)}"


@component
def places(data: Input[List[Dataset]]) -> str:
    return ",".join(part.path for part in data)


@dsl.pipeline
def broken():
    data = break_down()
    place(data=data.outputs["out"])
    echo(text="no data").set_display_name("later").after(data)
    with dsl.ParallelFor(no_texts().output) as text:
        part = write(text=text)
    places(data=dsl.Collected(part.outputs["out"]))


def test_only_what_lacks_a_value_is_skipped(run: Run) -> None:
    result = run(broken, past_failures=True)
    assert result.state is RunState.FAILED
    assert states(result) == {
        "break-down": "FAILED",
        "place": "SUCCEEDED",
        "echo": "SUCCEEDED",
        "no-texts": "FAILED",
        "for-loop-1/*/write": "SKIPPED",
        "places": "SKIPPED",
    }
    given = result.step("place").outputs.parameters["Output"]
    assert given.endswith("steps/break-down/outputs/out []")


def test_else_everything_below_a_failure_is_skipped(run: Run) -> None:
    found = states(run(broken))
    assert {name for name, state in found.items() if state == "FAILED"} == {
        "break-down",
        "no-texts",
    }
    assert {found[name] for name in ("place", "echo", "places")} == {"SKIPPED"}


@dsl.pipeline
def half_broken():
    with dsl.ParallelFor(["a", "b"]) as text:
        write(text=text)
        part = break_down()
    places(data=dsl.Collected(part.outputs["out"]))


def test_all_places_of_a_loop_are_given(run: Run) -> None:
    result = run(half_broken, past_failures=True)
    assert len(result.step("places").outputs.parameters["Output"].split(",")) == 2
