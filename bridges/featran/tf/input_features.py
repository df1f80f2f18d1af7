"""Which features of an example a getter reads, and how each is parsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INTEGRAL,
    STRING,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from bridges.featran.tf.errors import NoRule
from bridges.features.names import child

EXACT = "@f64"


#: The field of an Avro schema that is no record.
WRAPPED = "value"


class Shape(Enum):
    """How many values of a feature an example has."""

    ONE = "one"
    OPTIONAL = "optional"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Input:
    """One key of tf.train.Example: its list (``int64``, ``float`` or ``bytes``) and shape."""

    name: str
    kind: str
    shape: Shape


def inputs_of(kind: Type, path: str, shape: Shape = Shape.ONE) -> Iterator[Input]:
    """The features that carry a value of a type.

    Raises
    ------
    NoRule
        If features cannot be read back into that type without its lengths and masks.
    """
    match kind:
        case Prim():
            yield from _scalar_inputs(kind, path, shape)
        case OptionOf(item) | Boxed(item):
            if shape is Shape.LIST:
                raise NoRule(f"a list with missing items ({path})")
            yield from inputs_of(item, path, Shape.OPTIONAL)
        case RecordOf() if shape is Shape.LIST:
            yield from _list_inputs(kind, path)
        case RecordOf(_, fields):
            for name, field in fields:
                yield from inputs_of(field, child(path, name), shape)
        case TupleOf(items):
            for i, item in enumerate(items, 1):
                yield from inputs_of(item, child(path, f"_{i}"), shape)
        case SeqOf(item):
            if shape is Shape.LIST:
                raise NoRule(f"a list of lists ({path})")
            yield from inputs_of(item, path, Shape.LIST)
        case MapOf(key, value):
            yield from inputs_of(key, f"{path}.key", Shape.LIST)
            yield from inputs_of(value, f"{path}.value", Shape.LIST)


def _list_inputs(kind: RecordOf, path: str) -> Iterator[Input]:
    """The parallel lists of a list of records; a field that has none is left out."""
    for name, field in kind.fields:
        try:
            yield from list(inputs_of(field, child(path, name), Shape.LIST))
        except NoRule:
            continue


def _scalar_inputs(kind: Prim, path: str, shape: Shape) -> Iterator[Input]:
    if kind == STRING:
        yield Input(path, "bytes", shape)
    elif kind in (*INTEGRAL, BOOLEAN):
        yield Input(path, "int64", shape)
    elif kind in (FLOAT, DOUBLE):
        yield Input(path, "float", shape)
        if kind == DOUBLE:
            yield Input(path + EXACT, "bytes", Shape.OPTIONAL)
    else:
        raise NoRule(f"a field of type {kind} ({path})")
