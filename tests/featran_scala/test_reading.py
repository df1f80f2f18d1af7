"""A whole spec is read: features, crossings, what is refused, the ledger."""

from bridges.featran.transformers.registry import TRANSFORMERS
from migrate.ledger import Outcome
from tests.featran_scala.reading import HEAD, features, read, refusals

SOURCE = (
    HEAD
    + """
case class User(age: Int, name: Option[String], tags: Seq[String])
object Specs {
  val Prefix = "u"
  val users = FeatureSpec.of[User]
    .required(_.age.toDouble)(MinMaxScaler(s"${Prefix}_age", max = 10))
    .optional(_.name)(OneHotEncoder("name"))
    .required(u => clock.now(u))(Identity("now"))
    .required(_.tags)(NHotEncoder("tags"))
    .cross("name" -> "tags")(_ * _)
    .cross(("now", "tags"))((a, b) => a + b)
    .extract(records)
}
"""
)


def test_one_refused_feature_leaves_the_rest(tmp_path):
    reading = read(tmp_path, SOURCE)
    assert features(reading) == [
        "u_age: convert[Double](x.age)",
        "name: x.name",
        "tags: x.tags",
    ]
    assert refusals(reading) == ["FT012 11", "FT017 14"]
    spec = reading.choose("users")
    assert not spec.complete
    assert spec.refused == ("now",)
    assert [c.key for c in spec.spec.crossings] == [("name", "tags")]


def test_the_ledger_counts_every_call(tmp_path):
    counts = read(tmp_path, SOURCE).ledger.counts()
    assert counts["required"][Outcome.CONVERTED.value] == 2
    assert counts["required"][Outcome.REFUSED.value] == 1
    assert counts["cross"][Outcome.REFUSED.value] == 1
    assert counts["extract"][Outcome.IGNORED.value] == 1


def test_constructor_arguments(tmp_path):
    spec = read(tmp_path, SOURCE).choose().spec
    assert spec.features[0].transformer == TRANSFORMERS["MinMaxScaler"]("u_age", 0.0, 10.0)
