"""What a conversion is asked to do, and the compressions each format has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bridges.errors import BridgeError
from bridges.features import Float64
from bridges.files import Format
from bridges.tfrecord import OnCorrupt

#: Stands for "the schema of the last file by name" where a reader schema is asked for.
LATEST: Final = "latest"


#: By format: the compressions, the default first, and what each adds to a file's name.
COMPRESSIONS: Final[Mapping[Format, Mapping[str, str]]] = {
    Format.TFRECORD: {"none": "", "gzip": ".gz", "zlib": ".zlib"},
    Format.PARQUET: dict.fromkeys(("snappy", "none", "gzip", "zstd", "brotli", "lz4"), ""),
    Format.AVRO: dict.fromkeys(("deflate", "null", "snappy", "zstandard", "bzip2", "xz"), ""),
}
#: Other systems' names of the same thing.
_ALIASES: Final[Mapping[tuple[Format, str], str]] = {
    (Format.AVRO, "none"): "null",
    (Format.AVRO, "gzip"): "deflate",
    (Format.AVRO, "zlib"): "deflate",
    (Format.AVRO, "zstd"): "zstandard",
    (Format.PARQUET, "uncompressed"): "none",
    (Format.PARQUET, "zstandard"): "zstd",
    (Format.TFRECORD, "gz"): "gzip",
}


@dataclass(frozen=True, slots=True)
class Options:
    """``schema`` is the text of a schema, or ``latest``; ``shards`` None lets the size decide."""

    to: Format = Format.TFRECORD
    columns: tuple[str, ...] | None = None
    shards: int | None = None
    compression: str | None = None
    float64: Float64 = Float64.EXACT
    schema: str | None = None
    on_corrupt: OnCorrupt = OnCorrupt.FAIL
    accept_loss: bool = False

    @property
    def codec(self) -> str:
        """The compression by the name its format has for it; refuse one it has not."""
        known = COMPRESSIONS[self.to]
        if self.compression is None:
            return next(iter(known))
        name = _ALIASES.get((self.to, self.compression), self.compression)
        if name not in known:
            raise BridgeError(
                f"{self.to.value} has no compression {self.compression!r}",
                next_step=f"choose one of {', '.join(known)}",
            )
        return name

    def shard_name(self, index: int, count: int) -> str:
        """The name Scio and Beam give shard ``index`` of ``count``."""
        suffix = COMPRESSIONS[self.to][self.codec]
        return f"part-{index:05d}-of-{count:05d}.{self.to.value}{suffix}"
