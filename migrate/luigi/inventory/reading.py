"""Reads a whole repository, several files at a time; a file that crashes a reader is named."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

from migrate.luigi.inventory.configs import read_config
from migrate.luigi.inventory.files import Found, Kind, find
from migrate.luigi.inventory.model import Entry, Lost, Mention, Module, Reading
from migrate.luigi.inventory.read_file import read_python
from migrate.luigi.inventory.scripts import read_script

ALONE = 1_500_000
"""Bytes of Python below which other processes are not worth their start."""
CHUNK = 16

Progress = Callable[[int], None]


def read_repository(
    root: Path, *, workers: int = 0, progress: Progress = lambda _: None,
    found: Sequence[Found] | None = None,
) -> Reading:  # fmt: skip
    """Everything that the files below ``root`` say; nothing of them is imported or run.

    ``progress`` is told after each batch how many Python files are done.
    """
    files = list(find(root)) if found is None else list(found)
    python = python_files(files)
    modules: list[Module] = []
    lost = [Lost(f.path, "PY005", f.problem) for f in python if f.problem]
    done = 0
    for results in _results(root, [f for f in python if not f.problem], workers):
        for result in results:
            (modules if isinstance(result, Module) else lost).append(result)  # type: ignore[arg-type]
        done += len(results)
        progress(done)
    entries, mentions = _others(root, files)
    return Reading(
        modules=tuple(sorted(modules, key=lambda m: m.path)),
        lost=tuple(sorted(lost, key=lambda m: m.path)),
        configs=tuple(
            replace(read_config(root, f.path), sure=f.kind is Kind.CONFIG)
            for f in files
            if f.kind in {Kind.CONFIG, Kind.CANDIDATE} and not f.problem
        ),
        entries=tuple(entries),
        mentions=tuple(mentions),
        files=len(files),
    )


def python_files(files: Sequence[Found]) -> list[Found]:
    """Those that are parsed; a setup.py is one, besides what else it is."""
    return [f for f in files if f.kind is Kind.PYTHON or f.path.endswith("setup.py")]


def _others(root: Path, files: Sequence[Found]) -> tuple[list[Entry], list[Mention]]:
    entries: list[Entry] = []
    mentions: list[Mention] = []
    for file in files:
        if file.kind in {Kind.SCRIPT, Kind.PROJECT, Kind.NOTEBOOK} and not file.problem:
            started, mentioned = read_script(root, file)
            entries += started
            mentions += mentioned
    return entries, mentions


def _results(root: Path, files: Sequence[Found], workers: int) -> Iterator[list[Module | Lost]]:
    processes = workers or min(os.cpu_count() or 1, 8)
    batches = [[f.path for f in files[i : i + CHUNK]] for i in range(0, len(files), CHUNK)]
    if processes < 2 or sum(f.size for f in files) < ALONE:
        yield from (_read(root, batch) for batch in batches)
    else:
        yield from _in_processes(root, batches, processes)


def _read(root: Path, paths: Sequence[str]) -> list[Module | Lost]:
    return [read_python(root, path) for path in paths]


def _in_processes(
    root: Path, batches: Sequence[Sequence[str]], processes: int
) -> Iterator[list[Module | Lost]]:
    """Batches in order; those that a dying process takes along are read again one by one."""
    done = 0
    with _pool(processes) as pool:
        futures = deque(pool.submit(_read, root, batch) for batch in batches)
        while futures:
            try:
                result = futures.popleft().result()  # its result need not stay after this
            except BrokenProcessPool:
                break
            done += 1
            yield result
    for batch in batches[done:]:
        for path in batch:
            yield [_in_own_process(root, path)]


def _in_own_process(root: Path, path: str) -> Module | Lost:
    try:
        with _pool(1) as pool:
            return pool.submit(read_python, root, path).result()
    except BrokenProcessPool:
        return Lost(path, "PY002", "the parser of the interpreter crashed on it")


def _pool(processes: int) -> ProcessPoolExecutor:
    """Forked where that is possible: nothing is running yet that a fork could upset."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    return ProcessPoolExecutor(processes, mp_context=context)
