"""What the hash encoders have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from bridges.featran.aggregators.hyper_log_log import HyperLogLog
from bridges.featran.aggregators.presented import Presented
from bridges.featran.aggregators.unit import Unit
from bridges.featran.block import I64
from bridges.featran.errors import ArithmeticFailure, require
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.settings.numbers import parse_int
from bridges.featran.texts import Texts
from bridges.featran.transformers.base import Transformer, indexed

#: Above this ``(h % c + c) % c`` overflows Java's int.
LARGEST = 1 << 30


@dataclass(frozen=True)
class Hashed(Transformer[int]):
    """Columns ``name_0 … name_{C − 1}``, chosen by a hash of the label.

    C is ``hash_bucket_size``, or, where that is 0, the estimated number of distinct labels times
    ``size_scaling_factor``.
    """

    hash_bucket_size: int = 0
    size_scaling_factor: float = 8.0

    def check(self) -> None:
        """Refuse sizes out of range; Featran's second message names the wrong argument."""
        require(self.hash_bucket_size >= 0, "hashBucketSize must be >= 0")
        require(self.size_scaling_factor >= 1.0, "hashBucketSize must be >= 1.0")

    def aggregator(self, flavour: Flavour = DEFAULT) -> Presented[Any, Any, int]:
        """Return what finds the number of buckets."""
        if self.hash_bucket_size > 0:
            return Presented(Unit(), self._given)
        return Presented(HyperLogLog(), self._inferred)

    def _given(self, _: tuple[()]) -> int:
        return self.hash_bucket_size

    def _inferred(self, estimate: float) -> int:
        return math.ceil(estimate * self.size_scaling_factor)

    def dimension(self, summary: int) -> int:
        """Return the number of buckets."""
        return summary

    def names(self, summary: int) -> list[str]:
        """Return ``name_i``."""
        return indexed(self.name, summary)

    def encode(self, summary: int, flavour: Flavour = DEFAULT) -> str:
        """Return the number of buckets."""
        return str(summary)

    def decode(self, text: str) -> int:
        """Read the number of buckets."""
        return parse_int(text)

    def buckets(self, texts: Texts, summary: int) -> I64:
        """Return int64[m]: the bucket of each string, −1 where there is none.

        Raises
        ------
        ArithmeticFailure
            If there are no buckets: training saw only empty lists.
        """
        from bridges.featran.kernels.strings import scala_hashes

        require(summary <= LARGEST, f"{summary} hash buckets are more than {LARGEST}")
        if summary == 0:
            if (texts.codes >= 0).any():
                raise ArithmeticFailure("/ by zero", where=self.name, next_step=_NO_BUCKETS)
            return texts.codes.astype(np.int64)
        hashes = scala_hashes(*texts.raw).astype(np.int64) % summary
        return np.append(hashes, -1)[texts.codes]


_NO_BUCKETS = "training saw no label at all; train again, or give hashBucketSize"
