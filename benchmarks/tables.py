"""The table of the bridge's benchmarks: 30 columns of scalars, nullable scalars and lists, seeded.

Every row group has its own generator, so the first rows are the same whatever the size: a slow
peer may run on fewer of them. Values are what such logs hold: ids, counts, prices, coordinates
(most are inexact as float32), countries, URLs, UUIDs, embeddings, tags.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

SEED: Final = 7
#: Rows of a Parquet row group.
GROUP: Final = 50_000
#: Bytes of an Avro block before compression: what the Java writers take.
BLOCK: Final = 64_000
#: Rows enough for several shards, so that two workers both have work until the end.
MANY: Final = 3_000_000
#: Rows of the one row group, and bytes of the one block, of the files that memory is measured with.
LARGE: Final = 480_000
LARGE_BLOCK: Final = 128 << 20
CODECS: Final = ("deflate",)

_COUNTRIES = np.array(["US", "GB", "DE", "FR", "SE", "JP", "BR", "IN", "CN", "NL"])
_DEVICES = np.array(["ios", "android", "web-desktop", "tv", "speaker"])
_TAGS = np.array([f"tag_{i:03d}" for i in range(300)])
_CITIES = np.array([f"City of {i}" for i in range(5000)], dtype=object)
#: By the first letter of a column's name: its Avro type. n_: nullable, by the rest of the name.
_AVRO: Final = {"f": "float", "d": "double", "s": "string", "b": "boolean", "l": "long"}
_INTS: Final = frozenset({"item_id", "i_small", "i_age", "i_count"})
_LISTS: Final = {"a_emb": "float", "a_ids": "long", "a_tags": "string"}
_NULLABLE: Final = {"n_bool": "boolean"}

_Values = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """The same rows in each format."""

    directory: Path
    rows: int

    @property
    def parquet(self) -> Path:
        """Snappy, row groups of 50,000 rows."""
        return self.directory / "flat.parquet"

    def avro(self, codec: str) -> Path:
        """One container file, written by fastavro."""
        return self.directory / f"flat.{codec}.avro"

    @property
    def tfrecord(self) -> Path:
        """A directory of uncompressed shards with float32 values, and their sidecars."""
        return self.directory / "tfrecord"

    def many(self, file: Path) -> Path:
        """A directory with one of the files so often that it has :data:`MANY` rows or more."""
        directory = self.directory / f"many-{file.name}"
        directory.mkdir(exist_ok=True)
        for index in range(self.copies):
            link = directory / f"{index:04d}-{file.name}"
            if not link.exists():
                link.hardlink_to(file)
        return directory

    def large(self, file: Path) -> Path:
        """The first :data:`LARGE` rows in one row group of 128 MB, or in blocks of 128 MB."""
        return file.with_name(f"large.{file.name}")

    @property
    def copies(self) -> int:
        """How many files :meth:`many` has."""
        return -(-MANY // self.rows)


def table(rows: int, under: Path) -> Table:
    """Return the table of so many rows, made unless it is there."""
    made = Table(under / f"flat-{SEED}-{rows}", rows)
    if not made.directory.exists():
        unfinished = made.directory.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _write(Table(unfinished, rows))
        unfinished.rename(made.directory)
    return made


def groups(rows: int) -> Iterator[pa.RecordBatch]:
    """The rows, a row group at a time."""
    for index, start in enumerate(range(0, rows, GROUP)):
        # A whole group is drawn and cut, or its rows would depend on their number.
        yield _group(np.random.default_rng([SEED, index]), start).slice(0, rows - start)


def avro_schema() -> dict[str, Any]:
    """The Avro schema of the table."""
    names = next(groups(1)).schema.names
    fields = [{"name": name, "type": _avro_type(name)} for name in names]
    return {"type": "record", "name": "Flat", "namespace": "bench", "fields": fields}


def _avro_type(name: str) -> Any:
    if name in _LISTS:
        return {"type": "array", "items": _LISTS[name]}
    if name.startswith("n_"):
        return ["null", _NULLABLE.get(name, name[2:])]
    return "int" if name in _INTS else _AVRO.get(name.split("_")[0], "long")


def _write(made: Table) -> None:
    from bridges.convert import Options, convert, plan
    from bridges.features import Float64

    _write_legacy(made)
    _write_large(made)
    options = Options(float64=Float64.FLOAT32)
    convert(plan(str(made.parquet), str(made.tfrecord), options), 1, lambda _size, _rows: None)


def _write_legacy(made: Table) -> None:
    from fastavro import parse_schema
    from fastavro.write import Writer

    schema = parse_schema(avro_schema())
    files = [made.avro(codec).open("wb") for codec in CODECS]
    writers = [
        Writer(file, schema, codec=codec, sync_interval=BLOCK, sync_marker=bytes(range(16)))
        for file, codec in zip(files, CODECS, strict=True)
    ]
    parquet: pq.ParquetWriter | None = None
    for group in groups(made.rows):
        parquet = parquet or pq.ParquetWriter(made.parquet, group.schema, compression="snappy")
        parquet.write_table(pa.Table.from_batches([group]), row_group_size=GROUP)
        for row in group.to_pylist():
            for writer in writers:
                writer.write(row)
    for writer, file in zip(writers, files, strict=True):
        writer.flush()
        file.close()
    assert parquet is not None, "a table has rows"
    parquet.close()
    (made.directory / "flat.avsc").write_text(json.dumps(avro_schema(), indent=1))


def _write_large(made: Table) -> None:
    from bridges import avro, parquet

    large = made.large(made.parquet)
    rows = pq.read_table(made.parquet).slice(0, LARGE)
    pq.write_table(rows, large, row_group_size=LARGE, compression="snappy")
    schema, batches = parquet.schema_of(str(large)), parquet.read_batches(str(large))
    block = str(made.large(made.avro("deflate")))
    avro.write_file(block, batches, schema, "deflate", LARGE_BLOCK)


def _group(rng: np.random.Generator, start: int) -> pa.RecordBatch:
    columns = {
        **_ids(rng, start),
        **_numbers(rng),
        **_strings(rng),
        **_flags_and_nullables(rng),
        **_lists(rng),
    }
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _ids(rng: np.random.Generator, start: int) -> dict[str, pa.Array]:
    return {
        "id": pa.array(np.arange(start, start + GROUP, dtype=np.int64)),
        "user_id": pa.array(rng.integers(10**6, 10**9, GROUP)),
        "item_id": pa.array(rng.integers(0, 5_000_000, GROUP).astype(np.int32)),
        "i_small": pa.array(rng.integers(0, 10, GROUP).astype(np.int32)),
        "i_age": pa.array(rng.integers(13, 90, GROUP).astype(np.int32)),
        "i_count": pa.array(rng.geometric(0.01, GROUP).astype(np.int32)),
        "l_big": pa.array(rng.integers(-(2**62), 2**62, GROUP)),
        "l_bytes": pa.array(rng.integers(0, 2**40, GROUP)),
    }


def _numbers(rng: np.random.Generator) -> dict[str, pa.Array]:
    prices = np.round(rng.lognormal(3, 1, GROUP), 2)
    return {
        "f_score": pa.array(rng.random(GROUP, dtype=np.float32)),
        "f_ctr": pa.array((rng.random(GROUP) ** 4).astype(np.float32)),
        "f_price": pa.array(prices.astype(np.float32)),
        "f_emb0": pa.array(rng.standard_normal(GROUP).astype(np.float32)),
        "d_lat": pa.array(rng.uniform(-90, 90, GROUP)),
        "d_lon": pa.array(rng.uniform(-180, 180, GROUP)),
        "d_amount": pa.array(np.round(rng.lognormal(3, 1, GROUP), 2)),
    }


def _strings(rng: np.random.Generator) -> dict[str, pa.Array]:
    pages = rng.integers(0, 2**48, GROUP).tolist()
    urls = [f"https://example.com/p/{page % 100000}/item?ref={page:x}" for page in pages]
    return {
        "s_country": pa.array(_COUNTRIES[rng.zipf(1.5, GROUP) % len(_COUNTRIES)]),
        "s_device": pa.array(_DEVICES[rng.integers(0, len(_DEVICES), GROUP)]),
        "s_url": pa.array(urls),
        "s_uuid": pa.array([_uuid(rng.bytes(16).hex()) for _ in range(GROUP)]),
    }


def _uuid(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _flags_and_nullables(rng: np.random.Generator) -> dict[str, pa.Array]:
    def nullable(values: _Values, share: float) -> pa.Array:
        return pa.array(values, mask=rng.random(GROUP) < share)

    return {
        "b_click": pa.array(rng.random(GROUP) < 0.03),
        "b_member": pa.array(rng.random(GROUP) < 0.5),
        "n_int": nullable(rng.integers(0, 1000, GROUP).astype(np.int32), 0.3),
        "n_long": nullable(rng.integers(0, 2**50, GROUP), 0.1),
        "n_float": nullable(rng.random(GROUP, dtype=np.float32), 0.5),
        "n_double": nullable(rng.random(GROUP), 0.2),
        "n_string": nullable(_CITIES[rng.integers(0, len(_CITIES), GROUP)], 0.4),
        "n_bool": nullable(rng.random(GROUP) < 0.5, 0.3),
    }


def _lists(rng: np.random.Generator) -> dict[str, pa.Array]:
    ids, tags = rng.integers(0, 8, GROUP), rng.integers(0, 5, GROUP)
    embeddings = rng.standard_normal(16 * GROUP).astype(np.float32)
    return {
        "a_emb": _list(embeddings, np.full(GROUP, 16)),
        "a_ids": _list(rng.integers(0, 2**31, ids.sum()), ids),
        "a_tags": _list(_TAGS[rng.integers(0, len(_TAGS), tags.sum())], tags),
    }


def _list(values: _Values, lengths: _Values) -> pa.Array:
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values))
