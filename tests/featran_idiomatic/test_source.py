"""Which getters pass a field on as it is, read from Scala."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridges.featran.columns import Kind
from bridges.featran.field import field
from bridges.featran.model import Feature
from bridges.featran.transformers.identity import Identity
from migrate.featran.idiomatic.source import Source, source_of
from tests.featran_scala.reading import HEAD, read

RECORD = """
case class Inner(city: String, zip: Option[String])
case class R(i: Int, l: Long, f: Float, d: Double, b: Boolean, s: String, oi: Option[Int],
  od: Option[Double], os: Option[String], ss: Seq[String], set: Set[String], v: Seq[Double],
  n: Inner, on: Option[Inner])
object O { val spec = FeatureSpec.of[R]
"""

PASSED = {
    '.required(_.d)(Identity("t"))': "d: Double",
    '.required(_.i.toDouble)(Identity("t"))': "i: Int",
    '.required(_.f)(Identity("t"))': "f: Float",
    '.required(r => if (r.b) 1.0 else 0.0)(Identity("t"))': "b: Boolean",
    '.optional(_.od)(Identity("t"))': "od: Double?",
    '.optional(_.oi.map(_.toDouble))(Identity("t"))': "oi: Int?",
    '.required(_.n.city)(OneHotEncoder("t"))': "n.city: String",
    '.optional(_.n.zip)(OneHotEncoder("t"))': "n.zip: String?",
    '.required(_.ss)(NHotEncoder("t"))': "ss: String*",
    '.required(_.v.toArray)(VectorIdentity("t"))': "v: Double*",
}

COMPUTED = [
    '.required(_.d + 1)(Identity("t"))',
    '.required(_.i.toFloat.toDouble)(Identity("t"))',
    '.required(_.d.toInt.toDouble)(Identity("t"))',
    '.required(r => if (r.b) 0.0 else 1.0)(Identity("t"))',
    '.required(r => if (r.i > 3) 1.0 else 0.0)(Identity("t"))',
    '.optional(_.oi.map(_ + 1.0))(Identity("t"))',
    '.required(_.oi.getOrElse(0).toDouble)(Identity("t"))',
    '.required(_.s.toLowerCase)(OneHotEncoder("t"))',
    '.optional(_.on.map(_.city))(OneHotEncoder("t"))',
    '.required(_.ss.take(1))(NHotEncoder("t"))',
    '.required(_.ss.distinct)(NHotEncoder("t"))',
    '.required(_.v.map(_ * 2).toArray)(VectorIdentity("t"))',
]


def found(tmp_path: Path, text: str) -> Source | None:
    chosen = read(tmp_path, HEAD + RECORD + text + "\n}").choose("").spec
    (feature,) = chosen.features
    return source_of(feature)


def shown(source: Source) -> str:
    mark = "?" if source.optional else "*" if source.many else ""
    return f"{source.name}: {source.type}{mark}"


@pytest.mark.parametrize("text", PASSED)
def test_fields_that_are_passed_on(tmp_path: Path, text: str) -> None:
    source = found(tmp_path, text)
    assert source is not None and shown(source) == PASSED[text]


@pytest.mark.parametrize("text", COMPUTED)
def test_getters_that_compute(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) is None


def test_a_column_of_settings_alone_may_be_missing() -> None:
    source = source_of(Feature(field("a.b", Kind.DOUBLE), Identity("t")))
    assert source is not None and shown(source) == "a.b: Double?"
