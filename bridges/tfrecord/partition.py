"""Records dealt to splits by a hash, as TFX's ExampleGen deals them.

A record goes to bucket ``sha256(key) mod buckets``; its key is the record itself, or the
serialized Feature of one name (TFX 1.16, ``base_example_gen_executor._PartitionFn``).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from bridges.errors import DataError
from bridges.features.columns import Array
from bridges.kernels.frames import FOOTER, HEADER
from bridges.kernels.splits import find_feature

_DIGEST_WORDS = 8
_TAG_FLOAT = 0x12


@dataclass(frozen=True, slots=True)
class Records:
    """Framed records in ``data``, by the place and size of each frame; ``base`` is its address."""

    data: memoryview
    base: int
    starts: Array
    sizes: Array


@dataclass(frozen=True, slots=True)
class Partition:
    """``ends`` are the splits' last buckets, exclusive; ``feature`` None hashes whole records."""

    ends: tuple[int, ...]
    feature: str | None = None

    def split_of(self, records: Records) -> Array:
        """The position of each record's split."""
        if len(self.ends) == 1:
            return np.zeros(len(records.starts), np.int64)
        begins, lengths = self._keys(records)
        spans = zip(begins.tolist(), (begins + lengths).tolist(), strict=True)
        data = records.data
        digests = b"".join([sha256(data[begin:end]).digest() for begin, end in spans])
        return np.searchsorted(np.array(self.ends), _modulo(digests, self.ends[-1]), side="right")

    def _keys(self, records: Records) -> tuple[Array, Array]:
        if self.feature is None:
            return records.starts + HEADER - records.base, records.sizes - HEADER - FOOTER
        return _spans_of(self.feature, records)


def _modulo(digests: bytes, divisor: int) -> Array:
    """Big-endian numbers of 256 bits, modulo one of at most 32."""
    words = np.frombuffer(digests, ">u4").reshape(-1, _DIGEST_WORDS).astype(np.uint64)
    rest = np.zeros(len(words), np.uint64)
    for k in range(_DIGEST_WORDS):
        rest = (rest << np.uint64(32) | words[:, k]) % np.uint64(divisor)
    return rest.astype(np.int64)


def _spans_of(feature: str, records: Records) -> tuple[Array, Array]:
    count, name = len(records.starts), np.frombuffer(feature.encode() + b"\0", np.uint8)
    begins, lengths = np.zeros((2, count), np.int64)
    size = len(name) - 1
    have = find_feature(
        records.starts, records.sizes, count, name.ctypes.data, size, begins, lengths
    )
    if have < count:
        raise _unfit(feature, "a record does not have the feature")
    begins -= records.base
    if any(records.data[begin] == _TAG_FLOAT for begin in begins.tolist()):
        raise _unfit(feature, "the feature holds floats, which TFX does not split by")
    return begins, lengths


def _unfit(feature: str, what: str) -> DataError:
    return DataError(
        what, where=feature, next_step="split by an integer or bytes feature that every row has"
    )
