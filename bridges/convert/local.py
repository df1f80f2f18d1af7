"""All shards on this machine, in this process or in several."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Final

from bridges.convert.finish import finish
from bridges.convert.plan import ConversionPlan
from bridges.convert.read import Progress
from bridges.convert.result import ShardResult
from bridges.convert.shards import Shard
from bridges.convert.split import convert_split
from bridges.convert.workshop import claim, collect, give_up
from bridges.errors import BridgeError

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
        _in_processes(todo, plan, workers, progress)
        return
    for shard in todo:
        convert_split(shard, plan, progress)


def _in_processes(
    todo: Sequence[Shard], plan: ConversionPlan, workers: int, progress: Progress
) -> None:
    # Fork would copy Arrow's threads' locks in whatever state they are.
    context = multiprocessing.get_context("spawn")
    seen, stop = context.Array("q", 2), context.Event()
    with ProcessPoolExecutor(workers, context, _begin, (seen, stop)) as pool:
        futures = [pool.submit(_work, shard, plan) for shard in todo]
        try:
            _watch(futures, seen, progress)
        except BaseException:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _watch(futures: list[Future[ShardResult]], seen: Any, progress: Progress) -> None:
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, _LOOK, FIRST_EXCEPTION)
        with seen.get_lock():
            progress(*seen)
            seen[:] = (0, 0)
        for future in done:
            _result(future)


def _result(future: Future[ShardResult]) -> ShardResult:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise BridgeError(
            "a worker process died, perhaps for lack of memory",
            next_step="run the same command with fewer workers; finished shards are kept",
        ) from error


class _Stopped(Exception):
    """The run ends; this shard is not wanted any more."""


_shared: list[Any] = []


def _begin(seen: Any, stop: Any) -> None:
    """Set up a worker; Ctrl-C reaches it through the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared[:] = seen, stop


def _work(shard: Shard, plan: ConversionPlan) -> ShardResult:
    try:
        return convert_split(shard, plan, _tell)
    except BridgeError as error:
        # The plain class crosses between processes; some of its kinds cannot.
        raise BridgeError(error.what, where=error.where, next_step=error.next_step) from None


def _tell(size: int, rows: int) -> None:
    seen, stop = _shared
    if stop.is_set():
        raise _Stopped
    with seen.get_lock():
        seen[0] += size
        seen[1] += rows
