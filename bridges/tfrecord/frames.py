"""The records of one TFRecord stream, found and checked chunk by chunk."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

import numpy as np

from bridges.errors import CorruptData
from bridges.features.columns import Array
from bridges.kernels.frames import FOOTER, HEADER, Frame, scan_frames
from bridges.kernels.memory import SLACK
from bridges.tfrecord.codec import Source, plain_bytes

#: Bytes read at a time; a record that is larger makes the buffer grow to hold it.
CHUNK = 4 << 20
#: Protobuf allows no message beyond this.
MAX_RECORD = (1 << 31) - 1
_MAX_RECORDS = CHUNK // (HEADER + FOOTER) + 1
_REPORTED = 20


class OnCorrupt(StrEnum):
    """What to do with a record that cannot be read."""

    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Corruption:
    """One place that cannot be read; ``offset`` counts uncompressed bytes."""

    file: str
    offset: int
    reason: str


@dataclass(slots=True)
class ReadReport:
    """What was read and what was left out; ``examples`` lists the first places.

    ``beside`` counts fields that no Example has, such as the lists of a SequenceExample.
    """

    records: int = 0
    corrupt: int = 0
    unknown_features: int = 0
    beside: int = 0
    examples: list[Corruption] = field(default_factory=list)

    def note(self, corruption: Corruption, policy: OnCorrupt) -> None:
        """Count a place that cannot be read, or raise."""
        if policy is OnCorrupt.FAIL:
            raise CorruptData(
                corruption.reason,
                where=f"{corruption.file} at byte {corruption.offset}",
                next_step="restore the file, or leave such records out with the policy skip",
            )
        self.corrupt += 1
        if len(self.examples) < _REPORTED:
            self.examples.append(corruption)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some records by address, valid until the next chunk; ``offsets`` are places in the file."""

    starts: Array
    sizes: Array
    offsets: Array

    def payload(self, index: int) -> bytes:
        """Return a copy of one record."""
        return ctypes.string_at(int(self.starts[index]), int(self.sizes[index]))


class Frames:
    """Reads one stream. A wrong length ends it: nothing after can be found."""

    def __init__(self, name: str, policy: OnCorrupt, report: ReadReport) -> None:
        self._name = name
        self._policy = policy
        self._report = report
        self._buffer = np.empty(CHUNK + SLACK, np.uint8)
        self._base = 0
        self._filled = 0
        self._damage: CorruptData | None = None

    def read(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Yield the records of a stream; damage is reported as the policy says."""
        try:
            source = plain_bytes(stream, self._name)
            while self._fill(source):
                yield from self._scan()
        except CorruptData as e:
            if self._policy is OnCorrupt.FAIL:
                raise
            self._bad(self._base, e.what)
            return
        if self._filled:
            self._bad(self._base, "the last record is truncated")

    def _fill(self, source: Source) -> bool:
        """Add bytes behind what is left; tell whether there were any.

        Damage waits until the bytes before it are used.
        """
        if self._damage is not None:
            raise self._damage
        room = len(self._buffer) - SLACK - self._filled
        if room == 0:
            self._enlarge()
            room = len(self._buffer) - SLACK - self._filled
        before = self._filled
        while self._filled - before < room:
            data = self._next(source, room - (self._filled - before))
            if not data:
                break
            self._buffer[self._filled : self._filled + len(data)] = np.frombuffer(data, np.uint8)
            self._filled += len(data)
        return self._filled > before or self._damage is not None

    def _next(self, source: Source, size: int) -> bytes:
        try:
            return source.read(size)
        except CorruptData as e:
            self._damage = e
            return b""

    def _enlarge(self) -> None:
        size = int.from_bytes(self._buffer[:8].tobytes(), "little") + HEADER + FOOTER
        if size > MAX_RECORD:
            raise CorruptData(f"a record of {size} bytes; protobuf ends at {MAX_RECORD}")
        larger = np.empty(max(size, len(self._buffer)) + SLACK, np.uint8)
        larger[: self._filled] = self._buffer[: self._filled]
        self._buffer = larger

    def _scan(self) -> Iterator[Chunk]:
        """Yield the whole records in the buffer and move the rest to its front."""
        origin = int(self._buffer.ctypes.data)
        at, end = origin, origin + self._filled
        starts, sizes = np.empty(_MAX_RECORDS, np.int64), np.empty(_MAX_RECORDS, np.int64)
        found = np.zeros(2, np.int64)
        status = Frame.COMPLETE
        while at < end and status is not Frame.PARTIAL:
            status = Frame(scan_frames(at, end, starts, sizes, found))
            count, at = int(found[0]), int(found[1])
            if count:
                self._report.records += count
                offsets = starts[:count] - HEADER - origin + self._base
                yield Chunk(starts[:count], sizes[:count], offsets)
            at = self._past_damage(status, at, origin)
        rest = end - at
        self._buffer[:rest] = self._buffer[at - origin : self._filled].copy()
        self._base += at - origin
        self._filled = rest

    def _past_damage(self, status: Frame, at: int, origin: int) -> int:
        place = self._base + at - origin
        if status is Frame.BAD_LENGTH:
            self._base = place
            raise CorruptData(
                "the checksum of a record's length is wrong",
                where=f"{self._name} at byte {place}",
                next_step="restore the file; what follows this place cannot be found",
            )
        if status is Frame.BAD_DATA:
            self._bad(place, "the checksum of a record is wrong")
            head = self._buffer[at - origin : at - origin + 8].tobytes()
            return at + int.from_bytes(head, "little") + HEADER + FOOTER
        return at

    def _bad(self, offset: int, reason: str) -> None:
        self._report.note(Corruption(self._name, offset, reason), self._policy)
