"""A run of strings, each distinct one held once.

Rules about strings (sorting, hashing, lookup) then cost one step per distinct string and an integer
gather per row. The bytes are UTF-8 with unpaired surrogates kept (Python's ``surrogatepass``), so
that UTF-16 code units, which Java compares and hashes, can be derived from any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from bridges.errors import DataError

I32: TypeAlias = np.ndarray[Any, np.dtype[np.int32]]
I64: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Bytes: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]


def encode(text: str) -> bytes:
    """Return the bytes of a string, unpaired surrogates included."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Two halves of a pair given one by one are one character to Java.
        units = text.encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le", "surrogatepass").encode("utf-8", "surrogatepass")


def decode(raw: bytes) -> str:
    """Return the string of such bytes."""
    return raw.decode("utf-8", "surrogatepass")


@dataclass(frozen=True, eq=False)
class Texts:
    """m strings: ``codes`` int32[m] into the distinct ``dictionary``; −1 where there is none.

    The dictionary is a ``pa.BinaryArray`` (or large binary) without nulls and without duplicates;
    it may hold strings that no code uses.
    """

    codes: I32
    dictionary: pa.Array

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The dictionary as Python strings."""
        offsets, data = self.raw
        whole, ends = data.tobytes(), offsets.tolist()
        return tuple(decode(whole[a:b]) for a, b in pairwise(ends))

    @cached_property
    def raw(self) -> tuple[I64, Bytes]:
        """The dictionary's bytes: offsets int64[k + 1] into uint8 data."""
        return raw_bytes(self.dictionary)

    def to_list(self) -> list[str | None]:
        """Return the strings one by one; None where there is none."""
        labels = self.labels
        return [labels[code] if code >= 0 else None for code in self.codes.tolist()]

    def take(self, rows: np.ndarray[Any, Any]) -> Texts:
        """Return the strings at some positions, or where a mask is true."""
        return Texts(self.codes[rows], self.dictionary)

    @classmethod
    def of(cls, strings: Iterable[str | None]) -> Texts:
        """Hold Python strings."""
        known: dict[str, int] = {}
        codes = [-1 if text is None else known.setdefault(text, len(known)) for text in strings]
        return cls(np.array(codes, dtype=np.int32), _binary(known))

    @classmethod
    def of_codes(cls, codes: I32, labels: Sequence[str]) -> Texts:
        """Hold strings given as codes; labels may repeat, as after a change of case."""
        known: dict[str, int] = {}
        places = np.array([known.setdefault(text, len(known)) for text in labels], dtype=np.int32)
        if len(known) == len(labels):
            return cls(codes.astype(np.int32, copy=False), _binary(known))
        moved = np.append(places, np.int32(-1))[codes]
        return cls(moved.astype(np.int32, copy=False), _binary(known))

    @classmethod
    def of_arrow(cls, array: pa.Array) -> Texts:
        """Hold an Arrow array of strings or binaries, dictionary-encoded or not; null is none."""
        if pa.types.is_dictionary(array.type):
            return _of_dictionary(array)
        if pa.types.is_null(array.type):
            return cls(np.full(len(array), -1, dtype=np.int32), _binary([]))
        encoded = _as_binary(array).dictionary_encode()
        return cls(_codes(encoded.indices), encoded.dictionary)


def _of_dictionary(array: pa.DictionaryArray) -> Texts:
    dictionary = _as_binary(array.dictionary)
    codes = _codes(array.indices)
    if dictionary.null_count or len(dictionary.unique()) != len(dictionary):
        places = Texts.of_arrow(dictionary)
        moved = np.append(places.codes, np.int32(-1))[codes]
        return Texts(moved.astype(np.int32), places.dictionary)
    return Texts(codes, dictionary)


def _codes(indices: pa.Array) -> I32:
    filled = indices.fill_null(-1) if indices.null_count else indices
    return np.asarray(filled).astype(np.int32, copy=False)


def _as_binary(array: pa.Array) -> pa.Array:
    if pa.types.is_string(array.type):
        return array.view(pa.binary())
    if pa.types.is_large_string(array.type):
        return array.view(pa.large_binary())
    if pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type):
        return array
    raise DataError(
        f"strings are needed, and the column has {array.type}",
        next_step="convert it in the getter, or in the data",
    )


def _binary(strings: Iterable[str]) -> pa.Array:
    return pa.array([encode(text) for text in strings], pa.binary())


def raw_bytes(array: pa.Array) -> tuple[I64, Bytes]:
    """Return a binary array's bytes: offsets int64[k + 1] into uint8 data."""
    kind = np.int64 if pa.types.is_large_binary(array.type) else np.int32
    _, ends, data = array.buffers()
    if ends is None or not len(array):
        return np.zeros(len(array) + 1, dtype=np.int64), np.zeros(0, dtype=np.uint8)
    offsets = np.frombuffer(ends, dtype=kind)[array.offset : array.offset + len(array) + 1]
    flat = np.zeros(0, dtype=np.uint8) if data is None else np.frombuffer(data, dtype=np.uint8)
    return offsets.astype(np.int64), flat
