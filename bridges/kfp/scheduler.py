"""Dependency-driven order: a node runs as soon as everything it needs is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from graphlib import CycleError, TopologicalSorter
from queue import SimpleQueue

from bridges.kfp.errors import SpecInvalid


def run_in_order(
    needs: Mapping[str, Collection[str]], run: Callable[[str], None], *, threads: int
) -> None:
    """Each node has run exactly once, after all it needs; unrelated nodes overlap.

    ``run`` keeps account of failures itself; an exception from it ends the schedule.
    """
    order = prepared(needs)
    finished: SimpleQueue[tuple[str, Future[None]]] = SimpleQueue()
    with ThreadPoolExecutor(max(1, threads)) as pool:
        while order.is_active():
            for node in sorted(order.get_ready()):
                pool.submit(run, node).add_done_callback(partial(_report, finished, node))
            node, done = finished.get()
            done.result()
            order.done(node)


def _report(queue: SimpleQueue[tuple[str, Future[None]]], node: str, done: Future[None]) -> None:
    queue.put((node, done))


def prepared(needs: Mapping[str, Collection[str]]) -> TopologicalSorter[str]:
    """The order, checked: raises SpecInvalid for a cycle."""
    order = TopologicalSorter(needs)
    try:
        order.prepare()
    except CycleError as error:
        raise SpecInvalid(f"the tasks wait for each other: {' -> '.join(error.args[1])}") from None
    return order
