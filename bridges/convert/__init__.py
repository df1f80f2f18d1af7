"""Conversions between Avro, Parquet and TFRecord: planned once, done shard by shard anywhere."""

from bridges.convert.dataset import Dataset, open_dataset
from bridges.convert.finish import finish
from bridges.convert.local import convert
from bridges.convert.look import codecs_of, first_rows, rows_of
from bridges.convert.options import COMPRESSIONS, LATEST, Options
from bridges.convert.plan import ConversionPlan, plan, shards_of
from bridges.convert.result import ShardResult
from bridges.convert.shards import Piece, Shard
from bridges.convert.split import convert_split
from bridges.convert.workshop import claim, collect, give_up

__all__ = [
    "COMPRESSIONS",
    "LATEST",
    "ConversionPlan",
    "Dataset",
    "Options",
    "Piece",
    "Shard",
    "ShardResult",
    "claim",
    "codecs_of",
    "collect",
    "convert",
    "convert_split",
    "finish",
    "first_rows",
    "give_up",
    "open_dataset",
    "plan",
    "rows_of",
    "shards_of",
]
