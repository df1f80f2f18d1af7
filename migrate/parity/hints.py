"""What all shards have to know alike before they look into differences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from migrate.parity import join
from migrate.parity.explain import Trial, trials_of
from migrate.parity.frequent import PairBuckets
from migrate.parity.partial import Survey
from migrate.parity.plan import Plan
from migrate.parity.policy import Duplicates
from migrate.parity.relabelled import Permutation, permutations


@dataclass(frozen=True, slots=True)
class Hints:
    """Trials, labels, evidence and numbers of differences, by number of the field."""

    trials: dict[int, list[Trial]] = field(default_factory=dict)
    labels: dict[int, frozenset[str | None]] = field(default_factory=dict)
    evidence: dict[int, list[tuple[Any, Any]]] = field(default_factory=dict)
    different: dict[int, int] = field(default_factory=dict)
    permuted: tuple[Permutation, ...] = ()
    pairs: dict[int, PairBuckets] | None = None
    """Buckets of changes over all shards, where their counts will be added up; None where there is
    one shard, which knows the most frequent by itself."""


def hints_of(plan: Plan, survey: Survey, *, sharded: bool = False) -> Hints:
    """The trials of all fields that differ, from the survey of all shards."""
    found = {}
    permuted = permutations(plan, survey)
    for group in join.groups(plan):
        for index in group:
            if survey.fields[index].different:
                found[index] = trials_of(plan, index, survey, group, permuted)
    labels = {
        i: texts
        for i, counted in enumerate(survey.fields)
        if counted.different and (texts := counted.labels) is not None
    }
    labelled = {} if plan.policy.duplicates is Duplicates.PAIRWISE else labels
    evidence = {i: [(a, b) for _, a, b in survey.fields[i].evidence] for i in found}
    different = {i: survey.fields[i].different for i in found}
    pairs = {i: survey.fields[i].pairs for i in found} if sharded else None
    return Hints(found, labelled, evidence, different, permuted, pairs)
