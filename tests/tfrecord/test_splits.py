"""Records dealt to splits: every one of them, once, by the hash that TFX takes."""

from __future__ import annotations

import bisect
import gzip
import hashlib
from collections.abc import Iterator

import pyarrow as pa
import pytest

from bridges.errors import DataError
from bridges.features import flatten, make_plan
from bridges.features.encoder import Encoder
from bridges.schema import Schema
from bridges.tfrecord import ReadReport, read_batches
from bridges.tfrecord.partition import Partition
from bridges.tfrecord.splits import write_splits
from tests.features.codec import payloads
from tests.features.proto import Example

ROWS = 3_000
TABLE = pa.table(
    {
        "n": pa.array(range(ROWS), pa.int64()),
        "text": [f"é{i % 7}" * (i % 90) for i in range(ROWS)],
        "x": pa.array([i / 3 for i in range(ROWS)], pa.float32()),
        "some": pa.array([i if i % 2 else None for i in range(ROWS)], pa.int32()),
        "many": [[-i] * (i % 3) for i in range(ROWS)],
    }
)
PLAN = make_plan(Schema.from_arrow(TABLE.schema))
ENDS = (2, 3, 10)


def split_by_hand(key: bytes) -> int:
    """TFX 1.16, base_example_gen_executor._PartitionFn."""
    return bisect.bisect(ENDS, int(hashlib.sha256(key).hexdigest(), 16) % ENDS[-1])


def batches() -> list[pa.RecordBatch]:
    arrow = Schema.from_arrow(TABLE.schema).to_arrow()
    return TABLE.cast(arrow.remove_metadata()).replace_schema_metadata(None).to_batches(500)


@pytest.fixture
def dealt(tmp_path):
    def run(partition: Partition, window: int = 20_000) -> list[list[bytes]]:
        uris = [str(tmp_path / f"{name}.gz") for name in "abc"[: len(partition.ends)]]
        counts = write_splits(batches(), PLAN, partition, uris, window)
        found = [list(records(uri)) for uri in uris]
        assert tuple(map(len, found)) == counts
        return found

    return run


def records(uri: str) -> Iterator[bytes]:
    with gzip.open(uri) as file:
        yield from payloads(file.read())


def encoded() -> list[bytes]:
    encoder = Encoder(PLAN)
    pieces = (bytes(p) for batch in batches() for p in encoder.encode(flatten(batch, PLAN)))
    return [record for piece in pieces for record in payloads(piece)]


@pytest.mark.parametrize("window", [64, 20_000, 16 << 20])
def test_a_record_goes_where_its_hash_says(dealt, window):
    found = dealt(Partition(ENDS), window)
    assert sorted(record for split in found for record in split) == sorted(encoded())
    for split, held in enumerate(found):
        assert held, "a split is empty"
        assert {split_by_hand(record) for record in held} == {split}


@pytest.mark.parametrize("feature", ["n", "text", "many"])
def test_a_feature_decides_as_its_serialized_message_does(dealt, feature):
    for split, held in enumerate(dealt(Partition(ENDS, feature))):
        for record in held:
            key = Example.FromString(record).features.feature[feature]
            assert split_by_hand(key.SerializeToString(deterministic=True)) == split


def test_records_are_shuffled_within_the_window_and_alike_in_every_run(dealt):
    first, again = dealt(Partition((1,))), dealt(Partition((1,)))
    assert first == again
    ids = [Example.FromString(r).features.feature["n"].int64_list.value[0] for r in first[0]]
    assert ids != sorted(ids)
    assert sorted(ids) == list(range(ROWS))
    moved = [abs(row - place) for place, row in enumerate(ids)]
    assert max(moved) < 500, "a record left its window"


UNFIT = {"x": "holds floats", "some": "does not have the feature", "no": "does not have"}


@pytest.mark.parametrize("feature", UNFIT)
def test_a_feature_that_cannot_decide_is_refused_and_nothing_is_left(dealt, tmp_path, feature):
    with pytest.raises(DataError, match=UNFIT[feature]):
        dealt(Partition(ENDS, feature))
    assert list(tmp_path.iterdir()) == []


def test_the_shards_are_read_by_our_own_reader(dealt, tmp_path):
    dealt(Partition(ENDS))
    report = ReadReport()
    paths = [str(tmp_path / f"{name}.gz") for name in "abc"]
    rows = sum(batch.num_rows for batch in read_batches(paths, PLAN, report=report))
    assert (rows, report.corrupt) == (ROWS, 0)
