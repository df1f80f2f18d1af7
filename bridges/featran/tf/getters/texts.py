"""``String.valueOf`` of values, by type."""

from __future__ import annotations

from bridges.featran.flavour import Flavour
from bridges.featran.getters.types import (
    BOOLEAN,
    BYTE,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    SHORT,
    STRING,
    Boxed,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from bridges.featran.tf import utf16
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections, decimals
from bridges.featran.tf.getters.values import Fields, Items, Opt, Value, types_of


def shown(value: Value, kind: Type, flavour: Flavour) -> Tensor:
    """The text of each lane's value.

    Raises
    ------
    NoRule
        If the JVM's text depends on a class or an address that is not known here.
    """
    import tensorflow as tf

    match value, kind:
        case _, Prim():
            return _scalar(value, kind, flavour)
        case Opt(defined, inner), OptionOf(item):
            held = tf.strings.join(["Some(", shown(inner, item, flavour), ")"])
            return tf.where(defined, held, "None")
        case Opt(defined, inner), Boxed(item):
            return tf.where(defined, shown(inner, item, flavour), "null")
        case Items(splits, item), SeqOf(inner, "List" | "Vector" as name):
            words = Items(splits, shown(item, inner, flavour))
            return collections.text(words, f"{name}(", ", ", ")")
        case Fields(fields), TupleOf() | RecordOf():
            parts = [shown(fields[name], k, flavour) for name, k in types_of(kind)]
            owner = kind.name if isinstance(kind, RecordOf) else ""
            return tf.strings.join([f"{owner}(", tf.strings.join(parts, ","), ")"])
    raise NoRule(f"the text of a {kind}")


def _scalar(value: Tensor, kind: Prim, flavour: Flavour) -> Tensor:
    import tensorflow as tf

    if kind == STRING:
        return value
    if kind == BOOLEAN:
        return tf.where(value, "true", "false")
    if kind == CHAR:
        return utf16.characters(value)
    if kind in (BYTE, SHORT, INT, LONG):
        return tf.strings.as_string(value)
    if kind in (FLOAT, DOUBLE):
        return decimals.shown(value, kind, flavour.jdk)
    raise NoRule(f"the text of a {kind}")
