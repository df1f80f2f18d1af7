// run spec=t21.Prod.allFeatures rows=t21.Prod.rows
// run spec=t21.Test.allFeatures rows=t21.Prod.rows
package t21
import com.spotify.featran._
import com.spotify.featran.transformers._

case class Order(id: String, total: Double, lines: List[Line], coupon: Option[String], channel: String)
case class Line(sku: String, qty: Int, unit: Double) {
  def amount: Double = qty * unit
  val category: String = sku.takeWhile(_ != '-')
}

trait Config { val buckets: Int; def missing: Boolean = true; lazy val tag: String = s"b$buckets" }
trait AmountFeatures { this: Config =>
  private val Splits = Array(0.0, 10.0, 100.0, 1000.0)
  def amounts: FeatureSpec[Order] = FeatureSpec.of[Order]
    .required(_.total)(Bucketizer(s"total_$tag", Splits))
    .required(_.lines.map(_.amount).sum)(MinMaxScaler("lines_sum"))
    .required(o => o.lines.map(_.amount).reduceOption(_ max _).getOrElse(0.0))(MaxAbsScaler("largest"))
}
trait LabelFeatures { this: Config =>
  def labels: FeatureSpec[Order] = FeatureSpec.of[Order]
    .required(o => o.lines.groupBy(_.category).map { case (c, ls) => WeightedLabel(c, ls.map(_.qty).sum) }.toSeq)(NHotWeightedEncoder("cats"))
    .optional(_.coupon.map(_.toUpperCase))(OneHotEncoder("coupon", encodeMissingValue = missing))
    .required(_.channel)(HashOneHotEncoder("channel", hashBucketSize = buckets))
}
trait Features extends AmountFeatures with LabelFeatures with Config {
  def allFeatures: FeatureSpec[Order] = Seq(amounts, labels).reduceLeft((a, b) => FeatureSpec.combine(a, b))
}
object Prod extends Features {
  override val buckets = 10
  val rows = List(
    Order("1", 55.5, List(Line("a-1", 2, 10.25), Line("b-2", 1, 35.0)), Some("x10"), "web"),
    Order("2", 0.0, Nil, None, "app"),
    Order("3", 2000.0, List(Line("a-9", 100, 20.0), Line("zz", 1, 0.5), Line("c-", 3, 1.5), Line("d-1", 1, 1.0), Line("e-1", 1, 2.0)), Some("Y"), "")
  )
}
object Test extends Features { val buckets = 3; override def missing = false }
