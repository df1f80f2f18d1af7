# ruff: noqa: E501 (Scala is quoted as people write it)
"""Every shape that specs are written in, converted to exactly this model; lookalikes refused."""

import pytest

from bridges.featran.columns import MDLRecord, WeightedLabel
from bridges.featran.transformers.registry import TRANSFORMERS as T
from migrate.errors import UsageError
from tests.featran_scala.reading import HEAD, features, read, refusals

RECORDS = """
case class Inner(a: Int, b: String)
case class R(x: Double, i: Int, f: Float, b: Boolean, s: String, o: Option[Double], os: Option[String],
  xs: Seq[String], ds: List[Double], arr: Array[Double], n: Inner, on: Option[Inner], ws: Seq[WeightedLabel])
"""


def one(getter: str, transformer: str = 'Identity("f")', how: str = "required") -> str:
    return f"{HEAD}{RECORDS}\nobject S {{\n  val spec = FeatureSpec.of[R].{how}({getter})({transformer})\n}}\n"


GETTERS = [
    (
        "r => { var t = 0.0; for (d <- r.ds if d > 0) t += d; t }",
        "{t_2 = Seq.foldLeft(r.ds, 0.0, (state, item) => if ((item > 0.0)) {t = (state + item); t} else state); t_2}",
    ),
    ("_.x", "x.x"),
    ("_.i.toDouble", "convert[Double](x.i)"),
    ("_.b.asDouble", "asDouble(x.b)"),
    ("r => r.n.a + r.x", "(convert[Double](r.n.a) + r.x)"),
    ("(r: R) => math.abs(r.x)", "math.abs(r.x)"),
    ("(_: R).x", "x.x"),
    ("{ case r => r.x }", "r.x"),
    ("r => { val y = r.x * 2; y + 1 }", "{y = (r.x * 2.0); (y + 1.0)}"),
    ("r => if (r.b) 1 else r.x", "if (r.b) 1.0 else r.x"),
    ("_.o.getOrElse(0)", "Option.getOrElse(x.o, 0.0)"),
    ("_.s.length.toDouble", "convert[Double](String.length(x.s))"),
    ("_.on.map(_.a).getOrElse(-1).toDouble", None),
]


@pytest.mark.parametrize(("getter", "shown"), GETTERS, ids=[g for g, _ in GETTERS])
def test_getters_of_required(tmp_path, getter, shown):
    reading = read(tmp_path, one(getter))
    assert refusals(reading) == []
    assert shown is None or features(reading)[0] in (
        f"f: {shown}",
        f"f: {shown.replace('r.', 'x.')}",
    )


KINDS = [
    ("required", "_.s", 'OneHotEncoder("f")'),
    ("optional", "_.os", 'OneHotEncoder("f", encodeMissingValue = true)'),
    ("required", "_.xs", 'NHotEncoder("f")'),
    ("required", "_.ws", 'NHotWeightedEncoder("f")'),
    ("required", "_.xs.map(s => WeightedLabel(s, 0.5))", 'HashNHotWeightedEncoder("f", 10)'),
    ("required", "_.arr", 'Normalizer("f", p = 1.0)'),
    ("required", "r => Array(r.x, r.i)", 'PolynomialExpansion("f", degree = 3)'),
    ("required", "_.ds", 'VectorIdentity[List]("f")'),
    ("required", "r => Seq(r.f.toDouble)", 'VectorIdentity[Seq]("f", 1)'),
    ("required", "r => MDLRecord(r.s, r.x)", 'MDL[String]("f", seed = 1)'),
    ("optional", "_.o.map(_ * 2)", 'StandardScaler("f", withMean=true)'),
    ("optional", "r => Option(r.s).filter(_.nonEmpty)", 'TopNOneHotEncoder("f", n = 3, seed = 7)'),
    ("required[Double]", "_.i", 'MinMaxScaler("f", 0, 1)'),
    ("optional[Double]", "_.o", 'transformers.MaxAbsScaler("f")'),
    ("optional", "_.o, Some(1)", 'QuantileDiscretizer("f", numBuckets = 3)'),
    ("optional", "_.o, default = Some(1.5)", 'com.spotify.featran.transformers.Binarizer("f", 1)'),
    ("required", "_.x", 'Bucketizer("f", Array(Double.NegativeInfinity, -1, 0d, 2f, 1e3))'),
    (
        "required",
        "_.x",
        'VonMisesEvaluator("f", 1, math.Pi / 12, (0 until 3).map(_ * 2.0).toArray)',
    ),
    ("required", "_.x", 'QuantileOutlierRejector("f", rejectLower = false)'),
    ("required", "_.x", '{ Identity("f") }'),
]


@pytest.mark.parametrize(("how", "getter", "transformer"), KINDS, ids=[k[2] for k in KINDS])
def test_every_kind_of_transformer(tmp_path, how, getter, transformer):
    reading = read(tmp_path, one(getter, transformer, how))
    assert refusals(reading) == []
    assert reading.choose().complete


def test_arguments_by_name_position_and_default(tmp_path):
    spec = read(tmp_path, one("_.x", KINDS[16][2])).choose().spec
    splits = (float("-inf"), -1.0, 0.0, 2.0, 1e3)
    assert spec.features[0].transformer == T["Bucketizer"]("f", splits)
    spec = (
        read(tmp_path, one("_.o", 'StandardScaler(withMean = true, name = "f")', "optional"))
        .choose()
        .spec
    )
    assert spec.features[0].transformer == T["StandardScaler"]("f", True, True)
    assert not spec.features[0].required


DEFAULTS = [
    ("_.o", "Some(1)", 'Identity("f")', 1.0),
    ("_.o", "None", 'Identity("f")', None),
    ("_.o", "Option(2.5)", 'Identity("f")', 2.5),
    ("_.os", 'Some("q")', 'OneHotEncoder("f")', "q"),
    ("r => Some(r.xs)", 'Some(Seq("a"))', 'NHotEncoder("f")', ["a"]),
    (
        "r => Some(r.ws)",
        'Some(Seq(WeightedLabel("a", 1)))',
        'NHotWeightedEncoder("f")',
        [WeightedLabel("a", 1.0)],
    ),
    (
        "r => Some(MDLRecord(r.s, r.x))",
        'Some(MDLRecord("a", 1.0))',
        'MDL("f", seed = 1)',
        MDLRecord("a", 1.0),
    ),
]


@pytest.mark.parametrize(
    ("getter", "default", "transformer", "value"), DEFAULTS, ids=[d[1] for d in DEFAULTS]
)
def test_defaults(tmp_path, getter, default, transformer, value):
    reading = read(tmp_path, one(f"{getter}, {default}", transformer, "optional"))
    assert refusals(reading) == []
    assert reading.choose().spec.features[0].default == value


WHOLE = {
    "several vals": """
      val base = FeatureSpec.of[R].required(_.x)(Identity("x"))
      val full = base.optional(_.o)(Identity("o"))""",
    "combine": """
      val a = FeatureSpec.of[R].required(_.x)(Identity("x"))
      val b = FeatureSpec.of[R].optional(_.o)(Identity("o"))
      val full = FeatureSpec.combine(a, b)""",
    "combine varargs": """
      val parts = Seq(FeatureSpec.of[R].required(_.x)(Identity("x")), FeatureSpec.of[R].optional(_.o)(Identity("o")))
      val full = FeatureSpec.combine(parts: _*)""",
    "compose": """
      case class Outer(r: R)
      val inner = FeatureSpec.of[R].required(_.x)(Identity("x")).optional(_.o)(Identity("o"))
      val full = FeatureSpec.of[Outer].compose(inner)(_.r)""",
    "def": """
      def full: FeatureSpec[R] = FeatureSpec.of[R].required(_.x)(Identity("x")).optional(_.o)(Identity("o"))""",
    "helper method": """
      def numeric(name: String): Transformer[Double, _, _] = Identity(name)
      val full = FeatureSpec.of[R].required(_.x)(numeric("x")).optional(_.o)(numeric("o"))""",
    "extend by method": """
      def withO(spec: FeatureSpec[R]) = spec.optional(_.o)(Identity("o"))
      val full = withO(FeatureSpec.of[R].required(_.x)(Identity("x")))""",
    "multi": """
      val a = FeatureSpec.of[R].required(_.x)(Identity("x"))
      val b = FeatureSpec.of[R].optional(_.o)(Identity("o"))
      val full = MultiFeatureSpec(a, b).extract(Seq.empty[R])""",
    "fold of features": """
      val fs = List(("x", (r: R) => r.x), ("o", (r: R) => r.o.getOrElse(0.0)))
      val full = fs.foldLeft(FeatureSpec.of[R]) { case (spec, (name, f)) => spec.required(f)(Identity(name)) }""",
    "reduce": """
      val full = Seq("x", "o").map(n => FeatureSpec.of[R].required(_.x)(Identity(n))).reduce((a, b) => FeatureSpec.combine(a, b))""",
    "comments and lines": """
      val full = FeatureSpec // start
        .of[R]
        /* first */ .required(_.x)(Identity("x")) // x
        // second
        .optional(_.o) /* gap */ (Identity("o"))""",
    "braces": """
      val full = FeatureSpec.of[R]
        .required { r => r.x } (Identity("x"))
        .optional { r =>
          val o = r.o
          o
        } { Identity("o") }""",
    "names from constants": """
      val Prefix = ""
      final val X: String = s"${Prefix}x"
      val full = FeatureSpec.of[R].required(_.x)(Identity(X)).optional(_.o)(Identity(Prefix + "o"))""",
    "transformers in vals": """
      private val x, unused = Identity("x")
      private lazy val o = Identity("o")
      val full = FeatureSpec.of[R].required(_.x)(x).optional(_.o)(o)""",
    "body of a method": """
      def main(args: Array[String]): Unit = {
        import com.spotify.featran.transformers.{Identity => Id}
        val sc = Context(args)
        val full = FeatureSpec.of[R].required(_.x)(Id("x")).optional(_.o)(Id("o"))
        full.extract(sc.read)
      }""",
    "type alias": """
      type Row = R
      val full = FeatureSpec.of[Row].required(_.x)(Identity("x")).optional(_.o)(Identity("o"))""",
    "infix": """
      val full = FeatureSpec.of[R].required(r => r.x * 1 max r.x)(Identity("x")).optional(_.o map (_ + 0))(Identity("o"))""",
}


@pytest.mark.parametrize("shape", WHOLE)
def test_shapes_of_specs(tmp_path, shape):
    reading = read(tmp_path, f"{HEAD}{RECORDS}\nobject S {{{WHOLE[shape]}\n}}\n")
    assert refusals(reading) == []
    names = [line.partition(":")[0] for line in features(reading, "full")]
    assert names == ["x", "o"]


def test_scala_3(tmp_path):
    source = """
import com.spotify.featran.*
import com.spotify.featran.transformers.{Identity as Id, *}

case class R(x: Double, o: Option[Double])

object S:
  val base = 2.0
  def scaled(x: Double): Double =
    if x > 0 then x * base
    else 0.0

  val full = FeatureSpec.of[R]
    .required(r => scaled(r.x))(Id("x"))
    .optional(_.o)(Identity("o"))
"""
    reading = read(tmp_path, source)
    assert refusals(reading) == []
    assert features(reading) == ["x: if ((r.x > 0.0)) (r.x * 2.0) else 0.0", "o: x.o"]


CROSSES = [
    ('("x", "o")', "_ * _", "(pair._1 * pair._2)"),
    ('"x" -> "o"', "(a, b) => a - b", "(pair._1 - pair._2)"),
    ('("o", "x")', "{ case (u, v) => u }", "pair._1"),
    ('("x", "x")', "math.max", "math.max(pair._1, pair._2)"),
    ('("x", "o")', "combined", "(pair._1 + (2.0 * pair._2))"),
]


@pytest.mark.parametrize(("key", "function", "shown"), CROSSES, ids=[c[1] for c in CROSSES])
def test_crossings(tmp_path, key, function, shown):
    from bridges.featran.getters.show import show

    source = f"""{HEAD}{RECORDS}
object S {{
  def combined(a: Double, b: Double) = a + 2 * b
  val full = FeatureSpec.of[R].required(_.x)(Identity("x")).optional(_.o)(Identity("o"))
    .cross({key})({function})
}}
"""
    reading = read(tmp_path, source)
    assert refusals(reading) == []
    (crossing,) = reading.choose().spec.crossings
    assert show(crossing.function.getter.body) == shown


REFUSED = [
    ('required(_.nope)(Identity("f"))', "FT012"),
    ('required(r => service.call(r))(Identity("f"))', "FT012"),
    ('required(_.x)(LogScaler("f"))', "FT005"),
    ('required(_.x)(Bucketizer("f", load()))', "FT006"),
    ('required(_.x)(Bucketizer("f", Array(0.0, 1.0)))', "FT019"),
    ('required(_.x)(Identity(""))', "FT019"),
    ("required(_.x)(Identity())", "FT019"),
    ('required(_.x)(Identity("f", 1))', "FT019"),
    ('required(_.x)(Identity(nme = "f"))', "FT019"),
    ('required(_.s)(Identity("f"))', "FT012"),
    ('required(_.o)(Identity("f"))', "FT012"),
    ('optional(_.x)(Identity("f"))', "FT012"),
    ('required(r => { var y = r.x; r.xs.map { s => y += 1; y }.sum })(Identity("f"))', "FT004"),
    ('required(r => { var y = r.x; lazy val z = y; y = 2; z })(Identity("f"))', "FT004"),
    (
        'required(r => { var y = 1.0; val z = r.ds.iterator.map(_ * y); y = 2; z.sum })(Identity("f"))',
        "FT004",
    ),
    ('required(r => { println(r); r.x })(Identity("f"))', "FT004"),
    ('required(r => loop(r.i))(Identity("f"))', "FT013"),
    ("required(_.x)(Identity(args(0)))", "FT006"),
    ('cross(("x", "zz"))(_ * _)', "FT009"),
]


@pytest.mark.parametrize(("call", "code"), REFUSED, ids=[r[0] for r in REFUSED])
def test_refused_by_name_and_line(tmp_path, call, code):
    source = f"""{HEAD}{RECORDS}
object S {{
  def loop(n: Int) = if (n == 0) 0 else loop(n - 1)
  def twice(n: Int): Double = n
  def twice(n: Long, k: Int = 1): Double = n
  def load(): Array[Double] = Source.read("x")
  val full = FeatureSpec.of[R]
    .required(_.x)(Identity("x"))
    .{call}
    .optional(_.o)(Identity("o"))
}}
"""
    reading = read(tmp_path, source)
    line = source[: source.index(call)].count("\n") + 1
    wanted = [f for f in reading.findings if f.code == code]
    assert wanted, [f"{f.code} {f.message}" for f in reading.findings]
    assert any(f.location.line in (line, 13, 10) for f in wanted)
    assert features(reading)[0] == "x: x.x"
    assert features(reading)[-1] == "o: x.o"
    assert not reading.choose().complete


def test_an_implicit_order_of_the_source_counts(tmp_path):
    source = f"""{HEAD}{RECORDS}
object S {{
  implicit val byLength: Ordering[String] = Ordering.by(_.length)
  implicit val falling: Ordering[Double] = Ordering[Double].reverse
  val spec = FeatureSpec.of[R]
    .required(_.xs.max)(OneHotEncoder("longest"))
    .required(_.xs.map(_.length).max.toDouble)(Identity("length"))
    .required(_.ds.sorted.head)(Identity("first"))
}}
"""
    reading = read(tmp_path, source)
    assert features(reading) == [
        "longest: Seq.maxBy(x.xs, (x_2) => String.length(x_2))",
        "length: convert[Double](Seq.max(Seq.map(x.xs, (x_2) => String.length(x_2))))",
    ]
    assert refusals(reading) == ["FT004 15"]


def test_a_filtered_spec_is_refused_and_no_other(tmp_path):
    source = f"""{HEAD}{RECORDS}
object S {{
  val full = FeatureSpec.of[R].required(_.x)(Identity("x"))
  val some = full.filter(_.transformer.name == "x").required(_.x)(Identity("y"))
}}
"""
    reading = read(tmp_path, source)
    assert refusals(reading) == ["FT008 11"]
    assert list(reading.specs) == ["S.full"]
    assert list(reading.unread) == ["S.some"]


def test_parameters_from_the_command_line(tmp_path):
    source = f"""{HEAD}{RECORDS}
class Encoder(hashSize: Int, splits: Array[Double], name: String = "h") {{
  val full = FeatureSpec.of[R].required(_.s)(HashOneHotEncoder(name, hashSize)).required(_.x)(Bucketizer("b", splits))
}}
"""
    assert refusals(read(tmp_path, source)) == ["FT011 9", "FT011 9", "FT014 9"]
    reading = read(tmp_path, source, params={"hashSize": "12", "splits": "0,1.5,3", "name": "q"})
    assert refusals(reading) == []
    first, second = reading.choose().spec.features
    assert first.transformer == T["HashOneHotEncoder"]("q", 12)
    assert second.transformer.splits == (0.0, 1.5, 3.0)
    with pytest.raises(UsageError, match="no spec has a parameter zz"):
        read(tmp_path, source, params={"hashSize": "1", "zz": "1"})


def test_contramap_is_put_into_the_getter(tmp_path):
    source = one("_.n", 'OneHotEncoder("f").contramap[Inner](_.b)')
    reading = read(tmp_path, source)
    assert refusals(reading) == ["FT010 10"]
    assert features(reading) == ["f: x.n.b"]
    assert reading.choose().spec.features[0].contramapped


def test_random_seeds_are_reported(tmp_path):
    assert refusals(read(tmp_path, one("_.s", 'HeavyHitters("f", 3)'))) == ["FT007 10"]


def test_from_case_class(tmp_path):
    source = f"""{HEAD}
case class C(i: Int, l: Option[Long], b: Boolean, d: Double, s: String, os: Option[String],
  xs: Seq[String], ns: List[Int], ws: Seq[WeightedLabel], f: Float)
object S {{ val full = FeatureSpec.from[C] }}
"""
    reading = read(tmp_path, source)
    assert refusals(reading) == ["FT015 7"]
    assert reading.choose().refused == ("f",)
    assert [type(f.transformer).__name__ for f in reading.choose().spec.features] == [
        *("Identity", "Identity", "Identity", "Identity", "OneHotEncoder", "OneHotEncoder"),
        *("NHotEncoder", "VectorIdentity", "NHotWeightedEncoder"),
    ]
    assert features(reading)[1] == "l: Option.map(r.l, (x) => convert[Double](x))"


def test_markdown_blocks_keep_their_lines(tmp_path):
    text = f'# Features\n\n```scala\n{HEAD}case class R(x: Double)\nval s = FeatureSpec.of[R].required(_.y)(Identity("x"))\n```\n'
    reading = read(tmp_path, text, name="README.md")
    assert refusals(reading) == ["FT012 8"]


def test_a_record_that_is_not_given_is_inferred(tmp_path):
    source = f"""{HEAD}
import com.acme.Iris
object S {{
  val full = FeatureSpec.of[Iris].optional(_.petal.len)(StandardScaler("l")).required(_.kind)(OneHotEncoder("k"))
    .required(_.width.toDouble)(Identity("w"))
}}
"""
    reading = read(tmp_path, source)
    assert refusals(reading) == ["FT012 8", "FT016 7"]
    record = reading.choose().record
    assert str(record.field("kind")) == "String"


def test_avro_classes_are_read_by_bean_getters(tmp_path):
    schema = tmp_path / "user.avsc"
    schema.write_text(
        '{"type": "record", "name": "User", "namespace": "com.acme", "fields": ['
        '{"name": "age", "type": "int"}, {"name": "user_name", "type": ["null", "string"]},'
        '{"name": "score", "type": ["null", "double"]}, {"name": "tags", "type": {"type": "array", "items": "string"}}]}'
    )
    source = f"""{HEAD}
import com.acme.User
import scala.collection.JavaConverters._
object S {{
  val full = FeatureSpec.of[User]
    .required(_.getAge.toDouble)(Identity("age"))
    .optional(r => Option(r.getUserName).map(_.toString))(OneHotEncoder("name"))
    .optional(u => Option(u.getScore()).map(_.toDouble))(Identity("score"))
    .required(_.getTags.asScala.map(_.toString))(NHotEncoder("tags"))
    .required(r => r.getScore.doubleValue)(Identity("raw"))
    .required(_.get("age").asInstanceOf[Int].toDouble)(Identity("byName"))
}}
"""
    reading = read(tmp_path, source, record="User", avro_schema=schema)
    assert refusals(reading) == []
    assert features(reading) == [
        "age: convert[Double](x.age)",
        "name: Option.map(r.user_name, (x) => toString(x))",
        "score: u.score",
        "tags: Seq.map(x.tags, (x_2) => toString(x_2))",
        "raw: unbox(Option.orNull(r.score))",
        "byName: convert[Double](x.age)",
    ]


def test_an_extraction_is_no_second_spec(tmp_path):
    source = f"""{HEAD}{RECORDS}
object S {{
  val spec = FeatureSpec.of[R].required(_.x)(Identity("x"))
  val features = spec.extract(records)
  val again = spec
  val names = features.featureNames
}}
"""
    assert list(read(tmp_path, source).specs) == ["S.spec"]


def test_settings_settle_a_seed(tmp_path):
    from migrate.featran.scala.seeds import settled

    findings = read(tmp_path, one("_.s", 'HeavyHitters("f", 3)')).findings
    assert [f.needs_person for f in findings] == [True]
    assert [f.needs_person for f in settled(findings, {"f"})] == [False]
    assert [f.needs_person for f in settled(findings, {"g"})] == [True]
