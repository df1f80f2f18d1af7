"""Feature by feature: stock code where it is argued and seen to be equal, else why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bridges.featran.columns import Kind
from bridges.featran.flavour import Flavour
from bridges.featran.getters.types import DOUBLE, FLOAT, STRING
from bridges.featran.model import Feature, FeatureSpec
from bridges.featran.transformers.unit import Learnless
from migrate.featran.idiomatic.candidate import Candidate, NoCandidate, Subject
from migrate.featran.idiomatic.source import Source, source_of
from migrate.featran.idiomatic.table import NONE, REFIT, RULES
from migrate.featran.idiomatic.trial import Trial, attempt


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one feature.

    ``nearest`` is the stock code or mapper that comes nearest, if there is any; ``made`` and
    ``trial`` are that code and how it went where it was tried. It replaces the feature's rule
    where ``replaced``. ``reason`` argues for either.
    """

    feature: Feature
    reason: str
    nearest: str = ""
    replaced: bool = False
    made: Candidate | None = None
    trial: Trial | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """What the module is to do."""

    flavour: Flavour
    refit: bool
    masks: bool


def decide(
    specs: tuple[FeatureSpec, ...], summaries: Mapping[str, Any], mode: Mode
) -> tuple[Decision, ...]:
    """A decision for every feature, in order."""
    crossed = {name for spec in specs for crossing in spec.crossings for name in crossing.key}
    found = []
    for feature in (f for spec in specs for f in spec.features):
        summary = summaries[feature.name]
        held = _held(feature, summary, feature.name in crossed, mode)
        found.append(held or _tried(feature, summary, mode))
    return tuple(found)


def _held(feature: Feature, summary: Any, crossed: bool, mode: Mode) -> Decision | None:
    """Why a feature keeps its rule whatever it learnt; None if nothing holds it."""
    name = type(feature.transformer).__name__
    if mode.masks:
        return Decision(feature, "--added and --rejected need what only the exact rule knows")
    if crossed:
        return Decision(feature, "a crossing needs its values in float64 and what was added")
    if name in NONE:
        return Decision(feature, NONE[name])
    if mode.refit:
        return _held_by_refit(feature, name)
    if summary is None:
        return Decision(feature, "no row had a value in training, so its column is always 0.0")
    return None


def _held_by_refit(feature: Feature, name: str) -> Decision | None:
    if not isinstance(feature.transformer, Learnless):
        analyser = REFIT[name]
        reason = f"{analyser.name} {analyser.differs}".strip()
        return Decision(feature, reason, nearest=analyser.name)
    if not feature.required and feature.default is None:
        return Decision(feature, "the data may have no value, and then its column is always 0.0")
    return None


def _tried(feature: Feature, summary: Any, mode: Mode) -> Decision:
    source = source_of(feature)
    if source is None:
        return Decision(feature, "its getter computes, and stock mappers read features as they are")
    if not _fits(feature.transformer.kind, source):
        return Decision(feature, f"no stock mapper reads a {source.type} here")
    subject = Subject(feature, source, () if mode.refit else summary)
    made = RULES[type(feature.transformer).__name__](subject)
    if isinstance(made, NoCandidate):
        return Decision(feature, made.reason)
    return _judged(subject, made, mode)


def _fits(kind: Kind, source: Source) -> bool:
    match kind:
        case Kind.DOUBLE:
            return source.type != STRING and not source.many
        case Kind.STRING:
            return source.type == STRING and not source.many
        case Kind.STRINGS:
            return source.type == STRING and source.many
        case Kind.VECTOR:
            return source.type in (FLOAT, DOUBLE) and source.many
    return False


def _judged(subject: Subject, made: Candidate, mode: Mode) -> Decision:
    """An argument and a trial without a difference replace a rule; either alone does not."""
    trial = attempt(subject, made, mode.flavour)
    if made.equal and trial.example is None:
        return Decision(subject.feature, made.equal, made.code, True, made, trial)
    reason = made.differs or "it was expected to be equal and is not"
    return Decision(subject.feature, reason, made.code, False, made, trial)
