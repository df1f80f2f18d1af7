"""The numpy engine and tf.Transform against the JVM library: 40 features, rows per CPU-second.

Both engines learn and extract ``Array[Float]`` from records that are in memory already: Arrow
batches here, case classes there. The JVM is warmed up first, its collector's threads are not
counted. The exact transform stands beside one of tf.Transform's own mappers, in one harness.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

import featran_data
import featran_tf
from measurement import Measurement

from bridges.featran.extract import learnt
from tests.oracle.maven import NotRun, java

ROWS: Final = 200_000
JVM_ROWS: Final = 60_000
TF_ROWS: Final = 65_536
#: How many times faster than one thread of the JVM the numpy engine is to be.
GOAL: Final = 3.0


def measure() -> Iterator[Measurement]:
    """Rates of both, then what is promised."""
    own = numpy_rates()
    for name, rate in own.items():
        yield Measurement(f"numpy engine, {name}", rate, "rows/CPU-s")
    graphs = featran_tf.rates(TF_ROWS)
    for name, rate in graphs.items():
        yield Measurement(f"{name}, extract", rate, "rows/CPU-s")
    exact, mappers = graphs.values()
    yield Measurement("exact transform : tf.Transform's mappers", exact / mappers, "times")
    try:
        peer = jvm_rates()
    except NotRun as reason:
        print(f"featran on the JVM: not run: {reason}", file=sys.stderr)
        return
    for name, rate in peer.items():
        yield Measurement(f"Featran 0.8 on the JVM, {name}", rate, "rows/CPU-s")
        yield Measurement(f"numpy : JVM, {name}", own[name] / rate, "times", goal=GOAL)
    yield Measurement("exact transform : JVM, extract", exact / peer["extract"], "times")


def numpy_rates() -> dict[str, float]:
    """Return rows per CPU-second of learning and of extracting."""
    spec, batches = featran_data.spec(), featran_data.batches(ROWS)
    extractor = learnt(spec, batches)
    extractor.floats(batches[0])
    learn = _cpu_seconds(lambda: learnt(spec, batches))
    extract = _cpu_seconds(lambda: [extractor.floats(batch)[0, 0] for batch in batches])
    return {"learn": ROWS / learn, "extract": ROWS / extract}


def _cpu_seconds(action: Callable[[], object]) -> float:
    begun = time.process_time()
    action()
    return time.process_time() - begun


def jvm_rates() -> dict[str, float]:
    """Return the same of the library."""
    printed = java("Speed", str(JVM_ROWS), scala="2.13", heap="3g")
    return {name: float(rate) for name, rate in re.findall(r"(\w+) (\S+) rows/s", printed)}
