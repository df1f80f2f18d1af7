"""Getters read from Scala, in a graph and interpreted: the same values on random records."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tensorflow as tf

from bridges.featran.model import Feature
from bridges.featran.tf import columns as tensors
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.feed import column_of
from bridges.featran.tf.needs import needed, parsing_spec
from migrate.cli.main import run
from migrate.featran import read_scala

SCALA = Path(__file__).with_name("Getters.scala")
FEATURES = read_scala([SCALA]).choose("").spec.features

INNER = pa.struct([pa.field("n", pa.int32(), nullable=False), pa.field("label", pa.string())])


def items(kind: pa.DataType) -> pa.DataType:
    return pa.list_(pa.field("element", kind, nullable=False))


SCHEMA = pa.schema(
    [
        *(pa.field(n, pa.int32(), nullable=False) for n in ("i", "j")),
        pa.field("l", pa.int64(), nullable=False),
        *(pa.field(n, pa.float64(), nullable=False) for n in ("d", "e")),
        pa.field("b", pa.bool_(), nullable=False),
        pa.field("s", pa.string(), nullable=False),
        pa.field("os", pa.string()),
        pa.field("od", pa.float64()),
        pa.field("xs", items(pa.float64()), nullable=False),
        pa.field("is", items(pa.int32()), nullable=False),
        pa.field("ss", items(pa.string()), nullable=False),
        pa.field("in", INNER, nullable=False),
        pa.field("rs", items(INNER), nullable=False),
    ]
)
INTS = (0, 1, -1, 7, -7, 2**31 - 1, -(2**31), 12345)
DOUBLES = (0.0, -0.0, 0.1, 2.5, -2.5, 0.49999999999999994, 1e300, -1e19, 3e9, float("inf"))
TEXTS = ("", "a", " Abé ", "x,y,,", ",", "b.c", "ÅÄÖ 😀", "a,b")


def records(count: int) -> pa.RecordBatch:
    rng = random.Random(5)
    rows = [
        {
            "i": rng.choice(INTS),
            "j": rng.choice((0, 1, 2, -1, -3)),
            "l": rng.choice((0, 1, 2**62, -(2**63), 987654321)),
            "d": rng.choice((*DOUBLES, float("nan"), rng.gauss(0, 50))),
            "e": rng.choice((*DOUBLES, rng.random())),
            "b": rng.random() < 0.5,
            "s": rng.choice(TEXTS),
            "os": rng.choice((None, *TEXTS)),
            "od": rng.choice((None, *DOUBLES)),
            "xs": [rng.gauss(0, 3) for _ in range(rng.randrange(5))],
            "is": [rng.choice(INTS) for _ in range(rng.randrange(4))],
            "ss": [rng.choice(TEXTS) for _ in range(rng.randrange(4))],
            "in": {"n": rng.choice(INTS), "label": rng.choice((None, "p", "q"))},
            "rs": [
                {"n": rng.randrange(9), "label": rng.choice((None, "p"))}
                for _ in range(rng.randrange(4))
            ],
        }
        for _ in range(count)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


@pytest.fixture(scope="module")
def batch() -> pa.RecordBatch:
    return records(60)


@pytest.fixture(scope="module")
def evaluated(batch: pa.RecordBatch, tmp_path_factory: Any) -> dict[str, Any]:
    """What one graph of every getter gives for the records as examples."""
    folder = tmp_path_factory.mktemp("getters")
    pq.write_table(pa.Table.from_batches([batch]), folder / "records.parquet")
    assert run(["bridge", str(folder / "records.parquet"), str(folder / "out"), "-q"]) == 0
    (file,) = (folder / "out").glob("*.tfrecord*")
    examples = list(tf.data.TFRecordDataset(str(file)).as_numpy_iterator())
    spec = parsing_spec(needed(FEATURES))

    @tf.function(autograph=False)
    def graph(raw: Any) -> Any:
        inputs = tf.io.parse_example(raw, spec)
        return {f.name: _parts(column_of(f, inputs)) for f in FEATURES}

    return graph(tf.constant(examples))


def _parts(column: tensors.Column) -> Any:
    return [getattr(column, name) for name in column.__dataclass_fields__]


def as_list(parts: Any) -> list[Any]:
    *values, present = (v.to_list() if hasattr(v, "to_list") else v.numpy().tolist() for v in parts)
    rows = zip(*values, strict=True) if len(values) > 1 else ((v,) for v in values[0])
    return [
        _text(row if len(row) > 1 else row[0]) if p else None
        for row, p in zip(rows, present, strict=True)
    ]


def _text(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, list | tuple):
        return [_text(v) for v in value]
    return value


@pytest.mark.slow
@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f.name)
def test_getter(feature: Feature, batch: pa.RecordBatch, evaluated: dict[str, Any]) -> None:
    want = [
        [[n for n, _ in row], [w for _, w in row]] if feature.name == "weighted" else row
        for row in feature.getter.evaluate(batch).to_list()
    ]
    got = as_list(evaluated[feature.name])
    assert repr(got) == repr(want)


REFUSED = {
    "null": ("r => if (r.b) null else r.s", "OneHotEncoder", "null"),
    "empty match": ('_.s.split("a*").toSeq', "NHotEncoder", "matches the empty string"),
    "anchor": ('_.s.replaceAll("^a", "")', "OneHotEncoder", "anchor"),
    "separator": ("r => r.ss.mkString(r.s)", "OneHotEncoder", "operand that is no constant"),
    "lists": ("r => r.ss.map(s => List(s)).distinct.size.toDouble", "Identity", "equality of a"),
    "repeating group": ('_.s.replaceAll("(a|b)+", "$1")', "OneHotEncoder", "that repeats"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_op_does_exactly_is_refused_by_name(name: str, tmp_path: Path) -> None:
    getter, transformer, said = REFUSED[name]
    head, _, _ = SCALA.read_text("utf-8").partition("    .required(r => (r.i * r.j)")
    text = head + f'    .required({getter})({transformer}("x"))\n}}\n'
    path = tmp_path / "One.scala"
    path.write_text(text, "utf-8")
    (feature,) = read_scala([path]).choose("").spec.features
    spec = parsing_spec(needed([feature]))

    def graph(raw: Any) -> Any:
        return column_of(feature, tf.io.parse_example(raw, spec)).present

    with pytest.raises(NoRule, match=said):
        tf.function(graph, autograph=False).get_concrete_function(tf.TensorSpec([None], tf.string))
