"""The command behind ``migrate assess``: read, assess, print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from migrate.assess import as_json
from migrate.assess.assess import Assessment, assess
from migrate.assess.report import report_of
from migrate.assess.table import show_tasks
from migrate.errors import BadInput, ExitCode
from migrate.luigi.inventory.files import Found, Kind, find
from migrate.luigi.inventory.reading import python_files, read_repository
from migrate.report import html, sarif, terminal
from migrate.report.model import Report
from migrate.report.write import write_text


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for."""

    repo: Path
    include_tests: bool
    workers: int
    as_json: bool
    html: Path | None
    sarif: Path | None
    quiet: bool


def run(request: Request) -> ExitCode:
    """Assesses and prints; the exit code says whether a person is needed."""
    files = _files(request.repo)
    with _watched(len(python_files(files)), quiet=request.quiet or request.as_json) as progress:
        reading = read_repository(
            request.repo, workers=request.workers, progress=progress, found=files
        )
    assessment = assess(request.repo, reading, include_tests=request.include_tests)
    report = report_of(assessment)
    if request.html is not None:
        write_text(request.html, html.render(report))
    if request.sarif is not None:
        write_text(request.sarif, sarif.render(report))
    _print(request, assessment, report)
    return report.exit_code


def _files(repo: Path) -> list[Found]:
    """Raises BadInput for what holds nothing to assess."""
    if not repo.is_dir():
        what = "not a directory" if repo.exists() else "no such directory"
        raise BadInput(what, where=str(repo), next_step="give the repository's root")
    files = list(find(repo))
    if not any(f.kind in {Kind.PYTHON, Kind.NOTEBOOK, Kind.CONFIG} for f in files):
        raise BadInput(
            "there is no Python file in it", where=str(repo), next_step="give the repository's root"
        )
    return files


@contextmanager
def _watched(total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _done: None
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=total)

        def told(done: int) -> None:
            bar.update(task, completed=done, refresh=True)

        yield told


def _print(request: Request, assessment: Assessment, report: Report) -> None:
    if request.as_json:
        sys.stdout.write(as_json.render(assessment, report))
    elif not request.quiet:
        show_tasks(assessment, sys.stdout)
        terminal.show(report)
