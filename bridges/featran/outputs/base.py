"""What can be written, and the contract of a writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from typing import Any, Protocol

from bridges.featran.features import Features


class Outputs(StrEnum):
    """The formats."""

    JSONL = "jsonl"
    NPY = "npy"
    PARQUET = "parquet"
    TFRECORD = "tfrecord"


class Output(Protocol):
    """Takes batches of features: ``encode`` may run in any thread, ``append`` in order in one."""

    def encode(self, features: Features) -> Any:
        """Return what the file holds of a batch."""

    def append(self, encoded: Any) -> None:
        """Write it."""


@contextmanager
def open_output(
    kind: Outputs, uri: str, names: tuple[str, ...], single: bool = False
) -> Iterator[Output]:
    """Yield a writer of one file, which appears when the block ends well.

    ``single`` writes float32 where the format can hold float64; tf.Example has float32 alone.

    Raises
    ------
    BridgeError
        If the format cannot hold these names, or the file exists.
    """
    from bridges.featran.outputs import jsonl, npy, parquet, tfrecord

    opened: AbstractContextManager[Output]
    match kind:
        case Outputs.JSONL:
            opened = jsonl.opened(uri, names)
        case Outputs.NPY:
            opened = npy.opened(uri, names, single)
        case Outputs.PARQUET:
            opened = parquet.opened(uri, names, single)
        case Outputs.TFRECORD:
            opened = tfrecord.opened(uri, names)
    with opened as output:
        yield output
