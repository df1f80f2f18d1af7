"""Two types as one that says the values of both, and how each side gets there.

The rules are a table by the two families; what is in no row is incompatible. A string beside
another scalar is compared as text: each side in the engine's own printing of the typed side, and
a string that does not parse stays as it is, so it differs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from migrate.parity import sql
from migrate.parity.model import Compatibility
from migrate.parity.sql import Expr
from migrate.parity.types import Family, Type, list_of, scalar

_DOUBLE, _TEXT, _BLOB = scalar("DOUBLE"), scalar("VARCHAR"), scalar("BLOB")
_BIGINT, _HUGEINT, _TIMESTAMP = scalar("BIGINT"), scalar("HUGEINT"), scalar("TIMESTAMP")
_EPOCH: Final = {0: "epoch", 3: "epoch_ms", 6: "epoch_us", 9: "epoch_ns"}
_DECIMAL_DIGITS: Final = 38
#: Integers up to two to this are doubles too.
_EXACT_BITS: Final = 53


@dataclass(frozen=True, slots=True)
class Unified:
    """The common type, and the SQL that brings each side's value there.

    ``instant``: numbers that are nanoseconds of a point in time.
    """

    compatibility: Compatibility
    type: Type
    left: Expr
    right: Expr
    instant: bool = False


def unify(left: Type, right: Type) -> Unified:
    """How values of the two types are compared."""
    if left.sql == right.sql and left.sql != "ENUM":
        return Unified(Compatibility.IDENTICAL, left, _as_is, _as_is)
    rule = _RULES.get((left.family, right.family))
    if rule is not None:
        return rule(left, right) or _incompatible(left, right)
    mirrored = _RULES.get((right.family, left.family))
    if mirrored is not None:
        found = mirrored(right, left)
        if found is not None:
            return Unified(
                _MIRROR.get(found.compatibility, found.compatibility),
                found.type,
                found.right,
                found.left,
                found.instant,
            )
    return _wrapped(left, right) or _incompatible(left, right)


_MIRROR: Final = {
    Compatibility.WIDENED: Compatibility.NARROWED,
    Compatibility.NARROWED: Compatibility.WIDENED,
}


def _as_is(value: str) -> str:
    return value


def _cast(target: str) -> Expr:
    return lambda value: f"CAST({value} AS {target})"


def _both(compatibility: Compatibility, common: Type) -> Unified:
    return Unified(compatibility, common, _cast(common.sql), _cast(common.sql))


def _incompatible(left: Type, right: Type) -> Unified:
    del left, right
    return _both(Compatibility.INCOMPATIBLE, _TEXT)


def _ints(left: Type, right: Type) -> Unified:
    holds_left = right.size >= left.size and (left.unsigned or not right.unsigned)
    holds_right = left.size >= right.size and (right.unsigned or not left.unsigned)
    common = _BIGINT if max(left.size, right.size) <= 64 else _HUGEINT
    if holds_left:
        return _both(Compatibility.WIDENED, common)
    narrowed = Compatibility.NARROWED if holds_right else Compatibility.CONVERTIBLE
    return _both(narrowed, common)


def _floats(left: Type, right: Type) -> Unified:
    wider = right.size > left.size
    return _both(Compatibility.WIDENED if wider else Compatibility.NARROWED, _DOUBLE)


def _int_and_float(left: Type, right: Type) -> Unified:
    del right
    return Unified(Compatibility.CONVERTIBLE, _DOUBLE, _exact_double(left), _cast("DOUBLE"))


def _exact_double(kind: Type) -> Expr:
    """A cast to double that stops where it would round a whole number, and hide a difference.

    What a decimal loses behind the point is what its column lost when it became one of floats.
    """
    limit = 2**_EXACT_BITS
    if (
        _whole_digits(kind) < len(str(limit))
        if kind.family is Family.DECIMAL
        else (kind.size <= _EXACT_BITS)
    ):
        return _cast("DOUBLE")
    message = f"numbers beyond 2^{_EXACT_BITS} beside floats"
    return lambda value: (
        f"CASE WHEN {value} BETWEEN -{limit} AND {limit} OR {value} IS NULL "
        f"THEN CAST({value} AS DOUBLE) ELSE error('{message}') END"
    )


def _decimals(left: Type, right: Type) -> Unified:
    scale = max(left.scale, right.scale)
    whole = max(_whole_digits(left), _whole_digits(right))
    digits = min(whole + scale, _DECIMAL_DIGITS)  # the cast stops where a value has more
    common = Type(Family.DECIMAL, f"DECIMAL({digits},{scale})", digits, scale)
    if left.family is right.family and _whole_digits(right) >= _whole_digits(left):
        return _both(
            Compatibility.WIDENED if right.scale >= left.scale else Compatibility.NARROWED, common
        )
    return _both(Compatibility.CONVERTIBLE, common)


def _whole_digits(kind: Type) -> int:
    if kind.family is Family.DECIMAL:
        return kind.size - kind.scale
    return len(str(2**kind.size))


def _decimal_and_float(left: Type, right: Type) -> Unified:
    del right
    return Unified(Compatibility.CONVERTIBLE, _DOUBLE, _exact_double(left), _cast("DOUBLE"))


def _bool_and_int(left: Type, right: Type) -> Unified:
    del left, right
    return _both(Compatibility.CONVERTIBLE, _BIGINT)


def _strings(left: Type, right: Type) -> Unified:
    del left, right
    return _both(Compatibility.CONVERTIBLE, _TEXT)


def _string_and_bytes(left: Type, right: Type) -> Unified:
    del left, right
    return Unified(
        Compatibility.CONVERTIBLE,
        _BLOB,
        lambda value: f"encode(CAST({value} AS VARCHAR))",
        _as_is,
    )


def _string_and_scalar(left: Type, right: Type) -> Unified:
    del left

    def parsed(value: str) -> str:
        return (
            f"COALESCE(CAST(TRY_CAST({value} AS {right.sql}) AS VARCHAR), CAST({value} AS VARCHAR))"
        )

    return Unified(Compatibility.CONVERTIBLE, _TEXT, parsed, _cast("VARCHAR"))


def _timestamps(left: Type, right: Type) -> Unified:
    if 9 in (left.size, right.size):
        nanos = _nanoseconds
        return Unified(Compatibility.CONVERTIBLE, _HUGEINT, nanos(left), nanos(right), instant=True)
    return Unified(Compatibility.CONVERTIBLE, _TIMESTAMP, _wall_clock(left), _wall_clock(right))


def _nanoseconds(kind: Type) -> Expr:
    if kind.size == 9:
        return lambda value: f"CAST(epoch_ns({value}) AS HUGEINT)"
    return lambda value: f"CAST(epoch_us({value}) AS HUGEINT) * 1000"


def _wall_clock(kind: Type) -> Expr:
    """An instant as its time in UTC, without asking the engine's time zone."""
    if kind.zoned:
        return lambda value: f"make_timestamp(epoch_us({value}))"
    return _cast("TIMESTAMP")


def _date_and_timestamp(left: Type, right: Type) -> Unified:
    if right.size == 9:
        nanos = _nanoseconds(right)
        return Unified(
            Compatibility.CONVERTIBLE,
            _HUGEINT,
            lambda value: f"CAST(epoch_us(CAST({value} AS TIMESTAMP)) AS HUGEINT) * 1000",
            nanos,
            instant=True,
        )
    del left
    return Unified(Compatibility.CONVERTIBLE, _TIMESTAMP, _cast("TIMESTAMP"), _wall_clock(right))


def _date_and_int(left: Type, right: Type) -> Unified:
    del left, right
    return Unified(
        Compatibility.CONVERTIBLE,
        _HUGEINT,
        lambda value: f"CAST({value} - DATE '1970-01-01' AS HUGEINT)",
        _cast("HUGEINT"),
    )


def _timestamp_and_int(left: Type, right: Type) -> Unified:
    del right
    function = _EPOCH[left.size]
    return Unified(
        Compatibility.CONVERTIBLE,
        _HUGEINT,
        lambda value: f"CAST({function}({value}) AS HUGEINT)",
        _cast("HUGEINT"),
    )


def _lists(left: Type, right: Type) -> Unified | None:
    items = unify(left.item, right.item)
    if items.compatibility is Compatibility.INCOMPATIBLE:
        return None
    each: Callable[[Expr], Expr] = lambda item: (  # noqa: E731
        lambda value: f"list_transform({value}, lambda e: {item('e')})"
    )
    common = list_of(items.type)
    return Unified(items.compatibility, common, each(items.left), each(items.right))


def _structs(left: Type, right: Type) -> Unified | None:
    """Structs inside lists and maps: the same field names, in any order."""
    mine, theirs = dict(left.children), dict(right.children)
    if mine.keys() != theirs.keys():
        return None
    found = {field: unify(mine[field], theirs[field]) for field in mine}
    worst = {each.compatibility for each in found.values()}
    if Compatibility.INCOMPATIBLE in worst:
        return None
    inner = ", ".join(f"{sql.name(field)} {each.type.sql}" for field, each in found.items())
    children = tuple((field, each.type) for field, each in found.items())
    common = Type(Family.STRUCT, f"STRUCT({inner})", children=children)
    return _both(
        worst.pop() if len(worst) == 1 else Compatibility.CONVERTIBLE,
        common,
    )


def _maps(left: Type, right: Type) -> Unified | None:
    (_, left_key), (_, left_value) = left.children
    (_, right_key), (_, right_value) = right.children
    keys, values = unify(left_key, right_key), unify(left_value, right_value)
    if Compatibility.INCOMPATIBLE in (keys.compatibility, values.compatibility):
        return None
    children = (("key", keys.type), ("value", values.type))
    common = Type(Family.MAP, f"MAP({keys.type.sql}, {values.type.sql})", children=children)
    return _both(values.compatibility, common)


def _wrapped(left: Type, right: Type) -> Unified | None:
    """A scalar beside a list: a list of one, as tf.Example has every value."""
    if Family.LIST not in (left.family, right.family):
        return None
    left_item = left.item if left.family is Family.LIST else left
    right_item = right.item if right.family is Family.LIST else right
    items = unify(left_item, right_item)
    if items.compatibility is Compatibility.INCOMPATIBLE:
        return None
    common = list_of(items.type)

    def one(item: Expr) -> Expr:
        return lambda value: f"CASE WHEN {value} IS NOT NULL THEN [{item(value)}] END"

    def each(item: Expr) -> Expr:
        return lambda value: f"list_transform({value}, lambda e: {item('e')})"

    if left.family is Family.LIST:
        return Unified(Compatibility.CONVERTIBLE, common, each(items.left), one(items.right))
    return Unified(Compatibility.CONVERTIBLE, common, one(items.left), each(items.right))


_Rule = Callable[[Type, Type], Unified | None]
_RULES: Final[dict[tuple[Family, Family], _Rule]] = {
    (Family.INT, Family.INT): _ints,
    (Family.FLOAT, Family.FLOAT): _floats,
    (Family.INT, Family.FLOAT): _int_and_float,
    (Family.DECIMAL, Family.DECIMAL): _decimals,
    (Family.INT, Family.DECIMAL): _decimals,
    (Family.DECIMAL, Family.FLOAT): _decimal_and_float,
    (Family.BOOL, Family.INT): _bool_and_int,
    (Family.STRING, Family.STRING): _strings,
    (Family.STRING, Family.BYTES): _string_and_bytes,
    **{
        (Family.STRING, family): _string_and_scalar
        for family in (
            Family.BOOL,
            Family.INT,
            Family.FLOAT,
            Family.DECIMAL,
            Family.DATE,
            Family.TIME,
            Family.TIMESTAMP,
        )
    },
    (Family.TIMESTAMP, Family.TIMESTAMP): _timestamps,
    (Family.DATE, Family.TIMESTAMP): _date_and_timestamp,
    (Family.DATE, Family.INT): _date_and_int,
    (Family.TIMESTAMP, Family.INT): _timestamp_and_int,
    (Family.LIST, Family.LIST): _lists,
    (Family.STRUCT, Family.STRUCT): _structs,
    (Family.MAP, Family.MAP): _maps,
}
