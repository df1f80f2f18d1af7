"""The same values in another Arrow layout: large, dictionary, fixed-size and list names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import types as t

from bridges.errors import DataError


def conform(array: pa.Array, wanted: pa.DataType, path: str) -> pa.Array:
    """``array`` as ``wanted``, value by value; what would change a value is refused."""
    if array.type == wanted:
        return array
    if isinstance(array.type, pa.BaseExtensionType):
        return conform(array.storage, wanted, path)
    if t.is_dictionary(array.type):
        return conform(array.dictionary_decode(), wanted, path)
    if t.is_struct(wanted) and t.is_struct(array.type):
        return _struct(array, wanted, path)
    if t.is_map(wanted) and t.is_map(array.type):
        return _map(array, wanted, path)
    if t.is_list(wanted) and _is_list_like(array.type):
        return _list(array, wanted, path)
    if t.is_fixed_size_list(wanted) and t.is_list(array.type):
        return _fixed_size_list(array, wanted, path)
    return _leaf(array, wanted, path)


def _is_list_like(kind: pa.DataType) -> bool:
    return bool(t.is_list(kind) or t.is_large_list(kind) or t.is_fixed_size_list(kind))


def _struct(array: pa.Array, wanted: pa.DataType, path: str) -> pa.Array:
    children = [
        conform(array.field(i), wanted[i].type, f"{path}.{wanted[i].name}")
        for i in range(wanted.num_fields)
    ]
    validity = _validity(array)
    return pa.Array.from_buffers(wanted, len(array), [validity], children=children)


def _validity(array: pa.Array) -> Any:
    """The array's validity without its offset."""
    if array.null_count == 0:
        return None
    return array.is_valid().buffers()[1]


def _list(array: pa.Array, wanted: pa.DataType, path: str) -> pa.Array:
    if not t.is_list(array.type):
        array = _as_list(array, path)
    items = conform(array.values, wanted.value_type, f"{path}.item")
    return _nested(array, wanted, [items])


def _as_list(array: pa.Array, path: str) -> pa.Array:
    """A large or fixed-size list as a list; more than 2**31 items do not fit one batch."""
    plain = pa.list_(array.type.value_field)
    if t.is_large_list(array.type):
        return _leaf(array, plain, path)
    if array.null_count:
        # Nulls take room in a fixed-size list and none in a list: rare, so by way of Python.
        return pa.array(array.to_pylist(), plain)
    size = array.type.list_size
    offsets = pa.array(np.arange(len(array) + 1, dtype=np.int32) * size)
    return pa.ListArray.from_arrays(offsets, array.flatten())


def _fixed_size_list(array: pa.Array, wanted: pa.DataType, path: str) -> pa.Array:
    if array.null_count:
        return pa.array(array.to_pylist(), wanted)
    items = conform(array.flatten(), wanted.value_type, f"{path}.item")
    if len(items) != len(array) * wanted.list_size:
        raise DataError(f"a list of other than {wanted.list_size} items", where=path)
    return pa.FixedSizeListArray.from_arrays(items, wanted.list_size)


def _map(array: pa.Array, wanted: pa.DataType, path: str) -> pa.Array:
    keys = conform(array.keys, wanted.key_type, f"{path}.key")
    items = conform(array.items, wanted.item_type, f"{path}.value")
    entry = pa.struct([wanted.key_field, wanted.item_field])
    entries = pa.Array.from_buffers(entry, len(keys), [None], children=[keys, items])
    return _nested(array, wanted, [entries])


def _nested(array: pa.Array, wanted: pa.DataType, children: list[pa.Array]) -> pa.Array:
    """A list or map with other children, at the same offsets."""
    validity, offsets = array.buffers()[:2]
    return pa.Array.from_buffers(
        wanted, len(array), [validity, offsets], offset=array.offset, children=children
    )


def _leaf(array: pa.Array, wanted: pa.DataType, path: str) -> pa.Array:
    try:
        if t.is_date64(array.type) or t.is_duration(array.type):
            return array.view(pa.int64()).view(wanted)
        if t.is_duration(wanted) or t.is_date64(wanted):
            return array.view(pa.int64()).view(wanted)
        if t.is_dictionary(wanted):
            return array.cast(wanted.value_type).dictionary_encode().cast(wanted)
        return array.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        what = f"{array.type} cannot become {wanted}: {error}"
        raise DataError(what, where=path) from error
