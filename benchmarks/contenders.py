"""Who takes part in the benchmark of the bridge, and which ratios are promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Final

from tables import LARGE, Table

MODES: Final = ("exact", "float32")
#: The single-process runner whose work is all in Python's own process and its children.
RUNNER: Final = "FnApiRunner"
_TFX: Final = "tfx.components.example_gen.custom_executors"


class Source(Enum):
    """What a contender reads."""

    PARQUET = "parquet"
    AVRO = "avro"
    TFRECORD = "tfrecord"

    def of(self, table: Table) -> Path:
        """Where a table has it."""
        if self is Source.PARQUET:
            return table.parquet
        return table.avro("deflate") if self is Source.AVRO else table.tfrecord


@dataclass(frozen=True, slots=True)
class Contender:
    """``slow`` ones run on the first rows only; ``many`` on several files of the same rows.

    ``large`` ones run on one row group or on blocks of 128 MB.
    """

    name: str
    module: str
    source: Source
    options: Mapping[str, Any] = field(default_factory=dict)
    slow: bool = False
    many: bool = False
    large: bool = False

    def input(self, table: Table) -> Path:
        """What it reads of a table."""
        file = self.source.of(table)
        if self.large:
            return table.large(file)
        return table.many(file) if self.many else file

    def rows(self, table: Table) -> int:
        """How many rows that are."""
        if self.large:
            return min(table.rows, LARGE)
        return table.rows * (table.copies if self.many else 1)


class Measure(Enum):
    """What a ratio is of."""

    CPU = "rows per CPU-second"
    WALL = "rows per second"


@dataclass(frozen=True, slots=True)
class Goal:
    """``ours`` is to be so many times ``peer``; both are names of contenders."""

    name: str
    ours: str
    peer: str
    realistic: float
    moonshot: float
    measure: Measure = Measure.CPU


#: Megabytes that a conversion by one process may hold: realistic and moonshot.
PEAK_MB: Final = (500, 200)


def contenders() -> Iterator[Contender]:
    """Each peer beside what it is compared with, so that both meet the same load."""
    for source in (Source.PARQUET, Source.AVRO):
        name = source.value
        for mode in MODES:
            yield _ours(f"{name} gz {mode}", source, float64=mode, compression="gzip")
            yield _ours(f"{name} {mode}", source, float64=mode)
        large = f"ours {name}, pieces of 128 MB"
        yield Contender(large, "ours", source, {"float64": "float32"}, large=True)
        for workers in (1, 2):
            options = {"float64": "float32", "workers": workers}
            many = f"ours {name} many, {workers} worker{'s' * (workers > 1)}"
            yield Contender(many, "ours", source, options, many=True)
        yield _executor(f"TFX {name} executor", source, f"{_TFX}.{name}_executor:Executor", True)
        executor = f"bridges.tfx:{name.title()}Executor"
        yield _executor(f"ours {name} TFX executor", source, executor, False)
        yield from _beam(source)
        yield Contender(f"{name} loop of Examples", "example_loop", source, slow=True)
    yield Contender("tfx_bsl encoder", "tfx_bsl_encoder", Source.PARQUET, slow=True)
    yield Contender("tfrecord package", "tfrecord_package", Source.PARQUET, slow=True)
    yield Contender("light", "light", Source.PARQUET)
    yield _ours("tfrecord to parquet", Source.TFRECORD, to="parquet")
    yield Contender("tfx_bsl decoder", "tfx_bsl_decoder", Source.TFRECORD, slow=True)


def _ours(name: str, source: Source, **options: Any) -> Contender:
    return Contender(f"ours {name}", "ours", source, options)


def _executor(name: str, source: Source, executor: str, slow: bool) -> Contender:
    return Contender(name, "tfx_example_gen", source, {"executor": executor}, slow)


def _beam(source: Source) -> Iterator[Contender]:
    name = source.value
    for mode in MODES:
        options = {"float64": mode, "runner": RUNNER}
        yield Contender(f"ours {name} {mode}, Beam", "ours_beam", source, options)
    yield Contender(f"Beam {name}", "beam_generic", source, {"runner": RUNNER}, slow=True)


def goals() -> Iterator[Goal]:
    """All ratios, in both modes where the mode matters."""
    for mode in MODES:
        for name in ("parquet", "avro"):
            ours = f"ours {name}"
            yield Goal(
                f"TFX {name}, gz, {mode}", f"{ours} gz {mode}", f"TFX {name} executor", 40, 100
            )
            executor = f"{ours} TFX executor"
            if mode == "float32":  # the only mode of TFX's executors, and our executors' default
                yield Goal(f"TFX {name}, our executor", executor, f"TFX {name} executor", 40, 100)
            beam = f"{ours} {mode}, Beam"
            yield Goal(f"Beam {name}, {mode}", beam, f"Beam {name}", 30, 60)
            loop = f"{name} loop of Examples"
            yield Goal(f"Example loop, {name}, {mode}", f"{ours} {mode}", loop, 25, 60)
        ours = f"ours parquet {mode}"
        yield Goal(f"tfx_bsl encoder, {mode}", ours, "tfx_bsl encoder", 5, 12)
        yield Goal(f"tfrecord package, {mode}", ours, "tfrecord package", 25, 60)
        yield Goal(f"speed of light, {mode}", ours, "light", 0.4, 0.8)
    for name in ("parquet", "avro"):
        one, two = f"ours {name} many, 1 worker", f"ours {name} many, 2 workers"
        yield Goal(f"2 workers against 1, {name}", two, one, 1.7, 2, Measure.WALL)
    yield Goal("tfx_bsl decoder to Parquet", "ours tfrecord to parquet", "tfx_bsl decoder", 3, 6)
