""".npy files as tables: structured arrays have names, others take them from a file beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import fs

from bridges.errors import BridgeError
from bridges.files import DataFile, open_input, resolve
from migrate.errors import BadInput

_ROWS: Final = 65536


def read_names(uri: str) -> list[str]:
    """Column names: a JSON list, an object with ``names`` or ``featureNames``, or one a line."""
    try:
        with open_input(uri) as stream:
            text = stream.read().decode("utf-8")
    except (BridgeError, UnicodeDecodeError) as error:
        raise BadInput(f"the names cannot be read: {error}", where=uri) from error
    try:
        value: Any = json.loads(text)
    except ValueError:
        value = [line.strip() for line in text.splitlines() if line.strip()]
    if isinstance(value, dict):
        value = value.get("names", value.get("featureNames"))
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise BadInput("holds no list of names", where=uri, next_step="write a JSON list of texts")
    if len(set(value)) < len(value):
        double = next(name for name in value if value.count(name) > 1)
        raise BadInput(f"gives the name {double!r} twice", where=uri)
    return value


def npy_batches(file: DataFile, names_uri: str) -> Iterator[pa.RecordBatch]:
    """The rows of an array of one or two dimensions."""
    array = _load(file.uri)
    names = _names(array, file.uri, names_uri)
    for start in range(0, max(len(array), 1), _ROWS):
        part = array[start : start + _ROWS]
        columns = [
            _arrow(column, name, file.uri)
            for name, column in zip(names, _columns(part), strict=True)
        ]
        yield pa.RecordBatch.from_arrays(columns, names)


def _arrow(column: Any, name: str, uri: str) -> pa.Array:
    """A column in the machine's byte order, of 32 bits where its floats have 16; what has a second
    dimension as lists."""
    half = column.dtype.kind == "f" and column.dtype.itemsize == 2
    kind = np.dtype(np.float32) if half else column.dtype.newbyteorder("=")
    whole = np.ascontiguousarray(column).astype(kind, copy=False)
    try:
        values = pa.array(whole.reshape(-1) if whole.ndim <= 2 else whole)
        if whole.ndim < 2:
            return values
        ends = np.arange(len(whole) + 1, dtype=np.int64) * (whole.size // max(len(whole), 1))
        return pa.LargeListArray.from_arrays(ends, values)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise BadInput(
            f"the field {name!r} is of {column.dtype}, which is not compared: {error}",
            where=uri,
            next_step="save numbers, truth values, texts, bytes or times",
        ) from error


def _load(uri: str) -> Any:
    try:
        with open_input(uri) as stream:
            array = np.load(stream, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise BadInput(f"cannot be read as an array: {error}", where=uri) from error
    if array.ndim not in (1, 2) or array.dtype.kind not in "biufUSV":
        raise BadInput(
            f"is an array of {array.ndim} dimension(s) of {array.dtype}",
            where=uri,
            next_step="save one row per record, one column per feature",
        )
    return array if array.ndim == 2 or array.dtype.names else array.reshape(-1, 1)


def _columns(array: Any) -> list[Any]:
    if array.dtype.names:
        return [array[name] for name in array.dtype.names]
    return [array[:, index] for index in range(array.shape[1])]


def _names(array: Any, uri: str, names_uri: str) -> list[str]:
    if array.dtype.names:
        return list(array.dtype.names)
    found = names_uri or _beside(uri)
    if not found:
        return [f"c{index}" for index in range(array.shape[1])]
    names = read_names(found)
    if len(names) != array.shape[1]:
        raise BadInput(
            f"has {array.shape[1]} columns, and {found} has {len(names)} names", where=uri
        )
    return names


def _beside(uri: str) -> str:
    """The file of names that lies beside an array, or nothing."""
    stem = uri.removesuffix(".npy")
    directory = uri.rpartition("/")[0]
    for name in (f"{stem}.names.json", f"{stem}.names.txt", f"{stem}.names"):
        if _exists(name):
            return name
    for name in ("names.json", "names.txt"):
        full = f"{directory}/{name}" if directory else name
        if _exists(full):
            return full
    return ""


def _exists(uri: str) -> bool:
    filesystem, path = resolve(uri)
    return bool(filesystem.get_file_info(path).type == fs.FileType.File)
