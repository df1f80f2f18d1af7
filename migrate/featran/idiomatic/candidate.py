"""What a rule makes of a feature: the stock code, and what is known about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from bridges.featran.model import Feature
from migrate.featran.idiomatic.source import Source
from migrate.featran.render.expressions import number_text, quoted


@dataclass(frozen=True, slots=True)
class Subject:
    """A feature with the field it reads and what it learnt; ``summary`` None: nothing was seen."""

    feature: Feature
    source: Source
    summary: Any

    @property
    def transformer(self) -> Any:
        return self.feature.transformer

    @property
    def default(self) -> Any:
        return self.feature.default


@dataclass(frozen=True, slots=True)
class Candidate:
    """Stock code for a feature: an expression of ``inputs``, float32 ``[batch, columns]``.

    ``x``, if given, is what the code means by that name: another expression of ``inputs``.
    Exactly one of two arguments is given: ``equal``, why no input tells it from Featran's rule, or
    ``differs``, which inputs do.
    """

    code: str
    x: str = ""
    equal: str = ""
    differs: str = ""


@dataclass(frozen=True, slots=True)
class NoCandidate:
    """Why there is nothing to write."""

    reason: str


Rule: TypeAlias = Callable[[Subject], Candidate | NoCandidate]


def number(subject: Subject, missing: float) -> str:
    """float64 ``[batch]`` of a scalar; ``missing`` stands in unless the feature has a default."""
    source = subject.source
    name = quoted(source.name)
    if not source.optional:
        exact = f"doubles(inputs, {name})"
        return exact if source.type.name == "Double" else f"tf.cast(inputs[{name}], tf.float64)"
    spare = number_text(missing if subject.default is None else float(subject.default))
    if source.type.name == "Double":
        return f"doubles(inputs, {name}, {spare})"
    return f"filled(tf.cast(inputs[{name}], tf.float64), {spare})"


def column(code: str) -> str:
    """float32 ``[batch, 1]`` of numbers or truths ``[batch]``."""
    return f"tf.cast({code}, tf.float32)[:, tf.newaxis]"
