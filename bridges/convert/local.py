"""All shards on this machine, by one thread or by several.

Kernels, codecs and Arrow run without the interpreter lock, so that threads use all processors,
share what is compiled and loaded, and cost no start.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, Final

from bridges.convert.finish import finish
from bridges.convert.plan import ConversionPlan
from bridges.convert.read import Progress
from bridges.convert.result import ShardResult
from bridges.convert.shards import Shard
from bridges.convert.split import convert_split
from bridges.convert.workshop import claim, collect, give_up

#: Seconds between two looks at what the workers did.
_LOOK: Final = 0.1


def convert(plan: ConversionPlan, workers: int, progress: Progress) -> dict[str, Any]:
    """Make all shards that lack and finish; return the manifest."""
    done = claim(plan)
    with _tidy(plan):
        names = {result.name for result in done}
        for shard in plan.shards:
            if shard.name in names:
                progress(shard.size, 0)
        todo = [shard for shard in plan.shards if shard.name not in names]
        _make(todo, plan, min(workers, len(todo)), progress)
        return finish(collect(plan), plan)


@contextmanager
def _tidy(plan: ConversionPlan) -> Iterator[None]:
    try:
        yield
    except BaseException:
        give_up(plan)
        raise


def _make(todo: Sequence[Shard], plan: ConversionPlan, workers: int, progress: Progress) -> None:
    if workers > 1:
        _in_threads(todo, plan, workers, progress)
        return
    for shard in todo:
        convert_split(shard, plan, progress)


def _in_threads(
    todo: Sequence[Shard], plan: ConversionPlan, workers: int, progress: Progress
) -> None:
    tally = _Tally()
    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(convert_split, shard, plan, tally.add) for shard in todo]
        try:
            _watch(futures, tally, progress)
        except BaseException:
            tally.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _watch(futures: list[Future[ShardResult]], tally: _Tally, progress: Progress) -> None:
    """Tell of progress in this thread, where Ctrl-C arrives, until all are done or one failed."""
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, _LOOK, FIRST_EXCEPTION)
        progress(*tally.take())
        for future in done:
            future.result()


class _Stopped(Exception):
    """The run ends; this shard is not wanted any more."""


class _Tally:
    """What the workers have read since somebody looked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._size = self._rows = 0
        self._stopped = False

    def add(self, size: int, rows: int) -> None:
        """Count; raise in a worker whose work is not wanted any more."""
        with self._lock:
            self._size += size
            self._rows += rows
        if self._stopped:
            raise _Stopped

    def take(self) -> tuple[int, int]:
        """Bytes and rows, which then begin from zero."""
        with self._lock:
            taken = self._size, self._rows
            self._size = self._rows = 0
        return taken

    def stop(self) -> None:
        """Let every worker end at its next batch."""
        self._stopped = True
