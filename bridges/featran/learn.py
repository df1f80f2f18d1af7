"""The first pass: what a spec's transformers learn from all records."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import pyarrow as pa

from bridges.featran.aggregators.base import Aggregator
from bridges.featran.columns import Column
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.model import Feature, refuse_duplicates
from bridges.featran.rows import placed

#: The states of a spec's aggregators, in the order of the features.
States: TypeAlias = tuple[Any, ...]
#: What was learnt, in the order of the features; None where no row was present.
Summaries: TypeAlias = tuple[Any, ...]


def columns_of(
    features: tuple[Feature, ...], alike: tuple[int, ...], batch: pa.RecordBatch
) -> tuple[Column, ...]:
    """Return what the features' getters give; ``first_alike`` ones are asked once.

    Raises
    ------
    NullValue
        If a required value is missing.
    """
    columns: list[Column] = []
    for place, first in enumerate(alike):
        same = first < place
        columns.append(columns[first] if same else features[place].column(batch))
    return tuple(columns)


def first_alike(features: tuple[Feature, ...]) -> tuple[int, ...]:
    """Return, for each feature, the first with the same getter, default and need."""
    asked = [(f.getter, f.default, f.required) for f in features]
    return tuple(asked.index(question) for question in asked)


@dataclass(frozen=True)
class Learner:
    """The aggregators of some features, side by side; states merge as those of each do."""

    features: tuple[Feature, ...]
    flavour: Flavour = DEFAULT

    def __post_init__(self) -> None:
        refuse_duplicates(self.features)

    @cached_property
    def aggregators(self) -> tuple[Aggregator[Any, Any], ...]:
        """The aggregators, in the order of the features."""
        return tuple(feature.transformer.aggregator(self.flavour) for feature in self.features)

    def zero(self) -> States:
        """Return the states of no rows."""
        return tuple(aggregator.zero() for aggregator in self.aggregators)

    def add(self, states: States, batch: pa.RecordBatch, before: int = 0) -> States:
        """Return the states with a batch folded in, which ``before`` other rows precede.

        Raises
        ------
        FeatranError
            Where Featran's own aggregation fails.
        """
        with placed(lambda row: before + row):
            columns = columns_of(self.features, self._alike, batch)
        triples = zip(self.aggregators, states, columns, strict=True)
        return tuple(a.add(state, column) for a, state, column in triples)

    @cached_property
    def _alike(self) -> tuple[int, ...]:
        return first_alike(self.features)

    def merge(self, left: States, right: States) -> States:
        """Return the states of two parts, left before right."""
        triples = zip(self.aggregators, left, right, strict=True)
        return tuple(a.merge(a_left, a_right) for a, a_left, a_right in triples)

    def present(self, states: States) -> Summaries:
        """Return what was learnt."""
        pairs = zip(self.aggregators, states, strict=True)
        return tuple(aggregator.present(state) for aggregator, state in pairs)

    def learn(self, batches: Iterable[pa.RecordBatch]) -> Summaries:
        """Return what all batches say, folded in order as Featran folds a list."""
        states, before = self.zero(), 0
        for batch in batches:
            states = self.add(states, batch, before)
            before += batch.num_rows
        return self.present(states)


def learn_in_threads(
    features: tuple[Feature, ...],
    batches: Iterable[pa.RecordBatch],
    flavour: Flavour = DEFAULT,
    workers: int = 1,
) -> Summaries:
    """Return what ``Learner.learn`` returns: each thread folds some of the features, in order."""
    refuse_duplicates(features)
    shares = _shares(features, workers)
    learners = [Learner(tuple(features[i] for i in share), flavour) for share in shares]
    states: list[States] = [learner.zero() for learner in learners]
    with ThreadPoolExecutor(len(learners)) as pool:
        running: list[Future[States]] = []
        before = 0
        for batch in batches:
            states = [future.result() for future in running] or states
            pairs = zip(learners, states, strict=True)
            running = [pool.submit(learner.add, state, batch, before) for learner, state in pairs]
            before += batch.num_rows
        states = [future.result() for future in running] or states
    summaries: dict[int, Any] = {}
    for share, learner, state in zip(shares, learners, states, strict=True):
        summaries |= zip(share, learner.present(state), strict=True)
    return tuple(summaries[i] for i in range(len(features)))


def _shares(features: tuple[Feature, ...], workers: int) -> list[list[int]]:
    """Deal the features; those that ask the same getter stay together."""
    groups: dict[int, list[int]] = {}
    for place, first in enumerate(first_alike(features)):
        groups.setdefault(first, []).append(place)
    count = max(1, min(workers, len(groups)))
    dealt: list[list[int]] = [[] for _ in range(count)]
    for turn, group in enumerate(groups.values()):
        dealt[turn % count] += group
    return dealt
