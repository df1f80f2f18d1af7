"""The passes over the data: learn where there are no settings, then extract and write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from bridges.errors import DataError
from bridges.featran.extract import Extractor, with_settings
from bridges.featran.features import Features
from bridges.featran.flavour import Flavour
from bridges.featran.learn import learn_in_threads
from bridges.featran.model import FeatureSpec
from bridges.featran.ordered import in_order
from bridges.featran.outputs import Output
from bridges.featran.records import Progress, Records
from bridges.featran.rows import placed
from bridges.featran.settings.document import write

#: Rows that are extracted at once, so that wide specs stay in memory: about this many values.
_VALUES = 1 << 21
_MOST_ROWS = 8192

#: What one batch becomes: its rows, its rejections by transformer, and each output's share.
_Made: TypeAlias = tuple[int, dict[str, int], list[Any]]


@dataclass(slots=True)
class Tally:
    """What was extracted: rows, and rejections by transformer."""

    rows: int = 0
    rejections: Counter[str] = field(default_factory=Counter)


def extractors(
    specs: Sequence[FeatureSpec],
    settings: str | None,
    where: str,
    records: Records,
    progress: Progress,
    flavour: Flavour,
    workers: int = 1,
) -> tuple[Extractor, ...]:
    """Return an extractor per spec, from settings or from a pass over all records."""
    if settings is not None:
        return tuple(with_settings(spec, settings, flavour, where) for spec in specs)
    features = tuple(feature for spec in specs for feature in spec.features)
    batches = _some(records.batches(progress))
    summaries = learn_in_threads(features, batches, flavour, workers)
    made = []
    for spec in specs:
        own, summaries = summaries[: len(spec.features)], summaries[len(spec.features) :]
        made.append(Extractor(spec, own, flavour))
    return tuple(made)


def _some(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the batches; nothing can be learnt from no records."""
    rows = 0
    for batch in batches:
        rows += batch.num_rows
        yield batch
    if not rows:
        raise DataError(
            "there are no records to learn from",
            next_step="give records, or the settings of a former run with --settings",
        )


def names_of(made: Sequence[Extractor]) -> tuple[str, ...]:
    """Return the names of all columns."""
    return tuple(name for extractor in made for name in extractor.names)


def settings_of(made: Sequence[Extractor]) -> str:
    """Return the settings of all specs in one document, as Featran writes it."""
    return write(setting for extractor in made for setting in extractor.settings())


def extract(
    made: Sequence[Extractor],
    records: Records,
    progress: Progress,
    outputs: Sequence[Output],
    workers: int = 1,
) -> Tally:
    """Write the features of all records, in their order, and return what there was.

    Batches are extracted and encoded by as many threads as ``workers`` says; this one writes.
    """

    def share(part: tuple[int, pa.RecordBatch]) -> _Made:
        first, batch = part
        with placed(lambda row: first + row):
            features = _beside([extractor.extract(batch) for extractor in made])
        counts = {name: len(rejections) for name, rejections in features.rejections.items()}
        return len(features), counts, [output.encode(features) for output in outputs]

    tally = Tally()
    width = max(1, len(names_of(made)))
    most = max(1, min(_MOST_ROWS, _VALUES // width))
    for rows, counts, shares in in_order(share, _parts(records.batches(progress), most), workers):
        tally.rows += rows
        tally.rejections.update(counts)
        for output, encoded in zip(outputs, shares, strict=True):
            output.append(encoded)
    return tally


def _parts(batches: Iterator[pa.RecordBatch], most: int) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield parts of batches, each with the number of rows before it."""
    before = 0
    for batch in batches:
        for start in range(0, batch.num_rows, most):
            yield before + start, batch.slice(start, most)
        before += batch.num_rows


def _beside(parts: list[Features]) -> Features:
    """Return the features of several specs as one; names of transformers do not repeat."""
    if len(parts) == 1:
        return parts[0]
    values: Any = np.concatenate([part.values for part in parts], axis=1)
    added: Any = np.concatenate([part.added for part in parts], axis=1)
    names = tuple(name for part in parts for name in part.names)
    rejections = {name: r for part in parts for name, r in part.rejections.items()}
    return Features(names, values, added, rejections)
