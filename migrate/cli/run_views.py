"""What ``migrate run`` shows: progress while steps run, and the table at the end."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from bridges.kfp import Event, EventKind, RunResult, SkipReason, StepResult, StepState

_STYLES: Final = {
    StepState.SUCCEEDED: "green",
    StepState.CACHED: "cyan",
    StepState.FAILED: "bold red",
    StepState.CANCELED: "yellow",
    StepState.SKIPPED: "dim",
    StepState.RUNNING: "blue",
}
_LOG_LINES: Final = 20
_ROWS_WHILE_RUNNING: Final = 20


@contextmanager
def progress(console: Console, *, quiet: bool) -> Iterator[Callable[[Event], None]]:
    """A live table on a terminal, plain lines elsewhere, nothing when quiet."""
    if quiet:
        yield _unheard
    elif not console.is_terminal:
        yield Lines(console)
    else:
        table = LiveTable()
        with Live(table, console=console, refresh_per_second=4, transient=True):
            yield table


def _unheard(_event: Event) -> None:
    return None


class Lines:
    """One line when a step starts, starts again or ends."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, event: Event) -> None:
        if event.step is not None:
            self._console.print(line_of(event.kind, event.step), soft_wrap=True)


def line_of(kind: EventKind, step: StepResult) -> Text:
    """``12:00:01 SUCCEEDED name (1.2 s)``."""
    word = {EventKind.STEP_STARTED: "STARTED", EventKind.STEP_RETRIED: "RETRY"}.get(
        kind, step.state.value
    )
    tail = _tail(kind, step)
    return Text(f"{time.strftime('%H:%M:%S')} {word:<9} {step.name}{tail}")


def _tail(kind: EventKind, step: StepResult) -> str:
    if kind is EventKind.STEP_STARTED:
        return ""
    seconds = "" if step.seconds is None else f" ({step.seconds:.1f} s)"
    return seconds + (f": {step.detail}" if step.detail else "")


class LiveTable:
    """Counts, and a row per running step."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: dict[str, StepResult] = {}

    def __call__(self, event: Event) -> None:
        if event.step is not None:
            with self._lock:
                self._steps[event.step.name] = event.step

    def __rich__(self) -> RenderableType:
        with self._lock:
            steps = list(self._steps.values())
        counts = Counter(step.state for step in steps)
        summary = Text("  ").join(
            Text(f"{counts[state]} {state.value.lower()}", style=_STYLES[state])
            for state in StepState
            if counts[state]
        )
        running = [step for step in steps if step.state is StepState.RUNNING]
        table = Table("step", "attempt", "seconds", box=None, padding=(0, 2))
        for step in running[:_ROWS_WHILE_RUNNING]:
            since = time.time() - (step.started or time.time())
            table.add_row(step.name, str(max(step.attempts, 1)), f"{since:.0f}")
        return Group(table, summary)


def show_result(console: Console, result: RunResult) -> None:
    """The table of all steps, the ends of the logs that matter, and where everything is."""
    table = Table("step", "state", "seconds", "log", box=None, padding=(0, 2))
    for step in result.steps:
        seconds = "" if step.seconds is None else f"{step.seconds:.1f}"
        log = str(step.log.relative_to(result.run_dir)) if step.log else ""
        state = step.state.value + (f" ({step.reason.value})" if step.reason else "")
        table.add_row(step.name, Text(state, style=_STYLES[step.state]), seconds, log)
    console.print(table)
    for step in result.steps:
        if step.state is StepState.FAILED:
            _show_failure(console, step)
    _show_not_run(console, result)
    console.print(Text(f"{result.pipeline}: {result.state.value}, {result.run_dir}"))


def _show_failure(console: Console, step: StepResult) -> None:
    console.print(Text(f"\n{step.name} failed: {step.detail}", style="red"))
    for line in last_lines(step.log):
        console.print(Text(f"  {line}"))


def last_lines(log: Path | None) -> list[str]:
    """The end of a log; nothing when there is none."""
    if log is None or not log.is_file():
        return []
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]


def _show_not_run(console: Console, result: RunResult) -> None:
    not_run = [
        step
        for step in result.steps
        if step.reason is SkipReason.UPSTREAM or step.state is StepState.CANCELED
    ]
    if not_run:
        console.print(Text(f"\nsteps not run: {len(not_run)}"))
    for step in not_run:
        console.print(Text(f"  {step.name}: {step.detail}"))
