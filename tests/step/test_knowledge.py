"""What a task knows of itself in one process alone is known to the steps that need it."""

from __future__ import annotations

from pathlib import Path

import luigi
import pytest

from bridges.luigi.step.knowledge import Knowledge

STORE: set[str] = set()


class OwnFlag(luigi.Task):
    done = False

    def complete(self) -> bool:
        return self.done

    def run(self) -> None:
        self.done = True


class SetComplete(luigi.Task):
    def run(self) -> None:
        self.complete = lambda: True  # type: ignore[method-assign]


class Asks(luigi.Task):
    """Every process can ask what this one does, so its complete() alone says it."""

    def complete(self) -> bool:
        return self.task_id in STORE

    def run(self) -> None:
        STORE.add(self.task_id)


class NeverSays(luigi.Task):
    def complete(self) -> bool:
        return False


class Raises(luigi.Task):
    def complete(self) -> bool:
        raise OSError("no server")


class Plain(luigi.Task):
    pass


class Over(luigi.WrapperTask):
    def requires(self) -> luigi.Task:
        return OwnFlag()


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    STORE.clear()
    return tmp_path / "known"


def ended(task_class: type[luigi.Task], volume: Path | None) -> Knowledge:
    """Knowledge of another process, after the task's step has ended."""
    luigi.task_register.Register.clear_instance_cache()
    task = task_class()
    task.run()
    Knowledge(volume and str(volume)).save(task)
    luigi.task_register.Register.clear_instance_cache()
    STORE.clear()
    return Knowledge(volume and str(volume))


@pytest.mark.parametrize("task_class", [OwnFlag, SetComplete], ids=lambda c: c.__name__)
def test_what_run_left_on_the_instance_counts(task_class: type[luigi.Task], volume: Path) -> None:
    assert not Knowledge(str(volume)).is_complete(task_class())
    assert ended(task_class, volume).is_complete(task_class())
    assert not task_class().complete()  # as the plan of the next run asks


@pytest.mark.parametrize("task_class", [Asks, NeverSays, Plain], ids=lambda c: c.__name__)
def test_what_another_process_can_ask_does_not(task_class: type[luigi.Task], volume: Path) -> None:
    assert not ended(task_class, volume).is_complete(task_class())
    assert not volume.exists()


def test_a_wrapper_is_what_it_requires(volume: Path) -> None:
    assert not Knowledge(str(volume)).is_complete(Over())
    assert ended(OwnFlag, volume).is_complete(Over())


def test_a_complete_that_raises_ends_no_step(
    volume: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Knowledge(str(volume)).save(Raises())
    assert "complete() raised" in caplog.text


def test_without_a_volume_nothing_is_kept() -> None:
    assert not ended(OwnFlag, None).is_complete(OwnFlag())
