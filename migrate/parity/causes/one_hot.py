"""One-hot labels with a column each, numbered in another order: the columns are permuted."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Subject


def attempts(subject: Subject) -> Iterator[Attempt]:
    """What :mod:`migrate.parity.relabelled_rows` found the whole row to be."""
    if subject.labels:
        yield Attempt(
            f"{subject.labels} columns permuted",
            old=lambda _v: f"r{subject.place}",  # another column's value, as `relabelled` says
            when=subject.relabelled,
        )
