# ruff: noqa: E501 (Scala is quoted as people write it)
"""Choices between the classes of a sealed family that a row makes; the JVM's answers are in ``heldout/both``."""

import pyarrow as pa
import pytest

from tests.featran_scala.reading import HEAD, read, refusals

SPEC = """{head}
sealed abstract class Size(val cm: Int) {{ def big: Boolean = cm > 100; def name = toString.toLowerCase }}
object Size {{
  case object Small extends Size(10)
  case object Large extends Size(200) {{ override def toString = "L" }}
  case class Exactly(n: Int, tags: Seq[String]) extends Size(n)
  val known: Seq[Size] = Seq(Small, Large)
}}
case class R(n: Int)
object S {{
  import Size._
  def size(n: Int): Size = if (n < 0) Small else if (n == 0) Large else Exactly(n, Seq("t" + n))
  val s = FeatureSpec.of[R].required({getter})({transformer}("f"))
}}
"""
ROWS = [{"n": n} for n in (-1, 0, 7, 300)]

NUMBERS = {
    "r => size(r.n).cm.toDouble": [10.0, 200.0, 7.0, 300.0],
    "r => if (size(r.n).big) 1.0 else 0.0": [0.0, 1.0, 0.0, 1.0],
    "r => size(r.n) match { case Small => 1.0; case Large => 2.0; case Exactly(n, ts) => n + ts.size / 2.0 }": [
        *(1.0, 2.0, 7.5, 300.5)
    ],
    "r => size(r.n) match { case e: Exactly if e.n > 10 => e.n.toDouble; case Small | Large => 0.0; case _ => -1.0 }": [
        *(0.0, 0.0, -1.0, 300.0)
    ],
    "r => if (size(r.n) == Large) 1.0 else 0.0": [0.0, 1.0, 0.0, 0.0],
    "r => if (Small != size(r.n)) 1.0 else 0.0": [0.0, 1.0, 1.0, 1.0],
    'r => if (size(r.n) == Exactly(7, Seq("t7"))) 1.0 else 0.0': [0.0, 0.0, 1.0, 0.0],
    "r => Option(r.n).filter(_ < 5).map(size).map(_.cm).getOrElse(-5).toDouble": [
        10.0,
        200.0,
        -5.0,
        -5.0,
    ],
    "r => known.indexOf(size(r.n)).toDouble": [0.0, 1.0, -1.0, -1.0],
    "r => known.find(_.cm > r.n).map(_.cm).getOrElse(0).toDouble": [10.0, 10.0, 10.0, 0.0],
    "r => known.map(_.cm).sum.toDouble": [210.0] * 4,
    "r => List(size(r.n), Small).map(_.cm).max.toDouble": [10.0, 200.0, 10.0, 300.0],
}


@pytest.mark.parametrize("getter", NUMBERS)
def test_what_each_class_has_counts_for_its_rows(tmp_path, getter):
    reading = read(tmp_path, SPEC.format(head=HEAD, getter=getter, transformer="Identity"))
    assert refusals(reading) == []
    column = reading.choose().spec.features[0].column(pa.RecordBatch.from_pylist(ROWS))
    assert column.to_list() == NUMBERS[getter]


def test_case_objects_have_their_names(tmp_path):
    source = f"""{HEAD}
sealed trait T {{ def name = toString.toLowerCase }}
case object Small extends T
case object Large extends T {{ override def toString = "L" }}
sealed trait Named extends T {{ override def toString = "named" }}
case object Other extends Named
case class R(n: Int)
object S {{
  val all = List[T](Small, Large, Other)
  val s = FeatureSpec.of[R].required(r => all(r.n).name + "/" + all.map(_.toString).mkString)(OneHotEncoder("f"))
}}"""
    reading = read(tmp_path, source)
    assert refusals(reading) == []
    rows = pa.RecordBatch.from_pylist([{"n": n} for n in range(3)])
    column = reading.choose().spec.features[0].column(rows)
    assert column.to_list() == [f"{name}/SmallLnamed" for name in ("small", "l", "named")]


def test_a_choice_between_transformers_is_still_none(tmp_path):
    """What only the source decides stays static: a spec may be built from such objects."""
    source = f"""{HEAD}
sealed trait Kind {{ def label: String }}
case object A extends Kind {{ val label = "a" }}
case object B extends Kind {{ val label = "b" }}
case class R(n: Double)
object S {{
  val s = Seq[Kind](A, B).foldLeft(FeatureSpec.of[R])((s, k) => s.required(_.n)(k match {{
    case A => Identity(k.label)
    case B => Binarizer(k.label)
  }}))
}}"""
    reading = read(tmp_path, source)
    assert refusals(reading) == []
    assert [type(f.transformer).__name__ for f in reading.choose().spec.features] == [
        "Identity",
        "Binarizer",
    ]


REFUSED = {
    "a generic family": "sealed trait T[A]\ncase class C[A](a: A) extends T[A]\ncase object N extends T[Nothing]",
    "a family within itself": "sealed trait T\ncase class C(t: T) extends T\ncase object N extends T",
    "an open trait": "trait T\ncase class C(n: Int) extends T\ncase object N extends T",
}


@pytest.mark.parametrize("family", REFUSED)
def test_families_of_other_forms_are_refused(tmp_path, family):
    made = {"a family within itself": "C(N)"}.get(family, "C(1)")
    source = f"""{HEAD}{REFUSED[family]}
case class R(n: Int)
object S {{ val s = FeatureSpec.of[R].required(r => (if (r.n > 0) N else {made}) match {{
  case N => 1.0
  case _ => 2.0 }})(Identity("f")) }}"""
    assert len(refusals(read(tmp_path, source))) == 1
