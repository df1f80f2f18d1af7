"""TFRecord files of tf.train.Example, read and written without TensorFlow."""

from bridges.tfrecord.codec import Compression
from bridges.tfrecord.frames import Corruption, OnCorrupt, ReadReport
from bridges.tfrecord.infer import infer_schema
from bridges.tfrecord.reader import read_batches
from bridges.tfrecord.writer import Shard, ShardWriter, shard_name, write_shard

__all__ = [
    "Compression",
    "Corruption",
    "OnCorrupt",
    "ReadReport",
    "Shard",
    "ShardWriter",
    "infer_schema",
    "read_batches",
    "shard_name",
    "write_shard",
]
