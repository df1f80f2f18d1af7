"""What looks like something known and is not, is not taken for it."""

import pytest

from migrate.errors import BadInput, UsageError
from migrate.featran import read_scala
from tests.featran_scala.reading import HEAD, features, read, refusals

RECORD = "case class R(x: Double, o: Option[Double], s: String)\n"

LOOKALIKES = {
    "a transformer imported from elsewhere": (
        "import com.acme.transformers.Identity",
        'val full = FeatureSpec.of[R].required(_.x)(Identity("x"))',
        ["FT005 8"],
    ),
    "a FeatureSpec imported from elsewhere": (
        "import com.acme.FeatureSpec",
        'val full = FeatureSpec.of[R].required(_.x)(Identity("x"))',
        ["FT012 8"],
    ),
    "a spec in a variable": (
        "",
        'var full = FeatureSpec.of[R].required(_.x)(Identity("x"))',
        ["FT002 8"],
    ),
    "two features of one name": (
        "",
        'val full = FeatureSpec.of[R].required(_.x)(Identity("x")).optional(_.o)(Identity("x"))',
        ["FT020 8"],
    ),
    "a choice at run time": (
        "",
        "val full = if (flag) FeatureSpec.of[R] else FeatureSpec.combine(FeatureSpec.of[R])",
        ["FT002 8", "FT002 8"],
    ),
    "a call of nobody": (
        "",
        'def more(s: FeatureSpec[R]) = s.required(_.x)(Identity("x"))',
        ["FT018 8"],
    ),
}


@pytest.mark.parametrize("case", LOOKALIKES)
def test_lookalikes(tmp_path, case):
    extra, line, wanted = LOOKALIKES[case]
    source = f"{HEAD}{RECORD}{extra}\nobject S {{\n  // here\n  {line}\n}}\n"
    reading = read(tmp_path, source)
    assert refusals(reading) == wanted


def test_a_method_of_the_same_name_comes_first(tmp_path):
    source = f"""{HEAD}{RECORD}
object S {{
  def Identity(name: String) = MinMaxScaler(name, 0.0, 2.0)
  val full = FeatureSpec.of[R].required(_.x)(Identity("x"))
}}
"""
    (made,) = read(tmp_path, source).choose().spec.features
    assert type(made.transformer).__name__ == "MinMaxScaler"


def test_other_methods_called_required_are_not_features(tmp_path):
    source = f"""{HEAD}{RECORD}
object S {{
  val parser = opt[String]("x").required()
  val form = validator.required("a")("b")
  val full = FeatureSpec.of[R].required(_.x)(Identity("x"))
}}
"""
    reading = read(tmp_path, source)
    assert features(reading) == ["x: x.x"]
    assert [f.code for f in reading.findings] == ["FT012"]


def test_records_of_one_name_in_two_files_are_ambiguous(tmp_path):
    paths = []
    for index, field in enumerate(("x: Double", "x: Int")):
        path = tmp_path / f"R{index}.scala"
        path.write_text(f"package p{index}\ncase class R({field})\n")
        paths.append(path)
    spec = tmp_path / "S.scala"
    spec.write_text(
        f'{HEAD}object S {{ val s = FeatureSpec.of[R].required(_.x + 0)(Identity("x")) }}\n'
    )
    reading = read_scala([*paths, spec])
    assert [f.code for f in reading.findings] == ["FT003"]


def test_a_record_of_another_given_file(tmp_path):
    record, spec = tmp_path / "R.scala", tmp_path / "S.scala"
    record.write_text(f'package com.acme\n{RECORD}object K {{ val P = "p_" }}\n')
    spec.write_text(
        f"{HEAD}import com.acme._\nimport com.acme.K.P\n"
        'object S { val s = FeatureSpec.of[R].required(_.x)(Identity(P + "x")) }\n'
    )
    assert features(read_scala([record, spec])) == ["p_x: x.x"]


BAD = [
    ("object S { val x = }}}} (", "no Scala that parses"),
]


@pytest.mark.parametrize(("source", "message"), BAD)
def test_bad_input(tmp_path, source, message):
    with pytest.raises(BadInput, match=message):
        read(tmp_path, source)


def test_a_spec_that_does_not_parse_is_refused_at_its_place(tmp_path):
    source = f"""{HEAD}{RECORD}
object S {{
  val good = FeatureSpec.of[R].required(_.x)(Identity("x"))
  val bad = FeatureSpec.of[R].required(_.x]]](Identity("y"))
}}
"""
    reading = read(tmp_path, source)
    assert "FT001" in [f.code for f in reading.findings]
    assert features(reading, "good") == ["x: x.x"]
    assert "S.bad" not in reading.specs or not reading.specs["S.bad"].complete


def test_a_missing_file(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_scala([tmp_path / "none.scala"])


def test_choosing_a_spec(tmp_path):
    source = f"""{HEAD}{RECORD}
object S {{
  val a = FeatureSpec.of[R].required(_.x)(Identity("x"))
  val b = FeatureSpec.of[R].required(_.x)(Identity("y"))
}}
"""
    reading = read(tmp_path, source)
    assert reading.choose("a").name == "S.a"
    with pytest.raises(UsageError, match="several specs"):
        reading.choose()
    with pytest.raises(UsageError, match="no spec is called c"):
        reading.choose("c")
