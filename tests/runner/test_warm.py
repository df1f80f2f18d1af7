"""Warm workers: the same results, modules imported once, and a fallback."""

import time

import pytest
from kfp import dsl

from bridges.kfp import Canceller, EventKind, ImageMap, RunState
from bridges.kfp.warm_client import warm_runner
from tests.runner.conftest import states
from tests.runner.parts import component, fail, join, sleep, texts


@component
def loaded_before(module: str) -> bool:
    import sys

    return module in sys.modules


@dsl.pipeline
def looking(module: str) -> bool:
    return loaded_before(module=module).output


@pytest.mark.parametrize(("preload", "expected"), [((), False), (("sqlite3",), True)])
def test_preloaded_modules_are_there_already(run, preload, expected):
    result = run(looking, {"module": "sqlite3"}, preload=preload)
    assert result.outputs.parameters == {"Output": expected}


@dsl.container_component
def module(out: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="x", command=["python", "-m", "looker"], args=["word", out])


LOOKER = """
import pathlib, sys
name, word, out = sys.argv
pathlib.Path(out).write_text(f"{pathlib.Path(name).name} {word} {'sqlite3' in sys.modules}")
assert __name__ == "__main__"
"""


@dsl.pipeline
def looking_as_a_module() -> str:
    return module().output


@pytest.mark.parametrize(("preload", "expected"), [((), "False"), (("sqlite3",), "True")])
def test_a_module_of_a_container_runs_warm_too(run, tmp_path, preload, expected):
    (tmp_path / "looker.py").write_text(LOOKER)
    images = {"x": ImageMap(pythonpath=(tmp_path,))}
    result = run(looking_as_a_module, preload=preload, images=images)
    assert result.outputs.parameters == {"Output": f"looker.py word {expected}"}


@dsl.container_component
def plain(out: dsl.OutputPath(str)):
    return dsl.ContainerSpec(
        image="x", command=["sh", "-c", 'mkdir -p "$(dirname "$0")"; printf c > "$0"'], args=[out]
    )


@dsl.pipeline
def mixed():
    join(parts=texts(n=3).output)
    fail(text="it")
    plain()


def test_warm_steps_end_as_cold_ones(run):
    cold = run(mixed, cache=False)
    warm = run(mixed, cache=False, preload=("json",))
    assert states(warm) == states(cold)
    assert [s.outputs.parameters for s in warm.steps] == [s.outputs.parameters for s in cold.steps]
    assert "no luck with it" in warm.step("fail").log.read_text()


def test_without_a_warm_interpreter_steps_run_as_usual(run, capfd):
    result = run(looking, {"module": "sqlite3"}, preload=("there_is_no_such_module",))
    assert result.outputs.parameters == {"Output": False}
    assert "No module named 'there_is_no_such_module'" in capfd.readouterr().err


def test_warm_steps_are_cancelled(run):
    canceller = Canceller()

    def listener(event):
        if event.kind is EventKind.STEP_STARTED:
            canceller_timer.start()

    import threading

    canceller_timer = threading.Timer(1.5, canceller.cancel)
    begin = time.monotonic()

    @dsl.pipeline
    def long():
        sleep(seconds=60.0, tag="x")

    result = run(long, preload=("json",), canceller=canceller, listener=listener)
    assert result.state is RunState.CANCELED
    assert time.monotonic() - begin < 20


def test_nobody_reads_from_the_pipe_when_it_is_closed():
    """A thread that does ends with a traceback on the user's screen."""
    with warm_runner(()) as runner:
        assert runner._listener.is_alive()
    assert not runner._listener.is_alive()
