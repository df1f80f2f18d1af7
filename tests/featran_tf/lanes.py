"""Python values of the interpreter as lanes of tensors, and back."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import tensorflow as tf

from bridges.featran.flavour import DEFAULT
from bridges.featran.getters.types import (
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
from bridges.featran.tf.getters.tries import in_order
from bridges.featran.tf.getters.values import Fields, Items, Opt, blank, dtype_of, keyed


def lanes(kind: Type, values: list[Any]) -> Any:
    """Return lanes holding the values."""
    match kind:
        case Prim():
            plain = [v.encode("utf-8", "surrogatepass") if kind == STRING else v for v in values]
            return tf.constant(plain, dtype_of(kind), shape=[len(plain)])
        case OptionOf(item):
            return _optional(item, [v[0] if v else None for v in values], [bool(v) for v in values])
        case Boxed(item):
            return _optional(item, values, [v is not None for v in values])
        case SeqOf(item):
            splits = np.cumsum([0, *(len(v) for v in values)])
            items = lanes(item, [x for v in values for x in v])
            held = Items(tf.constant(splits, tf.int64), items)
            return keyed(held) if kind.kind == "Set" else held
        case RecordOf(_, fields):
            return Fields({n: lanes(k, [v[i] for v in values]) for i, (n, k) in enumerate(fields)})
        case TupleOf(items):
            columns = enumerate(items)
            return Fields({f"_{i + 1}": lanes(k, [v[i] for v in values]) for i, k in columns})
        case MapOf(key, value):
            pairs = [tuple(v.items()) for v in values]
            return keyed(lanes(SeqOf(TupleOf((key, value))), pairs))


def _optional(item: Type, values: list[Any], defined: list[bool]) -> Opt:
    filled = [v for v, d in zip(values, defined, strict=True) if d]
    inner = lanes(item, filled) if filled else blank(item, tf.constant(1))
    from bridges.featran.tf.getters.values import gather

    places = np.maximum(np.cumsum(defined) - 1, 0)
    return Opt(tf.constant(defined), gather(inner, tf.constant(places, tf.int64)))


def python(value: Any, kind: Type) -> list[Any]:
    """Return the values of lanes, as the interpreter has them."""
    match kind:
        case Prim():
            found = value.numpy().tolist()
            return [v.decode("utf-8", "surrogatepass") for v in found] if kind == STRING else found
        case OptionOf(item):
            inner = python(value.value, item)
            return [(v,) if d else () for v, d in zip(inner, value.defined.numpy(), strict=True)]
        case Boxed(item):
            inner = python(value.value, item)
            return [v if d else None for v, d in zip(inner, value.defined.numpy(), strict=True)]
        case SeqOf(item, "Set"):
            return python(in_order(value, item, DEFAULT), SeqOf(item))
        case MapOf(key, item):
            pairs = SeqOf(TupleOf((key, item)))
            return [dict(v) for v in python(in_order(value, key, DEFAULT), pairs)]
        case SeqOf(item):
            flat, splits = python(value.item, item), value.splits.numpy().tolist()
            return [tuple(flat[a:b]) for a, b in pairwise(splits)]
        case RecordOf(_, fields):
            columns = [python(value.fields[n], k) for n, k in fields]
        case TupleOf(items):
            columns = [python(value.fields[f"_{i}"], k) for i, k in enumerate(items, 1)]
    return list(zip(*columns, strict=True))


def unsaid(value: Any, kind: Type) -> bool:
    """Whether no example can hold it (null), or no thread of TensorFlow keeps it (subnormals)."""
    match kind:
        case Prim(name):
            least = {"Double": 2.0**-1022, "Float": 2.0**-126}.get(name, 0.0)
            return value is None or (least > 0.0 and 0.0 < abs(value) < least)
        case Boxed(item):
            return value is not None and unsaid(value, item)
        case OptionOf(item) | SeqOf(item):
            return value is None or any(unsaid(v, item) for v in value)
        case RecordOf(_, fields):
            kinds = [k for _, k in fields]
        case TupleOf(items):
            kinds = list(items)
        case MapOf(key, item):
            pairs = () if value is None else value.items()
            return value is None or any(unsaid(k, key) or unsaid(v, item) for k, v in pairs)
    return value is None or any(unsaid(v, k) for v, k in zip(value, kinds, strict=True))
