"""A hash of another column of the row, or the bucket of one, was made by another function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from migrate.parity import sql
from migrate.parity.beside import Source
from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.hashes import Form
from migrate.parity.learn_hash import forms_of
from migrate.parity.types import Family

#: The most places of a vector that are tried.
_LONGEST = 1 << 16


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.lifted or subject.is_two_valued:
        return  # two values are what chance makes of many texts
    for source in subject.sources:
        before = _forms(subject, source, subject.old_texts)
        after = _forms(subject, source, subject.new_texts) if before else ()
        for old, new in product(before, after):
            if not _same_bits(old, new):
                yield _attempt(subject, source, old, new)


def _forms(subject: Subject, source: Source, values: tuple[str | None, ...]) -> tuple[Form, ...]:
    """The forms that the field can hold: a vector has a place for each bucket."""
    pairs = zip(source.texts, values, strict=True)
    known = [(text, value) for text, value in pairs if text is not None and value is not None]
    found = forms_of(known, numbers=source.number) if known else ()
    if subject.family is not Family.LIST:
        return found
    return tuple(form for form in found if 0 < form.buckets <= _LONGEST)


def _same_bits(old: Form, new: Form) -> bool:
    """One hash with and without its sign: what an overflow is."""
    whole = not (old.buckets or new.buckets or old.digits or new.digits)
    return old.function == new.function and whole


def _attempt(subject: Subject, source: Source, old: Form, new: Form) -> Attempt:
    return Attempt(
        f"{old} of {source.name} became {new}",
        old=lambda _v: _value(subject, new, source.sql),
        when=sql.same(f"l{subject.place}", _value(subject, old, source.sql)),
    )


def _value(subject: Subject, form: Form, text: str) -> str:
    """SQL: the form in the type of the field."""
    made = f"parity_hash({sql.text(form.spec)}, {text})"
    if subject.family is Family.STRING:
        return made
    if subject.family is not Family.LIST:
        return f"TRY_CAST(TRY_CAST({made} AS HUGEINT) AS {subject.type.sql})"
    hot = f"CAST(i = TRY_CAST({made} AS BIGINT) AS {subject.type.item.sql})"
    return f"list_transform(range({form.buckets}), lambda i: {hot})"


CAUSE = Cause("hash-function", "a hash was made by another function", _attempts)
