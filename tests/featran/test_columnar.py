"""Getters that only read a field give, as columns, what they give record by record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from bridges.featran.columnar import ColumnGetter, quick
from bridges.featran.model import FeatureSpec
from migrate.featran import read_scala

SCALA = """
import com.spotify.featran._
import com.spotify.featran.transformers._
import com.spotify.featran.converters._
case class In(q: Double, r: Option[Long])
case class User(i: Int, l: Long, f: Float, b: Boolean, oi: Option[Int], ob: Option[Boolean],
  xs: Seq[Int], ds: Array[Double], n: In, on: Option[In], s: String, w: Seq[String])
object Specs {
  val spec = FeatureSpec.of[User]
    .required(_.i.toDouble)(Identity("int"))
    .required(_.l.toDouble)(Identity("long"))
    .required(_.f.toDouble)(Identity("float"))
    .required(_.b.asDouble)(Identity("boolean"))
    .optional(_.oi.map(_.toDouble))(Identity("option int"))
    .optional(_.ob.map(_.asDouble))(Identity("option boolean"))
    .required(_.xs.map(_.toDouble))(VectorIdentity[Seq]("ints"))
    .required(_.ds)(VectorIdentity[Array]("doubles"))
    .required(_.n.q)(Identity("nested"))
    .optional(_.n.r.map(_.toDouble))(Identity("nested option"))
    .required(_.s)(OneHotEncoder("string"))
    .required(_.w)(NHotEncoder("strings"))
    .optional(u => Option(u.s))(OneHotEncoder("option string"))
    .optional(_.on.map(_.q))(Identity("through an option"))
    .required(u => u.i.toDouble + 1)(Identity("sum"))
    .required(_.w.map(s => WeightedLabel(s, 0.5)))(NHotWeightedEncoder("weights"))
}
"""
BY_RECORD = {"through an option", "sum", "weights"}
ROW: dict[str, Any] = {
    "i": 7,
    "l": 2**53 + 1,
    "f": 0.1,
    "b": True,
    "oi": None,
    "ob": False,
    "xs": [1, 2],
    "ds": [],
    "n": {"q": 0.5, "r": None},
    "on": None,
    "s": "é😀",
    "w": ["a", "a"],
}
SCHEMA = pa.schema(
    [
        ("i", pa.int32()),
        ("l", pa.int64()),
        ("f", pa.float32()),
        ("b", pa.bool_()),
        ("oi", pa.int32()),
        ("ob", pa.bool_()),
        ("xs", pa.list_(pa.int32())),
        ("ds", pa.list_(pa.float64())),
        ("n", pa.struct([("q", pa.float64()), ("r", pa.int64())])),
        ("on", pa.struct([("q", pa.float64()), ("r", pa.int64())])),
        ("s", pa.string()),
        ("w", pa.list_(pa.string())),
    ]
)


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> FeatureSpec:
    path: Path = tmp_path_factory.mktemp("scala") / "Spec.scala"
    path.write_text(SCALA)
    made = read_scala([path]).choose().spec
    assert isinstance(made, FeatureSpec)
    return made


def test_fields_and_conversions_are_read_as_columns(spec: FeatureSpec) -> None:
    rows = [ROW, {**ROW, "oi": 3, "n": {"q": 1.0, "r": 9}, "xs": [], "on": {"q": 2.0, "r": 1}}]
    batch = pa.RecordBatch.from_pylist(rows, SCHEMA)
    for feature in spec.features:
        getter = quick(feature.getter)
        assert isinstance(getter, ColumnGetter) == (feature.name not in BY_RECORD), feature.name
        assert getter.evaluate(batch).to_list() == feature.getter.evaluate(batch).to_list()


def outcome(getter: Any, batch: pa.RecordBatch) -> Any:
    """Return the values or the error's text."""
    try:
        return getter.evaluate(batch).to_list()
    except Exception as error:  # noqa: BLE001  whichever it is, both must give it
        return str(error)


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("i", pa.int64(), 7),
        ("i", pa.float64(), 7.5),
        ("i", pa.int32(), None),
        ("s", pa.string(), None),
        ("s", pa.int32(), 1),
        ("oi", pa.int64(), 3),
        ("xs", pa.list_(pa.int64()), [1]),
        ("xs", pa.list_(pa.int32()), [1, None]),
        ("w", pa.list_(pa.string()), None),
        ("n", pa.struct([("q", pa.float64()), ("r", pa.int64())]), None),
        ("n", pa.struct([("q", pa.float32()), ("r", pa.int64())]), {"q": 0.5, "r": 1}),
    ],
)
def test_what_is_not_as_declared_goes_record_by_record(
    spec: FeatureSpec, name: str, kind: pa.DataType, value: Any
) -> None:
    schema = SCHEMA.set(SCHEMA.get_field_index(name), pa.field(name, kind))
    batch = pa.RecordBatch.from_pylist([{**ROW, name: value}], schema)
    for feature in spec.features:
        assert outcome(quick(feature.getter), batch) == outcome(feature.getter, batch)
