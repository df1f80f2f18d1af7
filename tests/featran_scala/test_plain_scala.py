"""What people write around specs and in getters, and what looks like it but means another thing."""

import pytest

from tests.featran_scala.reading import HEAD, features, read, refusals

RECORDS = """
case class R(x: Double, n: Int, s: String, f: Boolean, xs: List[Int], a: Set[String], k: Sym)
trait Shown { def name: String; override def toString: String = "<" + name + ">" }
case class Sym(name: String) extends Shown
case class Loose(n: Int) { override def equals(other: Any) = true }
sealed trait Plan
case object Free extends Plan
case object Paid extends Plan
"""
MEMBERS = """  def plan(n: Int): Plan = if (n > 0) Paid else Free
  def early(n: Int): Double = {
    if (n < 0) return -1.0
    val y = n + 1
    if (y > 3) { return 2.0 }
    y
  }
  def inner(xs: List[Int]): List[Double] = xs.map { x => if (x < 0) return Nil; x * 2.0 }
  def checked(n: Int): Double = { require(n > 0, "n"); n }
  val getters: Map[String, R => Double] = Map("a" -> (_.x), "b" -> { r: R => r.n })
  val ordered = scala.collection.immutable.ListMap("a" -> 1.0, "b" -> 2.0)
  val P = "(\\\\d+)-(\\\\w)".r
"""


def getter(tmp_path, text, kind="Identity"):
    spec = f'val s = FeatureSpec.of[R].required({text})({kind}("f"))'
    return read(tmp_path, f"{HEAD}{RECORDS}object S {{\n{MEMBERS}  {spec}\n}}\n")


@pytest.mark.parametrize(
    "text",
    [
        "r => early(r.n)",
        "{ r: R => r.x }",
        'getters("b")',
        'getters.getOrElse("z", (r: R) => 0.0)',
        "r => checked(r.n)",
        "r => (r.a & r.a).size.toDouble",
        "r => Seq(r.f).map(if (_) 1.0 else 0.5).sum",
        "_.xs match { case a +: _ => a; case _ => 0.0 }",
        "_.xs match { case _ :+ z => z; case _ => 0.0 }",
        "r => { val Array(a, b) = r.s.split(','); a.length + b.length.toDouble }",
        "r => Integer.bitCount(r.n).toDouble",
        "r => { val g: Int => Double = if (r.f) (_ + 1.0) else (_ * 2.0); g(r.n) }",
        "r => P.findFirstMatchIn(r.s).map(_.group(1).toDouble).getOrElse(0.0)",
        'r => r.s.split("[^\\\\p{Alnum}]+").length.toDouble',
    ],
)
def test_read(tmp_path, text):
    assert refusals(getter(tmp_path, text)) == []


@pytest.mark.parametrize(
    ("text", "code", "what"),
    [
        ("r => inner(r.xs).sum", "FT004", "return"),
        ("r => getters(r.s)(r)", "FT004", "a key that a row decides"),
        ("r => ordered(r.s)", "FT004", "a key that a row decides"),
        ("r => if (Loose(r.n) == Loose(1)) 1.0 else 0.0", "FT004", "its own equals"),
        ("r => Seq(Loose(r.n)).distinct.size.toDouble", "FT004", "its own equals"),
        ("r => Seq(r.k).mkString.length.toDouble", "FT004", "its own toString"),
        ('r => s"${Option(r.k)}".length.toDouble', "FT004", "its own toString"),
        ("r => Seq(plan(r.n)).mkString.length.toDouble", "FT004", "its own toString"),
        (
            'r => r.s.toLowerCase(java.util.Locale.forLanguageTag("tr")).length',
            "FT012",
            "forLanguageTag",
        ),
    ],
)
def test_refused(tmp_path, text, code, what):
    (found,) = getter(tmp_path, text).findings
    assert found.code == code
    assert what in found.message


@pytest.mark.parametrize("text", ["_.k.toString", 'r => s"${r.k}"', "r => r.k.toString()"])
def test_a_class_prints_as_it_says(tmp_path, text):
    (shown,) = features(getter(tmp_path, text, "OneHotEncoder"))
    assert '"<"' in shown


BUILT = """object syntax {
  type Spec = FeatureSpec[R]
  implicit class SpecSyntax(val spec: Spec) extends AnyVal {
    def number(name: String)(f: R => Double): Spec = spec.required(f)(Identity(name))
    def when(test: Boolean)(f: Spec => Spec): Spec = if (test) f(spec) else spec
  }
  implicit class Generic[T](spec: FeatureSpec[T]) {
    def constant(name: String): FeatureSpec[T] = spec.required((_: T) => 1.0)(Identity(name))
  }
  implicit class OfAnother(spec: FeatureSpec[Sym]) { def number(n: Int): FeatureSpec[Sym] = spec }
}
object S {
  import syntax._
  val s = FeatureSpec.of[R].number("x")(_.x).when(true)(_.number("n")(_.n)).constant("one")
}
"""


def test_methods_that_the_source_adds_to_specs(tmp_path):
    names = [f.partition(":")[0] for f in features(read(tmp_path, HEAD + RECORDS + BUILT))]
    assert names == ["x", "n", "one"]


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ("ListMap(NAMES)", ["e", "d", "c", "b", "a"]),
        ("Map(NAMES)", None),  # its order is that of hashes
        ('Map("e" -> F, "a" -> F)', ["e", "a"]),
        ('(for ((n, f) <- Seq("a" -> F, "b" -> F) if n != "a") yield n -> f)', ["b"]),
    ],
)
def test_loops_over_maps_of_getters(tmp_path, columns, names):
    function = "((r: R) => r.x)"
    five = ", ".join(f'"{n}" -> F' for n in "edcba")
    columns = (
        columns.replace("NAMES", five).replace("F)", f"{function})").replace("F,", f"{function},")
    )
    loop = "foldLeft(FeatureSpec.of[R]) { case (s, (n, f)) => s.required(f)(Identity(n)) }"
    imports = "import scala.collection.immutable.ListMap\n"
    source = f"{HEAD}{imports}{RECORDS}object S {{ val s = {columns}.{loop} }}\n"
    reading = read(tmp_path, source)
    if names is None:
        assert "in the order of hashes" in reading.findings[0].message
    else:
        assert [f.name for f in reading.choose().spec.features] == names


def test_what_was_not_read_is_told_where_it_is_asked_for(tmp_path):
    from migrate.errors import BadInput

    reading = read(
        tmp_path, f"{HEAD}{RECORDS}object S {{\n  val s = FeatureSpec.of[R].required(_.x(((\n}}\n"
    )
    with pytest.raises(BadInput, match=r"Spec.scala:\d+:\d+: .*the grammar stops"):
        reading.choose()
