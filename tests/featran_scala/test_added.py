# ruff: noqa: E501 (Scala is quoted as people write it)
"""Members that the source adds, enumerations, regexes, formats, catches: read, or refused by name."""

import pytest

from bridges.featran.getters.formatting import fixed
from bridges.featran.getters.raised import is_a
from tests.featran_scala.reading import HEAD, features, read, refusals

R = "case class R(x: Double, s: String, n: Long, xs: Seq[Double])\n"


def spec(getter: str, before: str = "", inside: str = "") -> str:
    return (
        f"{HEAD}{R}{before}\nobject A {{ {inside}\n val spec = FeatureSpec.of[R].required({getter})"
        '(Identity("f")) }\n'
    )


OPS = "object ops { implicit class Twice(r: R) { def twice: Double = r.x * 2 } }"
READ = {
    "imported by wildcard": spec("_.twice", OPS, "import ops._"),
    "imported by name": spec("_.twice", OPS, "import ops.Twice"),
    "written around": spec("_.twice", "", OPS.removeprefix("object ops { ").removesuffix(" }")),
    "in the companion": spec("_.twice", OPS.replace("object ops", "object R")),
    "an extension of Scala 3": spec("_.twice", "extension (r: R) def twice: Double = r.x * 2\n"),
    "in a trait of the object": spec(
        "_.twice", OPS.replace("object ops", "trait T") + "\nobject ops extends T", "import ops._"
    ),
}
"""Ways in which an added member is in scope."""


@pytest.mark.parametrize("source", READ.values(), ids=READ)
def test_added_members_in_scope(tmp_path, source):
    reading = read(tmp_path, source)
    assert refusals(reading) == []
    assert features(reading, "A.spec")[0].replace("r.x", "x.x") == "f: (x.x * 2.0)"


MODE = "import scala.math.BigDecimal.RoundingMode"
DECIMALS = {
    "in scope": spec("r => BigDecimal(r.x).setScale(2, BigDecimal.RoundingMode.UP).toDouble"),
    "imported": spec("r => BigDecimal(r.x).setScale(2, RoundingMode.UP).toDouble", inside=MODE),
    "by way of math": spec(
        "r => math.BigDecimal(r.x).setScale(2, math.BigDecimal.RoundingMode.UP).toDouble"
    ),
    "by whole name": spec(
        "r => scala.math.BigDecimal(r.x).setScale(2, RoundingMode.UP).toDouble", inside=MODE
    ),
    "in a method": spec(
        "r => up(r.x, 2)",
        inside=f"{MODE}; def big(x: Double) = BigDecimal(x); "
        "def up(x: Double, n: Int) = big(x).setScale(n, RoundingMode.UP).doubleValue",
    ),
}
"""Ways to round by a decimal."""


@pytest.mark.parametrize("source", DECIMALS.values(), ids=DECIMALS)
def test_rounding_by_a_decimal(tmp_path, source):
    reading = read(tmp_path, source)
    assert refusals(reading) == []
    assert features(reading, "A.spec") == ['f: Decimal.setScale(Decimal.of(r.x), 2, "UP")']


NOT = {
    "not imported": spec("_.twice", OPS),
    "added twice": spec("_.twice", OPS + "\n" + OPS.replace("ops", "more"), "import ops._, more._"),
    "for another type": spec("_.xs.twice", OPS, "import ops._"),
    "by a conversion": spec(
        "_.twice",
        "class Rich(r: R) { def twice = r.x }\nobject c { implicit def rich(r: R): Rich = new Rich(r) }",
        "import c._",
    ),
    "a catch with a guard": spec("r => try r.s.toInt catch { case e: Exception if r.x > 0 => 1 }"),
    "a try with a finally": spec("r => try r.s.toInt finally println(1)"),
    "a format of another kind": spec('r => f"${r.x}%e".length.toDouble'),
    "a format that is not constant": spec("r => r.s.format(1).length.toDouble"),
    "a pattern that looks ahead": spec('r => "a(?=b)".r.findAllIn(r.s).size.toDouble'),
    "a decimal of a text": spec("r => BigDecimal(r.s).toDouble"),
    "Java's decimal": spec(
        "r => new BigDecimal(r.x).setScale(1, RoundingMode.UP).doubleValue",
        inside="import java.math._",
    ),
    "Java's decimal by name": spec("r => new java.math.BigDecimal(r.x).doubleValue"),
    "Java's digits": spec("r => java.math.BigDecimal.valueOf(r.x).doubleValue"),
    "a decimal that is rounded twice": spec(
        "r => BigDecimal(r.x).setScale(2).setScale(1, BigDecimal.RoundingMode.UP).toDouble"
    ),
    "Java's rounding mode": spec(
        "r => BigDecimal(r.x).setScale(1, RoundingMode.UP).toDouble",
        inside="import java.math.RoundingMode",
    ),
    "decimal places of a row": spec(
        "r => BigDecimal(r.x).setScale(r.n.toInt, BigDecimal.RoundingMode.UP).toDouble"
    ),
    "a decimal as a value": spec("r => (BigDecimal(r.x) + 1).toDouble"),
    "bytes of the machine's encoding": spec("r => r.s.getBytes.length.toDouble"),
    "bytes of another encoding": spec('r => r.s.getBytes("UTF-16").length.toDouble'),
    "a code point's kind": spec("r => if (Character.isLetter(r.s.length)) 1.0 else 0.0"),
    "another order": spec("r => r.xs.sorted(Ordering.fromLessThan[Double](_ > _)).head"),
}
"""Lookalikes that are refused."""


@pytest.mark.parametrize("source", NOT.values(), ids=NOT)
def test_lookalikes_are_refused(tmp_path, source):
    reading = read(tmp_path, source)
    assert {f.code for f in reading.findings} <= {"FT004", "FT012"}
    assert reading.findings
    assert reading.choose("A.spec").refused == ("f",)


def test_enumerations_number_their_values(tmp_path):
    source = (
        'object E extends Enumeration { val A, B = Value; val C = Value(7); val D = Value("d") }\n'
    )
    getter = "r => if (E.withName(r.s) == E.D) E.D.id + E.B.id else E.C.id + 0.5"
    reading = read(tmp_path, spec(getter, source))
    assert refusals(reading) == []
    (shown,) = features(reading, "A.spec")
    assert 'E.Value(8, "d")' in shown
    assert "No value found for" in shown


def test_underscores_of_an_operand_belong_to_the_whole(tmp_path):
    reading = read(tmp_path, spec("r => Seq(r, r).sortWith(_.x > _.x).head.x"))
    assert refusals(reading) == []
    assert "(x.x > y.x)" in features(reading, "A.spec")[0]


FIXED = [
    (0.125, 2, "0.13"),
    (2.675, 2, "2.68"),
    (0.0005, 3, "0.001"),
    (0.4, 0, "0"),
    (0.5, 0, "1"),
    (1e22, 1, "10000000000000000000000.0"),
    (123456.789, 4, "123456.7890"),
]


@pytest.mark.parametrize(("x", "places", "text"), FIXED)
def test_decimals_round_half_up(x, places, text):
    assert fixed(x, places, 17) == text


def test_exceptions_are_caught_by_their_parents():
    assert is_a("java.lang.NumberFormatException", "IllegalArgumentException")
    assert is_a("java.lang.ArrayIndexOutOfBoundsException", "RuntimeException")
    assert is_a("com.example.Mine", "Exception")
    assert not is_a("java.lang.ArithmeticException", "IllegalArgumentException")
    assert not is_a("com.example.Mine", "RuntimeException")
