# ruff: noqa: E501 (Scala is quoted as people write it)
"""Specs in traits, classes and objects that inherit: what a member means where it is used."""

import pytest

from tests.featran_scala.reading import HEAD, features, read, refusals

R = "case class R(x: Double, s: String)\ncase class Q(x: Double, y: Double)\n"
TRAITS = """
trait Naming {
  def prefix: String
  def sep: String = "_"
  def named(s: String): String = prefix + sep + s
}
abstract class Base(val prefix: String, scale: Double = 2.0) extends Naming {
  def base: FeatureSpec[R] = FeatureSpec.of[R].required(_.x * scale)(Identity(named("x")))
  def spec: FeatureSpec[R]
}
"""

SHAPES = {
    "a parent's members, with its arguments": (
        'object A extends Base("a", scale = 3) { val spec = base }',
        "A.spec",
        ["a_x: (x.x * 3.0)"],
    ),
    "a default of a parent's parameter": (
        'object A extends Base("a") { val spec = base }',
        "A.spec",
        ["a_x: (x.x * 2.0)"],
    ),
    "the most derived definition": (
        'trait Dots extends Naming { override def sep = "." }\n'
        'object A extends Base("a") with Dots { def spec = base }',
        "A.spec",
        ["a.x: (x.x * 2.0)"],
    ),
    "super": (
        'class B extends Base("b") { def spec = base }\n'
        'object A extends B { override def spec = super.spec.required(_.s)(OneHotEncoder("s")) }',
        "A.spec",
        ["b_x: (x.x * 2.0)", "s: x.s"],
    ),
    "an inherited spec": (
        'class B(p: String) extends Base(p + "!") { lazy val spec = base }\nobject A extends B("q")',
        "A.spec",
        ["q!_x: (x.x * 2.0)"],
    ),
    "an instance": (
        "class B(p: String) extends Base(p) { lazy val spec = base }\n"
        'object A { val one = new B("i").spec }',
        "A.one",
        ["i_x: (x.x * 2.0)"],
    ),
    "a val that is null until its initialiser runs": (
        'trait N { val p: String; val spec = FeatureSpec.of[R].required(_.x)(Identity(p + "_x")) }\n'
        'object A extends N { val p = "a" }',
        "A.spec",
        ["null_x: x.x"],
    ),
    "a getter runs when all is initialised": (
        'object A { val spec = FeatureSpec.of[R].required(_.x * k)(Identity("x")); val k = 5.0 }',
        "A.spec",
        ["x: (x.x * 5.0)"],
    ),
    "a type parameter": (
        "trait HasX { def x: Double }\ncase class P(x: Double) extends HasX\n"
        "class G[T <: HasX](n: String) { def spec = FeatureSpec.of[T].required(_.x)(Identity(n)) }\n"
        'object A { val spec = new G[P]("g").spec }',
        "A.spec",
        ["g: x.x"],
    ),
    "a type parameter of a method": (
        "object A { def of[T](n: String)(f: T => Double) = FeatureSpec.of[T].required(f)(Identity(n))\n"
        ' val spec = of[Q]("q")(_.y) }',
        "A.spec",
        ["q: x.y"],
    ),
    "a type member": (
        'trait G { type T\n def s(f: T => Double) = FeatureSpec.of[T].required(f)(Identity("f")) }\n'
        "object A extends G { type T = Q; val spec = s(q => q.y) }",
        "A.spec",
        ["f: x.y"],
    ),
    "members of a record's parents": (
        "trait HasX { def x: Double; def twice = x * 2 }\ncase class P(x: Double) extends HasX\n"
        'object A { val spec = FeatureSpec.of[P].required(_.twice)(Identity("t")) }',
        "A.spec",
        ["t: (x.x * 2.0)"],
    ),
}


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES)
def test_templates(tmp_path, source):
    text, name, wanted = source
    reading = read(tmp_path, HEAD + R + (TRAITS if "Base" in text else "") + text)
    assert refusals(reading) == []
    shown = [f.replace("r.", "x.").replace("q.", "x.") for f in features(reading, name)]
    assert shown == wanted


def test_a_trait_alone_is_a_record_of_what_it_declares(tmp_path):
    source = (
        "trait HasX { def x: Double; val n: Int }\nobject A { def spec[T <: HasX] = "
        'FeatureSpec.of[T].required(_.x + _.n)(Identity("f")) }'
    )
    reading = read(tmp_path, HEAD + source.replace("_.x + _.n", "t => t.x + t.n"))
    assert features(reading) == ["f: (t.x + convert[Double](t.n))"]


def test_what_an_object_shows_is_not_refused_in_the_trait(tmp_path):
    reading = read(tmp_path, HEAD + R + TRAITS + 'object A extends Base("a") { val spec = base }')
    assert set(reading.specs) == {"A.base", "A.spec"}
    assert not reading.unread


def test_a_class_with_its_parameter_is_read_before_its_parent(tmp_path):
    source = HEAD + R + TRAITS + "class B(p: String) extends Base(p) { val spec = base }"
    reading = read(tmp_path, source, params={"p": "a"})
    assert features(reading, "B.spec") == ["a_x: (x.x * 2.0)"]
    assert refusals(reading) == []


def test_a_trait_that_nothing_extends_is_refused_by_what_is_missing(tmp_path):
    reading = read(tmp_path, HEAD + R + TRAITS)
    assert refusals(reading) == ["FT011 12"]


def test_a_val_without_a_zero_is_refused_before_its_turn(tmp_path):
    source = 'object A { val spec = FeatureSpec.of[R].required(_.x)(Identity(ns.head)); val ns = List("a") }'
    reading = read(tmp_path, HEAD + R + source)
    assert [f.code for f in reading.findings] == ["FT006"]
    assert "null when it is read" in reading.findings[0].message


def test_lists_of_specs_lose_no_finding(tmp_path):
    source = (
        'object A { val all = List("a", "b").map(n => FeatureSpec.of[R].required(_.x)(Identity(n)))\n'
        "  val spec = all.reduce((a, b) => FeatureSpec.combine(a, b)) }"
    )
    reading = read(tmp_path, HEAD + R + source)
    assert refusals(reading) == []
    assert features(reading, "A.spec") == ["a: x.x", "b: x.x"]


def test_specs_of_one_name_are_all_kept_in_the_order_of_the_file(tmp_path):
    one = 'val f = FeatureSpec.of[R].required(_.x)(Identity("{}")).extract(rows)'
    blocks = "\n".join(f'test("{n}") {{ {one.format(n)} }}' for n in "abc")
    reading = read(tmp_path, HEAD + R + f"class T extends Suite {{\n{blocks}\n}}")
    shown = {name: spec.spec.names for name, spec in reading.specs.items()}
    assert shown == {"T.f": ("a",), "T.f#2": ("b",), "T.f#3": ("c",)}
