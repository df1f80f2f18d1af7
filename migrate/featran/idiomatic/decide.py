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

    ``made`` is the nearest stock code, if there is any, and ``trial`` how it went; it replaces
    the feature's rule where ``replaced``. ``reason`` argues for either.
    """

    feature: Feature
    reason: str
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
        held = _held(feature, summaries[feature.name], feature.name in crossed, mode)
        found.append(
            Decision(feature, held) if held else _tried(feature, summaries[feature.name], mode)
        )
    return tuple(found)


def _held(feature: Feature, summary: Any, crossed: bool, mode: Mode) -> str:
    """Why a feature keeps its rule whatever stock op there may be; empty if nothing holds it."""
    name = type(feature.transformer).__name__
    if mode.masks:
        return "--added and --rejected need what only the exact rule knows"
    if crossed:
        return "a crossing needs its values in float64 and which of them were added"
    if mode.refit:
        return _held_by_refit(feature)
    if summary is None:
        return "no row had a value in training, so its column is always 0.0"
    return NONE.get(name, "")


def _held_by_refit(feature: Feature) -> str:
    name = type(feature.transformer).__name__
    if name in NONE:
        return NONE[name]
    if not isinstance(feature.transformer, Learnless):
        return REFIT[name]
    if not feature.required and feature.default is None:
        return "the data may have no value at all, and then its column is always 0.0"
    return ""


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
        return Decision(subject.feature, made.equal, True, made, trial)
    reason = made.differs or "it was expected to be equal and is not"
    return Decision(subject.feature, reason, False, made, trial)
