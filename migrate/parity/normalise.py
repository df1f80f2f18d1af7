"""Normalisation before comparing: one step is one piece of SQL, checked against its type."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from migrate.parity import sql
from migrate.parity.types import Family, Type

_NUMBERS = frozenset({Family.INT, Family.FLOAT, Family.DECIMAL})
_CASTS: Final = {
    "string": "VARCHAR",
    "int": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "bytes": "BLOB",
}
_UNITS: Final = {"s": 1_000_000, "ms": 1000, "us": 1}
Argument = str | float | bool


@dataclass(frozen=True, slots=True)
class StepKind:
    """What a step takes, which types it fits, and its SQL."""

    argument: tuple[type, ...]
    help: str
    fits: frozenset[Family]
    apply: Callable[[str, Argument, Type], str]
    check: Callable[[Argument], str] = lambda _value: ""


def _trim(value: str, _argument: Argument, _kind: Type) -> str:
    return rf"regexp_replace({value}, '^\s+|\s+$', '', 'g')"


def _fill(value: str, argument: Argument, kind: Type) -> str:
    made = sql.literal(argument)
    if kind.family is not Family.NOTHING:
        made = f"CAST({made} AS {kind.sql})"
    return f"COALESCE({value}, {made})"


def _blank(value: str, argument: Argument, kind: Type) -> str:
    return f"NULLIF({value}, CAST({sql.literal(argument)} AS {kind.sql}))"


def _cast(value: str, argument: Argument, kind: Type) -> str:
    """Between texts and bytes as UTF-8: the engine would read and write escapes."""
    if (kind.family, argument) == (Family.STRING, "bytes"):
        return f"encode({value})"
    if (kind.family, argument) == (Family.BYTES, "string"):
        return f"decode({value})"
    return f"CAST({value} AS {_CASTS[str(argument)]})"


def _known_cast(argument: Argument) -> str:
    return "" if argument in _CASTS else f"is {argument!r}"


def _scale(value: str, argument: Argument, kind: Type) -> str:
    if kind.family is Family.INT and float(argument).is_integer():
        return f"CAST({value} AS HUGEINT) * {int(float(argument))}"
    return f"CAST({value} AS DOUBLE) * {sql.number(float(argument))}"


def _epoch(value: str, argument: Argument, _kind: Type) -> str:
    return f"make_timestamp(CAST({value} AS BIGINT) * {_UNITS[str(argument)]})"


def _known_unit(argument: Argument) -> str:
    return "" if argument in _UNITS else f"is {argument!r}"


def _shift(value: str, argument: Argument, kind: Type) -> str:
    return _moved(value, str(round(float(argument) * 1e6)), kind)


def _moved(value: str, micros: str, kind: Type) -> str:
    """SQL of a time so many microseconds later, with all its digits."""
    if kind.size == 9 and kind.family is Family.TIMESTAMP:
        return f"make_timestamp_ns(epoch_ns({value}) + {micros} * 1000)"
    return f"make_timestamp({_epoch_us(value, kind)} + {micros})"


def _epoch_us(value: str, kind: Type) -> str:
    return f"epoch_us({value if kind.zoned else f'CAST({value} AS TIMESTAMP)'})"


def _zone(value: str, argument: Argument, kind: Type) -> str:
    """A wall clock's time there, even if it calls itself one of UTC, becomes the time in UTC."""
    micros = _epoch_us(value, kind)
    there = f"epoch_us(make_timestamp({micros}) AT TIME ZONE {sql.text(str(argument))})"
    return _moved(value, f"({there} - {micros})", kind)


def _known_zone(argument: Argument) -> str:
    fits = re.fullmatch(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*", str(argument))
    return "" if fits else f"is {argument!r}"


STEPS: Final[dict[str, StepKind]] = {
    "cast": StepKind(
        (str,), f"choose one of {', '.join(_CASTS)}", frozenset(Family), _cast, _known_cast
    ),
    "trim": StepKind((bool,), "write trim = true", frozenset({Family.STRING}), _trim),
    "lower": StepKind(
        (bool,),
        "write lower = true",
        frozenset({Family.STRING}),
        lambda value, _argument, _kind: f"lower({value})",
    ),
    "nfc": StepKind(
        (bool,),
        "write nfc = true",
        frozenset({Family.STRING}),
        lambda value, _argument, _kind: f"nfc_normalize({value})",
    ),
    "fill": StepKind(
        (str, int, float, bool),
        "write what a null becomes",
        _NUMBERS | {Family.STRING, Family.BOOL, Family.DATE, Family.TIMESTAMP, Family.NOTHING},
        _fill,
    ),
    "null_if": StepKind(
        (str, int, float), "write what becomes null", _NUMBERS | {Family.STRING}, _blank
    ),
    "epoch": StepKind(
        (str,), "the unit of the numbers: s, ms or us", frozenset({Family.INT}), _epoch, _known_unit
    ),
    "scale": StepKind((int, float), "write a factor", _NUMBERS, _scale),
    "round": StepKind(
        (int,),
        "write a number of decimals",
        frozenset({Family.FLOAT, Family.DECIMAL}),
        lambda value, argument, _kind: f"round({value}, {int(argument)})",
    ),
    "shift": StepKind(
        (int, float), "write seconds", frozenset({Family.TIMESTAMP, Family.DATE}), _shift
    ),
    "timezone": StepKind(
        (str,),
        "the zone whose clock the times are of, such as Europe/Stockholm",
        frozenset({Family.TIMESTAMP}),
        _zone,
        _known_zone,
    ),
    "sort": StepKind(
        (bool,),
        "write sort = true",
        frozenset({Family.LIST}),
        lambda value, _argument, _kind: f"list_sort({value})",
    ),
}
