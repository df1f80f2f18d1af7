"""Running a candidate next to the numpy engine, and the first row on which they part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bridges.featran.extract import Extractor
from bridges.featran.flavour import Flavour
from bridges.featran.model import FeatureSpec
from migrate.featran.idiomatic.candidate import Candidate, Subject
from migrate.featran.idiomatic.edges import values
from migrate.featran.idiomatic.examples import batch_of, features_of

F32 = np.ndarray[Any, np.dtype[np.float32]]

#: Below this TensorFlow flushes results to zero, in exact graphs too.
_LEAST = np.float32(2.0**-126)


@dataclass(frozen=True, slots=True)
class Difference:
    """An input, and what Featran's rule and the candidate give for it; or that one failed."""

    value: Any
    want: tuple[float, ...] = ()
    got: tuple[float, ...] = ()
    failed: str = ""

    def __str__(self) -> str:
        if self.failed:
            return f"it fails: {self.failed}"
        return f"{self.value!r} gives {_row(self.got)} instead of {_row(self.want)}"


@dataclass(frozen=True, slots=True)
class Trial:
    """How many inputs were tried, how many gave other values, and the first of these."""

    tried: int
    differing: int = 0
    example: Difference | None = None


def attempt(subject: Subject, made: Candidate, flavour: Flavour) -> Trial:
    """Try a candidate on the edge values of its feature."""
    given = values(subject)
    spec = FeatureSpec((subject.feature,))
    wanted = Extractor(spec, (subject.summary,), flavour).floats(batch_of(subject.source, given))
    try:
        got = run(made, features_of(subject.source, given))
    except Exception as error:  # noqa: BLE001  whatever TensorFlow raises is a difference to report
        failed = Difference(None, failed=str(error).splitlines()[0][:200])
        return Trial(len(given), len(given), failed)
    if got.shape != wanted.shape:
        failed = Difference(None, failed=f"its shape is {got.shape}, not {wanted.shape}")
        return Trial(len(given), len(given), failed)
    rows = differing(wanted, got)
    if not len(rows):
        return Trial(len(given))
    first = int(rows[0])
    example = Difference(given[first], tuple(wanted[first].tolist()), tuple(got[first].tolist()))
    return Trial(len(given), len(rows), example)


def run(made: Candidate, inputs: Mapping[str, Any]) -> F32:
    """Evaluate a candidate in a graph, optimised as TensorFlow does by default."""
    import tensorflow as tf
    import tensorflow_transform as tft
    from tensorflow_transform import annotators

    from bridges.featran import stock

    names = {name: getattr(stock, name) for name in ("doubles", "filled", "places")}
    names |= {"tf": tf, "tft": tft}

    def graph(given: Any) -> Any:
        known = {**names, "inputs": given}
        known["x"] = _evaluated(made.x, known) if made.x else None
        return _evaluated(made.code, known)

    with annotators.object_tracker_scope(annotators.ObjectTracker()):
        given = dict(inputs)
        traced = tf.function(graph, autograph=False).get_concrete_function(given)
        found: F32 = traced(given).numpy()
    return found


def _evaluated(code: str, names: dict[str, Any]) -> Any:
    return eval(code, names)  # noqa: S307  the code of our own rules, as modules get it


def differing(want: F32, got: F32) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Rows that are not equal to the bit, all NaN being one; subnormals count as zero."""
    same = want.view(np.uint32) == got.view(np.uint32)
    tiny = (np.abs(want) < _LEAST) & (np.abs(got) < _LEAST) & ((want != 0) | (got != 0))
    alike = same | (np.isnan(want) & np.isnan(got)) | tiny
    return np.flatnonzero(~alike.all(axis=1))


def _row(values: tuple[float, ...]) -> str:
    """A row of a feature; of a long one only what is not 0.0."""
    if len(values) <= 4:
        return ", ".join(f"{x!r}" for x in values)
    shown = [f"{x!r} in column {i}" for i, x in enumerate(values) if x != 0.0]
    return ", ".join(shown[:3]) + (" …" if len(shown) > 3 else "") if shown else "only 0.0"
