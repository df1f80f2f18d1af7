"""Rules for transformers of labels: a table of constants gives each label its place."""

from __future__ import annotations

from typing import Any

from migrate.featran.idiomatic.candidate import Candidate, NoCandidate, Subject
from migrate.featran.render.expressions import number_text, quoted

#: More labels than this do not stand in code.
MOST = 500

_LOOKED_UP = "the labels are constants, found byte by byte; 0.0 and 1.0 need no rounding"


def one_hot(subject: Subject) -> Candidate | NoCandidate:
    """1.0 at the label's column; the last one takes others if it is asked for."""
    labels, missing = subject.summary.labels, subject.transformer.encode_missing_value
    other = len(labels) if missing else -1
    places = _place(subject, labels, other)
    if places is None:
        return _NO_TABLE
    return Candidate(f"tf.one_hot({places}, {len(labels) + missing})", equal=_LOOKED_UP)


def position(subject: Subject) -> Candidate | NoCandidate:
    """The label's place as a number; 0.0 for any other."""
    places = _place(subject, subject.summary.labels, 0)
    if places is None:
        return _NO_TABLE
    code = f"tf.cast({places}, tf.float32)[:, tf.newaxis]"
    return Candidate(code, equal="the labels are constants, found byte by byte; places are small")


def heavy_hitters(subject: Subject) -> Candidate | NoCandidate:
    """Rank and frequency of the label; 0.0 for any other."""
    labels = tuple(subject.summary)
    places = _place(subject, labels, len(labels))
    if places is None:
        return _NO_TABLE
    rows = [(float(h.rank), float(h.frequency)) for h in subject.summary.values()]
    listed = ", ".join(f"({number_text(a)}, {number_text(b)})" for a, b in [*rows, (0.0, 0.0)])
    table = f"tf.cast(tf.constant([{listed}], tf.float64), tf.float32)"
    return Candidate(
        f"tf.gather({table}, {places})",
        equal="the labels are constants, found byte by byte; rank and frequency are constants",
    )


def n_hot(subject: Subject) -> Candidate | NoCandidate:
    """1.0 at each label of a list; the last column takes others, and lists of none."""
    labels, missing = subject.summary.labels, subject.transformer.encode_missing_value
    if subject.default is not None:
        return NoCandidate("no stock op takes the default of a list")
    if not _distinct(labels):
        return _NO_TABLE
    width = len(labels) + missing
    table = f"places({_listed(labels)}, {len(labels)})"
    ids = f'{table}.lookup(inputs["{subject.source.name}"])'
    hot = (
        f"tf.math.bincount({ids}, minlength={width}, maxlength={width}, axis=-1, "
        "binary_output=True, dtype=tf.float32)"
    )
    code = f"tf.ensure_shape({hot}, [None, {width}])"
    if missing:
        return Candidate(code, differs="a list of no labels has 1.0 in the last column of Featran")
    return Candidate(code, equal=_LOOKED_UP)


def _place(subject: Subject, labels: tuple[str, ...], other: int) -> str | None:
    """int64 ``[batch]``; None where no table can hold the labels."""
    if not _distinct(labels):
        return None
    table = f"places({_listed(labels)}, {other})"
    found = f"{table}.lookup(inputs[{quoted(subject.source.name)}])"
    if not subject.source.optional:
        return found
    spare: Any = other
    if subject.default is not None:
        spare = labels.index(subject.default) if subject.default in labels else other
    return f"filled({found}, {spare})"


def _distinct(labels: tuple[str, ...]) -> bool:
    return 0 < len(labels) == len(set(labels)) <= MOST


_NO_TABLE = NoCandidate(f"a table in code holds distinct labels, at least one and at most {MOST}")


def _listed(labels: tuple[str, ...]) -> str:
    return f"[{', '.join(map(quoted, labels))}]"
