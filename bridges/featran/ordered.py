"""Work of several threads whose results come in the order of what was given."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def in_order(work: Callable[[A], B], given: Iterable[A], workers: int) -> Iterator[B]:
    """Yield ``work(item)`` for each item; one more than ``workers`` items are in memory at most.

    The caller's thread takes the items. An exception is raised where its result would have come.
    """
    if workers < 2:
        yield from map(work, given)
        return
    waiting: deque[Future[B]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for item in given:
                waiting.append(pool.submit(work, item))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
