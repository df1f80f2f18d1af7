"""When two values of one type are the same, and when they are close enough: SQL of both."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.parity import sql
from migrate.parity.model import Kind
from migrate.parity.policy import Rule
from migrate.parity.sql import Expr
from migrate.parity.strict import is_strict, without_objection
from migrate.parity.types import NUMBERS, Family, Type


def identical(kind: Type, left: str, right: str, rule: Rule) -> str:
    """The same value: null equals null, NaN equals NaN, 0.0 equals -0.0 unless the rule objects."""
    base = sql.same(left, right)
    if not is_strict(kind, rule):
        return base
    return f"({base} AND {without_objection(kind, left, right, rule)})"


def within(kind: Kind, type_: Type, left: str, right: str, rule: Rule) -> str | None:
    """Close enough under the rule; None where the rule has no tolerance for such values."""
    if kind is Kind.VECTOR and (vector := _vector(type_, left, right, rule)):
        return vector
    if kind is Kind.TEMPORAL:
        return _times(type_, left, right, rule)
    if kind is Kind.MAP:
        return _maps(type_, left, right, rule)
    return _within(type_, left, right, rule)


def _within(type_: Type, left: str, right: str, rule: Rule) -> str | None:
    match type_.family:
        case family if family in NUMBERS and family is not Family.BOOL:
            return _numbers(type_, left, right, rule)
        case Family.TIMESTAMP | Family.DATE | Family.TIME:
            return _times(type_, left, right, rule)
        case Family.STRING:
            return _strings(left, right, rule)
        case Family.LIST:
            return _lists(type_, left, right, rule)
        case Family.STRUCT:
            return _structs(type_, left, right, rule)
        case _:
            return None


def _numbers(type_: Type, left: str, right: str, rule: Rule) -> str | None:
    apart = f"abs({difference(type_, left, right)})"
    largest = f"greatest(abs(CAST({left} AS DOUBLE)), abs(CAST({right} AS DOUBLE)))"
    tests = []
    if rule.absolute is not None:
        tests.append(f"{apart} <= {sql.number(rule.absolute)}")
    if rule.relative is not None:
        tests.append(f"{apart} <= {sql.number(rule.relative)} * {largest}")
    if rule.ulp is not None and type_.family is Family.FLOAT:
        tests.append(f"{apart} <= {rule.ulp} * {_ulp(type_, left, right)}")
    if not tests:
        return None
    # NaN is the largest number to the engine, so a comparison with it must not decide.
    finite = f"isfinite(CAST({left} AS DOUBLE)) AND isfinite(CAST({right} AS DOUBLE))"
    return f"({finite} AND ({sql.any_of(tests)}))"


def difference(type_: Type, left: str, right: str) -> str:
    """SQL of ``right`` minus ``left`` as a double, rounded once: two integers beyond 2^53 are
    apart though their doubles are not."""
    doubles = f"(CAST({right} AS DOUBLE) - CAST({left} AS DOUBLE))"
    if type_.family is Family.INT:
        return f"CAST(CAST({right} AS HUGEINT) - CAST({left} AS HUGEINT) AS DOUBLE)"
    if type_.family is Family.DECIMAL:
        # Of two signs the difference may have too many digits, and is no small one.
        alike = f"({left} < 0) = ({right} < 0)"
        return f"CASE WHEN {alike} THEN CAST({right} - {left} AS DOUBLE) ELSE {doubles} END"
    return doubles


def _ulp(type_: Type, left: str, right: str) -> str:
    """The distance from the larger of both to the next number of its type; of the largest of all,
    after which infinity comes, to the one before."""
    largest = f"greatest(abs({left}), abs({right}))"
    after = f"nextafter({largest}, 'inf'::{type_.sql})"
    before = f"nextafter({largest}, 0::{type_.sql})"
    apart = f"CASE WHEN isfinite({after}) THEN {after} - {largest} ELSE {largest} - {before} END"
    return f"CAST({apart} AS DOUBLE)"


def _times(type_: Type, left: str, right: str, rule: Rule) -> str | None:
    if rule.temporal is None:
        return None
    clock = clock_of(type_)
    most = round(rule.temporal * 1e6) * clock.per_micro
    return f"abs({clock.read(left)} - {clock.read(right)}) <= {most}"


@dataclass(frozen=True, slots=True)
class Clock:
    """SQL of a time as a whole number, wide enough to subtract: ``per_micro`` a microsecond."""

    read: Expr
    per_micro: int = 1


def clock_of(type_: Type) -> Clock:
    """How times of a type are counted: since 1970, or midnight, in the type's own precision."""
    if type_.family is Family.INT:  # nanoseconds
        return Clock(lambda value: value, 1000)
    if type_.family is Family.TIMESTAMP and type_.size == 9:
        return Clock(lambda value: f"CAST(epoch_ns({value}) AS HUGEINT)", 1000)
    if type_.family is Family.TIME:
        return Clock(lambda value: seconds(f"(DATE '1970-01-01' + {value})"))
    return Clock(seconds)


def seconds(value: str) -> str:
    """Microseconds since 1970 of a date or timestamp, wide enough to subtract."""
    return f"CAST(epoch_us(CAST({value} AS TIMESTAMP)) AS HUGEINT)"


def _strings(left: str, right: str, rule: Rule) -> str | None:
    if rule.edit_distance is None:
        return None
    return f"{levenshtein(left, right)} <= {rule.edit_distance}"


def levenshtein(left: str, right: str) -> str:
    """Edit distance in code points: the engine's own counts bytes, which is the same in ASCII."""
    ascii_ = f"strlen({left}) = length({left}) AND strlen({right}) = length({right})"
    short = f"greatest(length({left}), length({right})) <= 1000"
    return (
        f"CASE WHEN {ascii_} AND {short} THEN levenshtein({left}, {right}) "
        f"WHEN {short} THEN parity_levenshtein({left}, {right}) END"
    )


def _maps(type_: Type, left: str, right: str, rule: Rule) -> str | None:
    """Entries of the same keys: a key is no value that may be about another one."""
    entries = _lists(type_, left, right, rule)
    if entries is None:
        return None
    keys = "list_transform({}, lambda e: struct_extract(e, 'key'))"
    return f"({sql.same(keys.format(left), keys.format(right))} AND {entries})"


def _lists(type_: Type, left: str, right: str, rule: Rule) -> str | None:
    inner = _within(type_.item, "p[1]", "p[2]", rule)
    if inner is None:
        return None
    close = f"{sql.same('p[1]', 'p[2]')} OR COALESCE({inner}, false)"
    pairs = f"list_zip({left}, {right})"
    return (
        f"(len({left}) = len({right}) AND "
        f"COALESCE(list_bool_and(list_transform({pairs}, lambda p: {close})), true))"
    )


def _structs(type_: Type, left: str, right: str, rule: Rule) -> str | None:
    """All fields the same or close; one close field is enough to make the rule worth asking."""
    tests, any_rule = [], False
    for field, kind in type_.children:
        mine = f"struct_extract({left}, {sql.text(field)})"
        theirs = f"struct_extract({right}, {sql.text(field)})"
        close = _within(kind, mine, theirs, rule)
        any_rule = any_rule or close is not None
        tests.append(
            sql.same(mine, theirs) + (f" OR COALESCE({close}, false)" if close is not None else "")
        )
    return f"({sql.all_of(tests)})" if any_rule else None


def _vector(type_: Type, left: str, right: str, rule: Rule) -> str | None:
    """Tolerances of whole vectors; the rule's element tolerances count as well."""
    tests = []
    mine, theirs = filled(left), filled(right)
    if rule.cosine is not None:
        tests.append(f"1 - list_cosine_similarity({mine}, {theirs}) <= {sql.number(rule.cosine)}")
    if rule.l2 is not None:
        near = f"list_distance({mine}, {theirs}) <= {sql.number(rule.l2)}"
        exact = [_all_doubles(type_.item, side) for side in (left, right)]
        tests.append(sql.all_of([near, *exact]))
    if not tests:
        return None
    fits = f"len({left}) = len({right}) AND len({left}) > 0"
    whole = f"{no_holes(left)} AND {no_holes(right)}"
    vector = f"CASE WHEN {fits} AND {whole} THEN {sql.any_of(tests)} END"
    elements = _lists(type_, left, right, rule)
    return f"({vector} OR {elements})" if elements else f"({vector})"


def _all_doubles(kind: Type, value: str) -> str:
    """SQL: the numbers of a list are doubles as they are, not rounded ones."""
    if kind.family is Family.FLOAT:
        return "true"
    large = f"list_filter({value}, lambda e: e NOT BETWEEN {-(2**53)} AND {2**53})"
    return f"len({large}) = 0"


def filled(value: str) -> str:
    """A list of doubles with 0 for a null: distances refuse a null even where nobody asks."""
    return f"list_transform(CAST({value} AS DOUBLE[]), lambda e: COALESCE(e, 0))"


def no_holes(value: str) -> str:
    """A list without a null."""
    return f"len(list_filter({value}, lambda e: e IS NULL)) = 0"
