"""The same number or time in another notation: Java prints 1.0E10, Python 10000000000.0.

A text is read as a number or a time only where that keeps all its digits.
"""

from collections.abc import Iterator
from typing import Final

from migrate.parity import exact_text
from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family

_FRACTION: Final = 6
#: Digits in groups of three, with a comma or with anything else that is written between them.
_GROUPS: Final = r"^\s*[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\s*$"
_OTHER_GROUPS: Final = r"^\s*[-+]?[0-9]{1,3}([. \x{A0}\x{202F}'][0-9]{3})+(,[0-9]+)?\s*$"
_COMMA: Final = r"^\s*[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?\s*$"


def _as_number(value: str, kind: str = "DOUBLE", bits: int = 64) -> str:
    """A text that is a number, as Python prints it; any other text as it is.

    So is one whose digits the type has not, or that it makes infinite or zero of.
    """
    text = rf"trim({value}, ' \t\n')"
    holds = exact_text.is_printed(text, kind, bits)
    number = f"CASE WHEN {holds} THEN TRY_CAST({text} AS {kind}) END"
    return f"COALESCE(CAST({number} AS VARCHAR), {value})"


def _as_float(value: str) -> str:
    return _as_number(value, "FLOAT", 32)


def _as_time(value: str) -> str:
    short = rf"NOT regexp_matches({value}, '\.[0-9]{{{_FRACTION}}}0*[1-9]')"
    time = f"CASE WHEN {short} THEN TRY_CAST({value} AS TIMESTAMP) END"
    return f"COALESCE(CAST({time} AS VARCHAR), {value})"


def _as_bool(value: str) -> str:
    return f"COALESCE(CAST(TRY_CAST({value} AS BOOLEAN) AS VARCHAR), {value})"


def _ungrouped(value: str) -> str:
    plain = f"replace({value}, ',', '')"
    return _as_number(
        f"(CASE WHEN regexp_matches({value}, '{_GROUPS}') THEN {plain} ELSE {value} END)"
    )


def _point(value: str) -> str:
    other = _OTHER_GROUPS.replace("'", "''")
    blanks = rf"regexp_replace({value}, '[. \x{{A0}}\x{{202F}}'']', '', 'g')"
    plain = f"replace({blanks}, ',', '.')"
    fits = f"regexp_matches({value}, '{other}') OR regexp_matches({value}, '{_COMMA}')"
    return _as_number(f"(CASE WHEN {fits} THEN {plain} ELSE {value} END)")


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.STRING:
        yield Attempt("number", old=_as_number, new=_as_number)
        yield Attempt("time", old=_as_time, new=_as_time)
        yield Attempt("truth value", old=_as_bool, new=_as_bool)
        yield Attempt("number of float32", old=_as_float, new=_as_float)
        for ours, theirs in ((_point, _as_number), (_as_number, _point)):
            yield Attempt("decimal comma", old=ours, new=theirs)
        for ours, theirs in ((_ungrouped, _as_number), (_as_number, _ungrouped)):
            yield Attempt("digits in groups", old=ours, new=theirs)


CAUSE = Cause("notation", "the same value is written in another notation", _attempts)
