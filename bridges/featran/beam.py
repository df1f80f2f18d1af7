"""Learning a spec's settings on Beam: one CombineFn over the columns of all features.

The aggregators are those of the numpy engine. Beam joins parts of the data in no fixed order, as
Featran's parallel engines do, so what depends on order (quantile trees, sketches, the last bits of
moments) is as good as a Scala job's, and not equal to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from bridges.errors import MissingPackage
from bridges.featran import columns
from bridges.featran.columns import Column, Kind
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.learn import States
from bridges.featran.settings.document import Setting, to_utf8, write
from bridges.featran.texts import Texts
from bridges.featran.transformers.base import Transformer

try:
    import apache_beam as beam
except ImportError as error:
    raise MissingPackage("apache-beam", "tfx") from error

#: How many arrays a column of each kind travels as, and which (see :func:`column_of_parts`).
PARTS = {
    Kind.DOUBLE: ("values", "present"),
    Kind.STRING: ("texts", "present"),
    Kind.STRINGS: ("items", "splits", "present"),
    Kind.WEIGHTED: ("items", "weights", "splits", "present"),
    Kind.VECTOR: ("values", "splits", "present"),
    Kind.MDL: ("values", "labels", "present"),
}


class Learn(beam.CombineFn):  # type: ignore[misc]  # untyped base
    """Columns of batches, a tuple per batch, to the settings of transformers, as Featran prints.

    They are bytes: Beam has no coder for text with half of a surrogate pair, as labels may hold.
    """

    def __init__(
        self, transformers: Sequence[Transformer[Any]], flavour: Flavour = DEFAULT
    ) -> None:
        super().__init__()
        self._transformers = tuple(transformers)
        self._flavour = flavour

    def setup(self, *_: Any, **__: Any) -> None:
        """Make the aggregators where the work is."""
        self._aggregators = [t.aggregator(self._flavour) for t in self._transformers]

    def create_accumulator(self) -> States:
        return tuple(a.zero() for a in self._aggregators)

    def add_input(self, accumulator: States, batch: Sequence[Column]) -> States:
        triples = zip(self._aggregators, accumulator, batch, strict=True)
        return tuple(a.add(state, column) for a, state, column in triples)

    def merge_accumulators(self, accumulators: Iterable[States]) -> States:
        merged = self.create_accumulator()
        for states in accumulators:
            triples = zip(self._aggregators, merged, states, strict=True)
            merged = tuple(a.merge(left, right) for a, left, right in triples)
        return merged

    def extract_output(self, accumulator: States) -> bytes:
        triples = zip(self._transformers, self._aggregators, accumulator, strict=True)
        text = write(
            Setting.of_transformer(transformer, a.present(state), self._flavour)
            for transformer, a, state in triples
        )
        return to_utf8(text)


class LearnParts(beam.PTransform):  # type: ignore[misc]  # untyped base
    """What tf.Transform's analyzer gives (arrays of :data:`PARTS`) to one text of settings."""

    def __init__(
        self, transformers: Sequence[Transformer[Any]], flavour: Flavour = DEFAULT
    ) -> None:
        super().__init__()
        self._transformers = tuple(transformers)
        self._flavour = flavour

    def expand(self, batches: Any) -> Any:
        kinds = tuple(t.kind for t in self._transformers)
        return (
            batches
            | "Columns" >> beam.Map(columns_of_parts, kinds)
            | "Learn" >> beam.CombineGlobally(Learn(self._transformers, self._flavour))
        )


def columns_of_parts(parts: Sequence[Any], kinds: Sequence[Kind]) -> tuple[Column, ...]:
    """The columns of a batch."""
    found = []
    at = 0
    for kind in kinds:
        width = len(PARTS[kind])
        found.append(column_of_parts(kind, parts[at : at + width]))
        at += width
    return tuple(found)


def column_of_parts(kind: Kind, parts: Sequence[Any]) -> Column:
    """The column of a kind; strings are bytes, lists are flat with row splits."""
    present = np.asarray(parts[-1], np.bool_)
    match kind:
        case Kind.DOUBLE:
            return columns.Doubles(np.asarray(parts[0], np.float64), present)
        case Kind.STRING:
            return columns.Strings(_texts(parts[0]), present)
        case Kind.MDL:
            return columns.MdlRecords(_texts(parts[1]), np.asarray(parts[0], np.float64), present)
        case Kind.STRINGS:
            return columns.StringLists(_splits(parts[1]), _texts(parts[0]), present)
        case Kind.VECTOR:
            values = np.asarray(parts[0], np.float64)
            return columns.Vectors(_splits(parts[1]), values, present)
    weights = np.asarray(parts[1], np.float64)
    return columns.WeightedLists(_splits(parts[2]), _texts(parts[0]), weights, present)


def _splits(raw: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.asarray(raw, np.int64)


def _texts(raw: Any) -> Texts:
    return Texts.of_arrow(pa.array(list(raw), pa.binary()))
